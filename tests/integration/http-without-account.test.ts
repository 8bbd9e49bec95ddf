import { createSeal } from '../../db/seal';
import { linkToken } from '../../src/contracts/link-token';
import { pence } from '../../src/domain/money/money';
import { aGroupOverHttp, aPotOverHttp, applied, aStaff } from '../builders/over-http';
import { aPolicy } from '../builders/policy';
import { startEngine, type Engine } from '../support/engine';
import { openFrontDoor, type FrontDoor } from '../support/front-door';
import { json, rawRequests, type RawRequests } from '../support/raw-requests';

let engine: Engine;
let door: FrontDoor;
let ask: RawRequests['ask'];
beforeAll(async () => {
  engine = await startEngine();
  door = await openFrontDoor(engine);
  ({ ask } = rawRequests(engine.api, door.document));
});
afterAll(() => engine.close());

const put = (path: string, body: object) => ask(undefined, 'PUT', path, { headers: json, body: JSON.stringify(body) });

/** Somebody who asked to hear of an organisation's pots. */
async function asked(email: string) {
  const { tenantId } = await aStaff(engine.inbox);
  const [tenant] = await engine.inbox.look<{ slug: string }>('select slug from tenant where id = $1', [tenantId]);
  const answer = await put('/announcements/subscription', { organisation: tenant!.slug, email });
  const [row] = await engine.inbox.look<{ id: string }>(
    'select id from announcement_subscription where tenant_id = $1',
    [tenantId],
  );
  const token = linkToken(createSeal(engine.fieldKey).fingerprint, 'announcements', { tenantId, id: row!.id });
  return { tenantId, answer, token };
}
const kept = (tenantId: string) =>
  engine.inbox.look<{ confirmed: boolean }>(
    'select confirmed_at is not null as confirmed from announcement_subscription where tenant_id = $1',
    [tenantId],
  );

test('announcements are asked for, confirmed and left without an account; the answer never says who is known', async () => {
  const { tenantId, answer, token } = await asked('Grace@Hibiscus.example');
  const nobody = await put('/announcements/subscription', { organisation: 'nobody', email: 'x@y.example' });
  expect([answer.status, answer.text]).toEqual([200, nobody.text]);
  expect(await kept(tenantId)).toEqual([{ confirmed: false }]);
  const wrong = await put('/announcements/confirmation', { token: `${token}x` });
  expect([wrong.status, wrong.body.code, wrong.body.errors[0].pointer]).toEqual([422, 'LINK_NOT_VALID', '/token']);
  expect((await put('/announcements/confirmation', { token })).status).toBe(200);
  expect(await kept(tenantId)).toEqual([{ confirmed: true }]);
  const leave = () => put('/announcements/leaving', { token });
  expect([(await leave()).status, (await leave()).status]).toEqual([200, 200]);
  expect(await kept(tenantId)).toEqual([]);
  expect((await put('/announcements/confirmation', { token })).body.code).toBe('LINK_NOT_VALID');
});

test('a mail program leaves by one click: a form posted without a cookie', async () => {
  const { tenantId, token } = await asked('one-click@hibiscus.example');
  const post = (link: string) =>
    fetch(`${engine.api.replace('/api/v1', '')}/announcements/${link}/leave`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
  expect((await post('nonsense')).status).toBe(200);
  expect(await kept(tenantId)).toHaveLength(1);
  expect((await post(token)).status).toBe(200);
  expect(await kept(tenantId)).toEqual([]);
});

test('whoever has no account learns whether a group could apply, and why not; of no other pot than an open one of that organisation', async () => {
  const staff = await aStaff(engine.inbox);
  const [tenant] = await engine.inbox.look<{ slug: string }>('select slug from tenant where id = $1', [staff.tenantId]);
  const policy = aPolicy({ eligibility: { areas: ['Croydon'], maxIncomePence: pence(5_000_000) } });
  const { potId } = await aPotOverHttp(door, staff, { policy, budgetPence: 100_000 });
  const check = (answers: object, organisation = tenant!.slug) => put('/eligibility', { organisation, potId, answers });
  expect((await check({ area: 'croydon', organisationIncomePence: 100 })).body).toEqual({
    eligible: true,
    asked: ['organisationIncomePence', 'area'],
    reasons: [],
  });
  const { body } = await check({ area: 'Kent', organisationIncomePence: 5_000_001 });
  expect(body.eligible).toBe(false);
  expect(body.reasons.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code])).toEqual([
    ['/answers/organisationIncomePence', 'INCOME_TOO_HIGH'],
    ['/answers/area', 'AREA_NOT_COVERED'],
  ]);
  expect((await check({})).body.reasons).toHaveLength(2);
  const elsewhere = await check({}, 'nobody');
  expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'POT_UNKNOWN']);
  const closed = aPolicy({ eligibility: { organisationTypes: ['cic'] } });
  const other = await aPotOverHttp(door, staff, { policy: closed, budgetPence: 100_000 });
  const typed = (answers: object) => put('/eligibility', { organisation: tenant!.slug, potId: other.potId, answers });
  expect((await typed({})).body.reasons).toMatchObject([{ code: 'ORGANISATION_TYPE_MISSING' }]);
  expect((await typed({ organisationType: 'registered_charity' })).body.reasons).toMatchObject([
    { code: 'ORGANISATION_TYPE_NOT_ELIGIBLE' },
  ]);
  expect((await typed({ organisationType: 'cic' })).body).toEqual({
    eligible: true,
    asked: ['organisationType'],
    reasons: [],
  });
});

test('whoever is asked to confirm something sees what it is, and answers it once', async () => {
  const staff = await aStaff(engine.inbox);
  const { potId } = await aPotOverHttp(door, staff, {
    policy: aPolicy({ secondContact: 'required' }),
    budgetPence: 100_000,
  });
  const party = await aGroupOverHttp(door, staff, 'Hibiscus');
  const grantId = await applied(door, { pot: { potId, fundId: '' }, party, askedPence: 50_000 });
  const [row] = await engine.inbox.look<{ id: string }>('select id from confirmation where grant_id = $1', [grantId]);
  const link = (purpose: 'confirmation' | 'announcements') =>
    linkToken(createSeal(engine.fieldKey).fingerprint, purpose, { tenantId: staff.tenantId, id: row!.id });
  const token = link('confirmation');
  expect((await put('/confirmations/opening', { token })).body).toMatchObject({
    kind: 'second_contact',
    state: 'asked',
    group: 'Hibiscus',
  });
  for (const wrong of [link('announcements'), `${token}x`]) {
    expect((await put('/confirmations/opening', { token: wrong })).body.code).toBe('LINK_NOT_VALID');
    expect((await put('/confirmations/answer', { token: wrong, answer: 'yes' })).body.code).toBe('LINK_NOT_VALID');
  }
  expect((await put('/confirmations/answer', { token, answer: 'yes' })).body).toEqual({ done: true });
  const seen = await door.until(
    staff.officer,
    'getGrant',
    { id: grantId },
    ({ confirmations }) => confirmations[0].state === 'confirmed',
    'confirmed',
  );
  expect(seen.confirmations).toMatchObject([{ kind: 'second_contact', contact: { name: 'Ben Clarke' } }]);
  expect((await put('/confirmations/answer', { token, answer: 'yes' })).status).toBe(200);
  expect((await put('/confirmations/answer', { token, answer: 'that is not right' })).body.code).toBe('LINK_NOT_VALID');
});
