import { randomUUID } from 'node:crypto';

import { verifyLedger } from '../../src/commands/ledger/verify';
import { anAward } from '../builders/award';
import { anApplicationRow } from '../builders/application-row';
import { aGroup } from '../builders/group';
import { aPerson, anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aFund, aPot } from '../builders/pot';
import { assertBooksBalance } from '../support/books';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
let organisation: Organisation;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
});
afterAll(async () => {
  await assertBooksBalance(inbox);
  await inbox.close();
});

const available = async (potId: string) =>
  (
    await inbox.look<{ balance: number }>("select balance::int from account where kind = 'available' and pot_id = $1", [
      potId,
    ])
  )[0]?.balance;
const pledged = async (fundId: string) =>
  (
    await inbox.look<{ balance: number }>("select balance::int from account where kind = 'pledge' and fund_id = $1", [
      fundId,
    ])
  )[0]?.balance;

describe('opening a pot', () => {
  const body = async (over: object = {}) => ({
    fundId: await aFund(inbox, organisation),
    name: 'Croydon small grants',
    referencePrefix: 'CRO',
    ownerId: organisation.manager.personId,
    budgetPence: 2_000_000,
    policy: aPolicy(),
    ...over,
  });

  test('its budget comes out of the fund’s pledge, and its policy is version 1', async () => {
    const opened = await inbox.send(organisation.manager, 'openPot', null, await body());
    expect(opened.status).toBe('applied');
    const [pot] = await inbox.look<{ fund_id: string }>('select * from pot where id = $1', [opened.subjectId]);
    expect(pot).toMatchObject({ state: 'open', reference_prefix: 'CRO', policy_version: 1, version: 1 });
    expect(await available(opened.subjectId)).toBe(2_000_000);
    expect(await pledged(pot!.fund_id)).toBe(-2_000_000);
    expect(
      await inbox.look('select version, body, published_by from policy where pot_id = $1', [opened.subjectId]),
    ).toEqual([{ version: 1, body: aPolicy(), published_by: organisation.manager.personId }]);
    expect(
      await inbox.look('select business_key from transfer where to_code like $1', [`%${opened.subjectId}`]),
    ).toEqual([{ business_key: `pot:${opened.subjectId}:open` }]);
  });

  test('everything wrong with the policy is said at once, with pointers into the body', async () => {
    const policy = aPolicy({ ceilingPence: 200_001 as never, decision: { quorum: 1 }, offer: { validFor: '28 days' } });
    const refused = await inbox.send(
      organisation.manager,
      'openPot',
      null,
      await body({ policy, referencePrefix: 'BAD' }),
    );
    expect(refused).toMatchObject({
      status: 'refused',
      refusal: {
        code: 'CEILING_TOO_HIGH',
        field: '/policy/ceilingPence',
        also: [
          { code: 'QUORUM_TOO_SMALL', field: '/policy/decision/quorum' },
          { code: 'PERIOD_MALFORMED', field: '/policy/offer/validFor' },
        ],
      },
    });
    expect(await inbox.look("select 1 from pot where reference_prefix = 'BAD'")).toEqual([]);
  });

  test('each thing it needs is there', async () => {
    const refusal = async (over: object, actor = organisation.manager) =>
      (await inbox.send(actor, 'openPot', null, await body({ referencePrefix: 'NEED', ...over }))).refusal?.code;
    expect(await refusal({ fundId: randomUUID() })).toBe('FUND_UNKNOWN');
    expect(await refusal({ ownerId: randomUUID() })).toBe('PERSON_UNKNOWN');
    expect(await refusal({ ownerId: organisation.panel[0].personId })).toBe('OWNER_NOT_STAFF');
    expect(await refusal({}, organisation.officer)).toBe('NOT_YOURS_TO_DO');
    const closed = await aFund(inbox, organisation);
    await inbox.done(organisation.manager, 'closeFund', closed);
    expect(await refusal({ fundId: closed })).toBe('FUND_CLOSED');
    const { potId } = await aPot(inbox, organisation, { budgetPence: 100 });
    const ofOnePot = await aPerson(inbox, organisation.tenantId, 'Manager of one pot', [
      { role: 'fund_manager', potId },
    ]);
    expect(await refusal({}, ofOnePot)).toBe('NOT_FOR_ONE_POT');
  });

  test('no two pots of an organisation share a prefix, also when both are opened at once', async () => {
    const open = async () =>
      inbox.send(organisation.manager, 'openPot', null, await body({ referencePrefix: 'TWICE' }));
    const both = await Promise.all([open(), open()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['applied', 'refused']);
    expect(both.find(({ status }) => status === 'refused')?.refusal).toMatchObject({
      code: 'REFERENCE_PREFIX_TAKEN',
      field: '/referencePrefix',
    });
    const elsewhere = await anOrganisation(inbox);
    await aPot(inbox, elsewhere, { budgetPence: 100, referencePrefix: 'TWICE' });
  });
});

describe('publishing a policy', () => {
  test('it is the next version, and the event says how many it affects', async () => {
    const { potId } = await aPot(inbox, organisation, { budgetPence: 2_000_000 });
    const { partyId, applicant } = await aGroup(inbox, organisation);
    const row = { potId, partyId, applicant };
    await anApplicationRow(inbox, { ...row, stage: 'draft' });
    await anApplicationRow(inbox, { ...row, stage: 'assessing' });
    await anApplicationRow(inbox, { ...row, stage: 'active', policyVersion: 1 });
    await anApplicationRow(inbox, { ...row, stage: 'withdrawn' });

    const policy = aPolicy({ decideWithin: 'P28D' });
    const published = await inbox.done(organisation.manager, 'publishPolicy', potId, {
      policy,
      reason: 'The panel meets more often.',
    });
    expect(published.result).toEqual({ policyVersion: 2, applicationsAffected: 2, grantsUnaffected: 1 });
    expect(await inbox.look('select policy_version, version from pot where id = $1', [potId])).toEqual([
      { policy_version: 2, version: 2 },
    ]);
    expect(
      await inbox.look(
        `select version, body ->> 'decideWithin' as within from policy where pot_id = $1 order by version`,
        [potId],
      ),
    ).toEqual([
      { version: 1, within: 'P42D' },
      { version: 2, within: 'P28D' },
    ]);
    expect(
      await inbox.look(
        `select e.before, e.after, t.text from event e join event_text t on t.event_id = e.id where e.subject_id = $1 and e.type = 'policy_published'`,
        [potId],
      ),
    ).toEqual([{ before: { policyVersion: 1 }, after: published.result, text: 'The panel meets more often.' }]);
  });

  test('what would be refused for a new pot is refused here', async () => {
    const { potId } = await aPot(inbox, organisation, { budgetPence: 100 });
    const policy = aPolicy({ instalments: [{ sharePercent: 50, dueAfter: 'P7D' }] });
    expect(await inbox.send(organisation.manager, 'publishPolicy', potId, { policy })).toMatchObject({
      refusal: { code: 'INSTALMENT_SHARES_NOT_100', field: '/policy/instalments' },
    });
    expect(await inbox.look('select policy_version from pot where id = $1', [potId])).toEqual([{ policy_version: 1 }]);
  });

  test('two published at once are two versions', async () => {
    const { potId } = await aPot(inbox, organisation, { budgetPence: 100 });
    const publish = () => inbox.done(organisation.manager, 'publishPolicy', potId, { policy: aPolicy() });
    const both = await Promise.all([publish(), publish()]);
    expect(both.map(({ result }) => result?.['policyVersion']).toSorted()).toEqual([2, 3]);
  });

  test('a manager of another pot has no say', async () => {
    const one = await aPot(inbox, organisation, { budgetPence: 100 });
    const other = await aPot(inbox, organisation, { budgetPence: 100 });
    const ofOther = await aPerson(inbox, organisation.tenantId, 'Manager of the other', [
      { role: 'fund_manager', potId: other.potId },
    ]);
    expect(await inbox.send(ofOther, 'publishPolicy', one.potId, { policy: aPolicy() })).toMatchObject({
      refusal: { code: 'NOT_YOURS_TO_DO' },
    });
  });
});

test('budget that is added can be awarded, each time it is added', async () => {
  const { fundId, potId } = await aPot(inbox, organisation, { budgetPence: 1_000 });
  await inbox.done(organisation.manager, 'addBudget', potId, { amountPence: 500, reason: 'More was pledged.' });
  await inbox.done(organisation.manager, 'addBudget', potId, { amountPence: 500 });
  expect(await available(potId)).toBe(2_000);
  expect(await pledged(fundId)).toBe(-2_000);
  expect(
    await inbox.look(
      `select t.text from event e left join event_text t on t.event_id = e.id where e.subject_id = $1 and e.type = 'budget_added'
       order by e.id`,
      [potId],
    ),
  ).toEqual([{ text: 'More was pledged.' }, { text: null }]);
});

describe('closing a pot', () => {
  test('what was never awarded goes back to the pledge, and nothing more happens in it', async () => {
    const { fundId, potId } = await aPot(inbox, organisation, { budgetPence: 1_000 });
    const { partyId, applicant } = await aGroup(inbox, organisation);
    await anApplicationRow(inbox, { potId, partyId, applicant, stage: 'draft' });
    await anApplicationRow(inbox, { potId, partyId, applicant, stage: 'closed', policyVersion: 1 });
    await inbox.done(organisation.manager, 'closePot', potId);
    expect(await available(potId)).toBe(0);
    expect(await pledged(fundId)).toBe(0);
    expect((await verifyLedger(inbox.db)).differences.filter(({ about }) => about === potId)).toEqual([]);
    expect(await inbox.send(organisation.manager, 'addBudget', potId, { amountPence: 1 })).toMatchObject({
      refusal: { code: 'TRANSITION_NOT_ALLOWED' },
    });
  });

  test('with everything awarded, nothing is left to go back', async () => {
    const { fundId, potId } = await aPot(inbox, organisation, { budgetPence: 150_000 });
    const group = await aGroup(inbox, organisation);
    const { grantId } = await anAward(inbox, { organisation, potId, group, askedPence: 150_000 });
    await inbox.look("update application set stage = 'closed', final = true where id = $1", [grantId]);
    await inbox.done(organisation.manager, 'closePot', potId);
    expect(await pledged(fundId)).toBe(-150_000);
    expect(await inbox.look("select after from event where subject_id = $1 and type = 'pot_closed'", [potId])).toEqual([
      { after: { state: 'closed', returnedToPledgePence: 0 } },
    ]);
  });

  test('not while a grant runs in it', async () => {
    const { potId } = await aPot(inbox, organisation, { budgetPence: 1_000 });
    const { partyId, applicant } = await aGroup(inbox, organisation);
    await anApplicationRow(inbox, { potId, partyId, applicant, stage: 'active', policyVersion: 1 });
    await anApplicationRow(inbox, { potId, partyId, applicant, stage: 'submitted' });
    expect(await inbox.send(organisation.manager, 'closePot', potId)).toMatchObject({
      refusal: { code: 'POT_HAS_RUNNING_GRANTS', facts: { running: 2 } },
    });
    expect(await available(potId)).toBe(1_000);
  });

  test('not while a round of it is not over', async () => {
    const { potId } = await aPot(inbox, organisation, { budgetPence: 1_000, policy: aPolicy({ intake: 'window' }) });
    await inbox.done(organisation.manager, 'planRound', null, {
      potId,
      name: 'Autumn',
      opensAt: '2040-09-01T08:00:00.000Z',
      closesAt: '2040-10-15T16:00:00.000Z',
      decideBy: '2040-11-05T17:00:00.000Z',
    });
    expect(await inbox.send(organisation.manager, 'closePot', potId)).toMatchObject({
      refusal: { code: 'POT_HAS_RUNNING_GRANTS', facts: { running: 1 } },
    });
  });
});
