import { randomUUID } from 'node:crypto';

import express, { type Express } from 'express';
import request from 'supertest';

import { createApi } from '../../src/http/api';
import { aProvider } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aFund, aPot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';
import { testSeal } from '../support/seal';
import { hashOfRequest } from '../../src/commands/apply/store-command';
import { aToken } from '../support/token';

let inbox: Inbox;
let organisation: Organisation;
let app: Express;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  // None of these subjects has a workflow.
  const runs = new Proxy(
    {},
    {
      get: () => {
        throw new Error('nothing here goes to a workflow');
      },
    },
  ) as never;
  app = express().use(
    '/api/v1',
    createApi(
      {
        door: { db: inbox.db, applying: inbox.applying, runs, preparing: testSeal },
        reading: { db: inbox.db, open: testSeal.open },
      },
      () => ({}),
    ),
  );
});
afterAll(() => inbox.close());

const post = (token: string, path: string, body: object, key: string = randomUUID()) =>
  request(app).post(`/api/v1${path}`).set('Authorization', `Bearer ${token}`).set('Idempotency-Key', key).send(body);

test('a token is told to whoever asked for it, this once', async () => {
  const administrator = await aToken(inbox, organisation.administrator);
  const path = `/people/${organisation.officer.personId}`;
  const wanted = { label: 'Enters applications', scopes: ['write'] };
  const key = randomUUID();
  const issued = await post(administrator, `${path}/issue-token`, wanted, key).expect(200);
  expect(issued.body).toMatchObject({ status: 'applied', token: expect.stringMatching(/^gp_/) });
  const again = await post(administrator, `${path}/issue-token`, wanted, key).expect(200);
  expect(again.body).toMatchObject({ status: 'applied', commandId: issued.body.commandId, result: issued.body.result });
  expect(again.body).not.toHaveProperty('token');

  const party = { kind: 'group', name: 'Heathfield Ecology Centre' };
  await post(issued.body.token, '/parties', party).expect(201);
  await post(administrator, `${path}/revoke-token`, { tokenId: issued.body.result.tokenId }).expect(200);
  await post(issued.body.token, '/parties', party).expect(401);
});

test('the rules of a pot are saved, read back with what is wrong with them, and given up, as on the pages', async () => {
  const { potId } = await aPot(inbox, organisation, { budgetPence: 100_000, policy: aPolicy() });
  const [manager, officer] = await Promise.all([
    aToken(inbox, organisation.manager),
    aToken(inbox, organisation.officer),
  ]);
  const draft = (token: string, body?: object) =>
    (body === undefined
      ? request(app).get(`/api/v1/pots/${potId}/policy-draft`)
      : request(app).put(`/api/v1/pots/${potId}/policy-draft`).send(body)
    ).set('Authorization', `Bearer ${token}`);
  expect((await draft(manager).expect(200)).body).toEqual({ draft: null, refused: [] });

  const policy = { ...aPolicy(), purpose: 'For small things.', help: { name: 'Ama Mensah' } };
  const saved = await draft(manager, { policy }).expect(200);
  expect(saved.body).toEqual({
    draft: policy,
    refused: [{ pointer: '/help/telephone', code: 'HELP_NOT_REACHABLE', detail: expect.any(String) }],
  });
  expect((await draft(manager).expect(200)).body).toEqual(saved.body);
  expect((await draft(officer).expect(403)).body).toMatchObject({ code: 'NOT_YOURS_TO_DO' });
  await draft(officer, { policy }).expect(403);
  await draft(manager, { policy: { ...policy, purposes: '' } }).expect(422);

  expect((await draft(manager, { policy: null }).expect(200)).body).toEqual({ draft: null, refused: [] });
  expect(await inbox.look('select pot_id from policy_draft where pot_id = $1', [potId])).toEqual([]);
  await request(app)
    .put(`/api/v1/pots/${randomUUID()}/policy-draft`)
    .set('Authorization', `Bearer ${manager}`)
    .send({ policy })
    .expect(404);
});

test('a provider’s numbers are checked at the door and stored sealed', async () => {
  const { partyId, provider } = await aProvider(inbox, organisation);
  const token = await aToken(inbox, provider);
  const path = `/parties/${partyId}/give-provider-bank-details`;
  const sound = { accountName: 'Family Support', sortCode: '08-99-99', accountNumber: '66374958' };
  const refused = await post(token, path, { ...sound, accountNumber: '66374959' }).expect(422);
  expect(refused.body).toMatchObject({
    code: 'BANK_DETAILS_IMPOSSIBLE',
    errors: [{ pointer: '/accountNumber', code: 'BANK_DETAILS_IMPOSSIBLE' }],
  });
  await post(token, path, sound).expect(200);

  const bodies = await inbox.look(
    'select body from command_body b join command c on c.id = b.command_id where c.subject_id = $1',
    [partyId],
  );
  expect(JSON.stringify(bodies)).not.toMatch(/66374958|66374959|089999|08-99-99/);
  const [account] = await inbox.look<{ details_sealed: string }>(
    'select details_sealed from bank_account where party_id = $1 and version = 2',
    [partyId],
  );
  expect(JSON.parse(testSeal.open(account!.details_sealed))).toEqual({ sortCode: '089999', accountNumber: '66374958' });
});

test('nobody who reads the database finds a provider’s numbers by trying them all on what is kept of the request', async () => {
  const { partyId, provider } = await aProvider(inbox, organisation);
  const token = await aToken(inbox, provider);
  const path = `/parties/${partyId}/give-provider-bank-details`;
  const body = { accountName: 'Family Support', sortCode: '089999', accountNumber: '66374958' };
  const key = randomUUID();
  const given = await post(token, path, body, key).expect(200);
  const [kept] = await inbox.look<{ body_hash: string }>('select body_hash from command where id = $1', [
    given.body.commandId,
  ]);
  const tried = hashOfRequest('giveProviderBankDetails', partyId, body);
  expect(kept!.body_hash).not.toContain(tried);
  expect(testSeal.isFingerprintOf(kept!.body_hash, tried)).toBe(true);
  // Asked again it is still the same request, and another body another.
  expect((await post(token, path, body, key).expect(200)).body.commandId).toBe(given.body.commandId);
  await post(token, path, { ...body, accountName: 'Somebody else' }, key).expect(422);
  // As it was kept before there were fingerprints.
  await inbox.look('update command set body_hash = $1 where id = $2', [tried, given.body.commandId]);
  expect((await post(token, path, body, key).expect(200)).body.commandId).toBe(given.body.commandId);
});

test('everything wrong with a policy comes in one answer', async () => {
  const token = await aToken(inbox, organisation.manager);
  const answer = await post(token, '/pots', {
    fundId: await aFund(inbox, organisation),
    name: 'Croydon small grants',
    referencePrefix: 'CRO',
    ownerId: organisation.manager.personId,
    budgetPence: 2_000_000,
    policy: aPolicy({ decision: { quorum: 1 }, offer: { validFor: '28 days', signatories: 1 } }),
  }).expect(422);
  expect(answer.body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code])).toEqual([
    ['/policy/decision/quorum', 'QUORUM_TOO_SMALL'],
    ['/policy/offer/signatories', 'SIGNATORIES_TOO_FEW'],
    ['/policy/offer/validFor', 'PERIOD_MALFORMED'],
  ]);
});
