import { anAward } from '../builders/award';
import { anActiveGrant, type ActiveGrant } from '../builders/active-grant';
import { aGroup, someBankDetails } from '../builders/group';
import { anOrganisation, aPerson, type Organisation } from '../builders/organisation';
import { cashArrives, payAllReady, sentRun, today } from '../builders/paying';
import { aPolicy } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { readsOf, type Reads } from '../support/reads';
import { openInbox, type Inbox } from '../support/inbox';
import { assertLedgerVerified, grantHolds, potHolds } from '../support/ledger';

let inbox: Inbox;
let organisation: Organisation;
let reads: Reads;
let pot: Pot;
beforeAll(async () => {
  inbox = await openInbox();
  reads = readsOf(inbox);
  organisation = await anOrganisation(inbox);
});
afterAll(() => inbox.close());
afterEach(() => assertLedgerVerified(inbox));

const dueAtOnce = { instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] };
beforeEach(async () => {
  pot = await aPot(inbox, organisation, { budgetPence: 2_000_000, policy: aPolicy(dueAtOnce) });
});

async function grantOf(askedPence: number, more: { conditions?: { wording: string }[]; potId?: string } = {}) {
  const group = await aGroup(inbox, organisation);
  return anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence, ...more });
}
const fallsDue = ({ grantId }: { grantId: string }) => inbox.applyDueNow(organisation.tenantId, 'grant', grantId);

async function stateOf({ grantId }: { grantId: string }): Promise<string[]> {
  const rows = await inbox.look<{ state: string }>('select state from payment where grant_id = $1 order by number', [
    grantId,
  ]);
  return rows.map(({ state }) => state);
}

async function timeline(grantId: string): Promise<string[]> {
  const rows = await inbox.look<{ type: string }>('select type from event where grant_id = $1 order by sequence', [
    grantId,
  ]);
  return rows.map(({ type }) => type);
}

describe('an instalment that falls due', () => {
  test('is promised, reserved and ready when there is cash', async () => {
    await cashArrives(inbox, organisation, pot, 200_000);
    const grant = await grantOf(150_000);
    expect(await grantHolds(inbox, grant.grantId)).toEqual({ committed: 150_000 });
    await fallsDue(grant);
    expect(await stateOf(grant)).toEqual(['ready']);
    expect(await grantHolds(inbox, grant.grantId)).toEqual({ promised: 150_000 });
    expect(await potHolds(inbox, pot.potId)).toMatchObject({ bank: 50_000, reserved: 150_000 });
    expect((await timeline(grant.grantId)).slice(-2)).toEqual(['instalment_fell_due', 'payment_became_ready']);
  });

  test('waits without cash, says so, and becomes ready by itself when money arrives', async () => {
    const grant = await grantOf(150_000);
    await fallsDue(grant);
    expect(await stateOf(grant)).toEqual(['waiting_for_cash']);
    expect((await timeline(grant.grantId)).at(-1)).toBe('payment_waits_for_cash');
    await cashArrives(inbox, organisation, pot, 149_999);
    expect(await stateOf(grant)).toEqual(['waiting_for_cash']);
    await cashArrives(inbox, organisation, pot, 1);
    expect(await stateOf(grant)).toEqual(['ready']);
    expect(await potHolds(inbox, pot.potId)).toMatchObject({ bank: 0, reserved: 150_000 });
  });

  test('is not paid while a condition is open, and is when it is met', async () => {
    await cashArrives(inbox, organisation, pot, 200_000);
    const grant = await grantOf(150_000, { conditions: [{ wording: 'Open an account' }] });
    await fallsDue(grant);
    expect(await stateOf(grant)).toEqual(['scheduled']);
    expect(await lastBlockers(grant)).toEqual(['conditions', 'bank_details']); // it fell due as it was accepted
    await inbox.done(organisation.officer, 'meetCondition', grant.grantId, { conditionId: grant.conditionIds[0] });
    await fallsDue(grant);
    expect(await stateOf(grant)).toEqual(['ready']);
  });

  test('is not paid without bank details, asks for them, and is when they come', async () => {
    await cashArrives(inbox, organisation, pot, 200_000);
    const group = await aGroup(inbox, organisation);
    const grant = await anAward(inbox, { organisation, potId: pot.potId, group, askedPence: 150_000 });
    await inbox.done(group.applicant, 'acceptOffer', grant.grantId);
    await inbox.done(group.secretary, 'acceptOffer', grant.grantId);
    await fallsDue(grant);
    expect(await stateOf(grant)).toEqual(['scheduled']);
    expect(await lastBlockers(grant)).toEqual(['bank_details']);
    expect(
      await inbox.look('select distinct person_id from outbox where template = $1 and subject_id = $2', [
        'bank-details-wanted',
        grant.grantId,
      ]),
    ).toHaveLength(3);
    await inbox.done(group.applicant, 'giveBankDetails', grant.grantId, someBankDetails('The group'));
    await fallsDue(grant);
    expect(await stateOf(grant)).toEqual(['ready']);
  });

  test('wants no bank details of a group that gave them with an earlier grant, and takes its newest', async () => {
    const group = await aGroup(inbox, organisation);
    const grants: string[] = [];
    for (const askedPence of [60_000, 50_000]) {
      const { grantId } = await anAward(inbox, { organisation, potId: pot.potId, group, askedPence });
      await inbox.done(group.applicant, 'acceptOffer', grantId);
      await inbox.done(group.secretary, 'acceptOffer', grantId);
      grants.push(grantId);
    }
    const told = async (grantId: string | undefined) => {
      const { status, award } = await reads.as(group.applicant, 'getGrant', { id: String(grantId) });
      return [status.name, award.bankAccount?.version ?? null];
    };
    const [first, second] = grants;
    expect(await told(second)).toEqual(['details_wanted', null]);
    await inbox.done(group.applicant, 'giveBankDetails', String(first), someBankDetails('The group'));
    expect([await told(first), await told(second)]).toEqual([
      [expect.not.stringMatching('details_wanted'), 1],
      [expect.not.stringMatching('details_wanted'), 1],
    ]);
    await inbox.done(group.applicant, 'giveBankDetails', String(second), someBankDetails('The group'));
    expect((await told(first))[1]).toBe(2);
  });

  test('is paid once, though bank details of two grants of a group let it go twice', async () => {
    await cashArrives(inbox, organisation, pot, 200_000);
    const group = await aGroup(inbox, organisation);
    const grants: { grantId: string }[] = [];
    for (const askedPence of [60_000, 50_000]) {
      const grant = await anAward(inbox, { organisation, potId: pot.potId, group, askedPence });
      await inbox.done(group.applicant, 'acceptOffer', grant.grantId);
      await inbox.done(group.secretary, 'acceptOffer', grant.grantId);
      await fallsDue(grant);
      grants.push(grant);
    }
    for (const { grantId } of grants) {
      await inbox.done(group.applicant, 'giveBankDetails', grantId, someBankDetails('The group'));
    }
    for (const grant of grants) await fallsDue(grant);
    await inbox.deliverFollowUps();
    for (const [place, promised] of [60_000, 50_000].entries()) {
      const grant = grants[place]!;
      expect(await stateOf(grant)).toEqual(['ready']);
      expect(await grantHolds(inbox, grant.grantId)).toEqual({ promised });
      expect((await timeline(grant.grantId)).filter((type) => type === 'payment_became_ready')).toHaveLength(1);
    }
    expect(inbox.failures).toEqual([]);
    const asked = await inbox.look<{ times: number }>(
      "select count(*)::int as times from event where type = 'instalment_fell_due' and grant_id = any($1) group by grant_id",
      [grants.map(({ grantId }) => grantId)],
    );
    expect(Math.max(...asked.map(({ times }) => times))).toBeGreaterThan(2); // once in vain, once paid, and once more
  });

  test('is asked again for new bank details only where nothing else keeps it', async () => {
    const group = await aGroup(inbox, organisation);
    const grants: { grantId: string }[] = [];
    for (const conditions of [[{ wording: 'Adopt a safeguarding policy' }], []]) {
      const grant = await anAward(inbox, { organisation, potId: pot.potId, group, askedPence: 50_000, conditions });
      await inbox.done(group.applicant, 'acceptOffer', grant.grantId);
      await inbox.done(group.secretary, 'acceptOffer', grant.grantId);
      await fallsDue(grant);
      grants.push(grant);
    }
    const [conditional, other] = [grants[0]!, grants[1]!];
    await inbox.done(group.applicant, 'giveBankDetails', other.grantId, someBankDetails('The group'));
    await inbox.deliverFollowUps();
    expect((await timeline(conditional.grantId)).filter((type) => type === 'instalment_fell_due')).toHaveLength(1);
  });

  async function lastBlockers({ grantId }: { grantId: string }): Promise<unknown> {
    const [event] = await inbox.look<{ after: { blockedBy: unknown } }>(
      "select after from event where grant_id = $1 and type = 'instalment_fell_due' order by sequence desc limit 1",
      [grantId],
    );
    return event?.after.blockedBy;
  }
});

describe('the queue for cash', () => {
  test('is by due date and then by scheduling; a smaller payment does not overtake', async () => {
    const large = await grantOf(200_000);
    const small = await grantOf(10_000);
    await fallsDue(large);
    await fallsDue(small);
    await cashArrives(inbox, organisation, pot, 150_000);
    expect([await stateOf(large), await stateOf(small)]).toEqual([['waiting_for_cash'], ['waiting_for_cash']]);
    await cashArrives(inbox, organisation, pot, 50_000);
    expect([await stateOf(large), await stateOf(small)]).toEqual([['ready'], ['waiting_for_cash']]);
  });

  test('keeps the place of a payment that is due, whoever is taken first', async () => {
    const first = await grantOf(200_000);
    const second = await grantOf(150_000);
    await cashArrives(inbox, organisation, pot, 200_000);
    await fallsDue(second);
    expect(await stateOf(second)).toEqual(['waiting_for_cash']);
    await fallsDue(first);
    expect([await stateOf(first), await stateOf(second)]).toEqual([['ready'], ['waiting_for_cash']]);
  });

  test('counts a payment once, also while cash is short for others that are due', async () => {
    const first = await grantOf(100_000);
    const second = await grantOf(40_000);
    const last = await grantOf(150_000);
    await cashArrives(inbox, organisation, pot, 250_000);
    for (const grant of [second, last, first]) await fallsDue(grant);
    expect([await stateOf(first), await stateOf(second), await stateOf(last)]).toEqual([
      ['ready'],
      ['ready'],
      ['waiting_for_cash'],
    ]);
    expect(await potHolds(inbox, pot.potId)).toMatchObject({ bank: 110_000, reserved: 140_000 });
    expect(inbox.failures).toEqual([]);
  });

  test('keeps no place for what is blocked', async () => {
    await grantOf(200_000, { conditions: [{ wording: 'Open an account' }] });
    const second = await grantOf(150_000);
    await cashArrives(inbox, organisation, pot, 200_000);
    await fallsDue(second);
    expect(await stateOf(second)).toEqual(['ready']);
  });

  test('passes over a grant on hold, and lets it back to its place when it is released', async () => {
    const held = await grantOf(200_000);
    const other = await grantOf(150_000);
    await fallsDue(held);
    await fallsDue(other);
    await inbox.done(organisation.manager, 'hold', held.grantId, { reason: 'A worry about the account.' });
    await cashArrives(inbox, organisation, pot, 350_000);
    expect([await stateOf(held), await stateOf(other)]).toEqual([['waiting_for_cash'], ['ready']]);
    await inbox.done(organisation.manager, 'release', held.grantId, {});
    expect(await stateOf(held)).toEqual(['ready']);
  });

  test('lets one go first when a manager says so with a reason, if the bank covers it, and whoever does so authorises no run of it', async () => {
    const { manager, officer, paymentMaker } = organisation;
    const [large, small, first] = [await grantOf(200_000), await grantOf(50_000), await grantOf(60_000)];
    for (const grant of [large, small, first]) await fallsDue(grant);
    await cashArrives(inbox, organisation, pot, 100_000);
    const idOf = async ({ grantId }: { grantId: string }) =>
      String((await inbox.look<{ id: string }>('select id from payment where grant_id = $1', [grantId]))[0]?.id);
    const overtakes = async (grant: { grantId: string }, paymentId: string, who = manager) =>
      inbox.send(who, 'overtakeQueue', grant.grantId, { paymentId, reason: 'Their hall has to be paid.' });
    expect((await overtakes(first, await idOf(first), officer)).refusal?.code).toBe('NOT_YOURS_TO_DO');
    expect((await overtakes(first, await idOf(small))).refusal).toMatchObject({
      code: 'PAYMENT_UNKNOWN',
      field: '/paymentId',
    });
    expect((await overtakes(large, await idOf(large))).refusal).toMatchObject({
      code: 'OVERTAKING_NOT_COVERED',
      facts: { bankPence: 100_000, amountPence: 200_000 },
    });
    expect((await overtakes(first, await idOf(first))).status).toBe('applied');
    expect([await stateOf(large), await stateOf(small), await stateOf(first)]).toEqual([
      ...[['waiting_for_cash'], ['waiting_for_cash'], ['ready']],
    ]);
    expect(await potHolds(inbox, pot.potId)).toMatchObject({ bank: 40_000, reserved: 60_000 });
    expect(
      await inbox.look(
        "select e.after ->> 'ahead' as ahead, e.audience, t.text from event e join event_text t on t.tenant_id = e.tenant_id and t.event_id = e.id where e.type = 'queue_overtaken' and e.grant_id = $1",
        [first.grantId],
      ),
    ).toEqual([{ ahead: '2', audience: 'staff', text: 'Their hall has to be paid.' }]);
    expect((await overtakes(first, await idOf(first))).refusal).toMatchObject({
      code: 'PAYMENT_NOT_WAITING',
      facts: { state: 'ready' },
    });
    // Whoever is connected to the group, or has helped to bring the payment about, is refused as segregation of duties says.
    await inbox.done(manager, 'connectToParty', small.group.partyId, { personId: manager.personId, kind: 'committee' });
    await cashArrives(inbox, organisation, pot, 10_000);
    expect((await overtakes(small, await idOf(small))).refusal?.code).toBe('CONNECTED_PERSON');
    const run = await inbox.done(paymentMaker, 'buildRun', null, { potId: pot.potId, name: 'First' });
    expect(run.result).toMatchObject({ totalPence: 60_000 });
    const duties = await inbox.look('select duty from duty where subject_id = $1 and person_id = $2', [
      first.grantId,
      manager.personId,
    ]);
    expect(duties).toContainEqual({ duty: 'moved payment ahead' });
  });

  test('is covered in order, however many fall due at once while money arrives', async () => {
    const grants: ActiveGrant[] = [];
    for (let count = 0; count < 6; count += 1) grants.push(await grantOf(100_000));
    const { manager } = organisation;
    const on = await today(inbox);
    const expected = { potId: pot.potId, amountPence: 150_000, expectedOn: on };
    const instalments = [
      await inbox.done(manager, 'expectInstalment', pot.fundId, expected),
      await inbox.done(manager, 'expectInstalment', pot.fundId, expected),
    ].map(({ result }) => ({ instalmentId: result?.['instalmentId'], receivedOn: on }));
    await Promise.all([
      ...grants.toReversed().map((grant) => fallsDue(grant)),
      ...instalments.map((body) => inbox.done(manager, 'recordInstalment', pot.fundId, body)),
    ]);
    const states: string[] = [];
    for (const grant of grants) states.push(...(await stateOf(grant)));
    expect(states).toEqual([
      ...['ready', 'ready', 'ready'],
      ...['waiting_for_cash', 'waiting_for_cash', 'waiting_for_cash'],
    ]);
  });
});

describe('a payment that the bank sends back', () => {
  test('waits for who makes payments, who are told once its group has given new details', async () => {
    await cashArrives(inbox, organisation, pot, 100_000);
    const grant = await grantOf(100_000);
    await fallsDue(grant);
    const { tenantId, paymentMaker } = organisation;
    const told = () =>
      inbox.look<{ person_id: string; waits: boolean }>(
        `select person_id, (facts ->> 'paymentWaits')::boolean as waits from outbox
         where template = 'bank-details-given' and subject_id = $1 order by sequence`,
        [grant.grantId],
      );
    const isTold = async (waits: boolean) =>
      (await told()).some((mail) => mail.person_id === paymentMaker.personId && mail.waits === waits);
    // While nothing came back, nothing waits for them.
    expect([await isTold(true), await isTold(false)]).toEqual([false, false]);
    const { runId, paymentIds } = await sentRun(inbox, organisation, pot.potId);
    const outcomes = [{ paymentId: paymentIds[0], outcome: 'returned', on: await today(inbox) }];
    await inbox.done(paymentMaker, 'recordOutcomes', runId, { outcomes });
    const elsewhere = await aPot(inbox, organisation, { budgetPence: 100 });
    const ofElsewhere = await aPerson(inbox, tenantId, 'Maker of another pot', [
      { role: 'payment_maker', potId: elsewhere.potId },
    ]);
    await inbox.done(grant.group.applicant, 'giveBankDetails', grant.grantId, someBankDetails('New'));
    expect(await isTold(true)).toBe(true);
    expect((await told()).map(({ person_id }) => person_id)).not.toContain(ofElsewhere.personId);
    // What came back is paid again, so that the other tests find the pot as it was.
    await inbox.done(paymentMaker, 'payAgain', grant.grantId, { paymentId: paymentIds[0] });
    await payAllReady(inbox, organisation, pot.potId);
    expect(await stateOf(grant)).toEqual(['settled']);
  });

  test('frees its cash for the others, and is paid again only to new bank details', async () => {
    await cashArrives(inbox, organisation, pot, 200_000);
    const grant = await grantOf(200_000);
    const waiting = await grantOf(150_000);
    await fallsDue(grant);
    await fallsDue(waiting);
    const { runId, paymentIds } = await sentRun(inbox, organisation, pot.potId);
    const [paymentId] = paymentIds;
    const again = () => inbox.send(organisation.paymentMaker, 'payAgain', grant.grantId, { paymentId });
    expect((await again()).refusal?.code).toBe('PAYMENT_NOT_RETURNED');

    const outcomes = [{ paymentId, outcome: 'returned', on: await today(inbox) }];
    const told = await inbox.done(organisation.paymentMaker, 'recordOutcomes', runId, { outcomes });
    expect(told.result).toEqual({ becameReady: 1 });
    expect([await stateOf(grant), await stateOf(waiting)]).toEqual([['returned'], ['ready']]);
    expect(await grantHolds(inbox, grant.grantId)).toEqual({ promised: 200_000 });
    expect(await potHolds(inbox, pot.potId)).toMatchObject({ bank: 50_000, reserved: 150_000, in_transit: 0 });
    expect((await again()).refusal?.code).toBe('BANK_DETAILS_UNCHANGED');
    expect(
      (await inbox.send(organisation.paymentMaker, 'payAgain', grant.grantId, { paymentId: waiting.paymentIds[0] }))
        .refusal?.code,
    ).toBe('PAYMENT_UNKNOWN');

    const given = await inbox.done(grant.group.applicant, 'giveBankDetails', grant.grantId, someBankDetails('New'));
    expect((await again()).status).toBe('applied');
    expect(await stateOf(grant)).toEqual(['waiting_for_cash']);
    await cashArrives(inbox, organisation, pot, 150_000);
    await payAllReady(inbox, organisation, pot.potId);
    expect([await stateOf(grant), await stateOf(waiting)]).toEqual([['settled'], ['settled']]);
    expect(await grantHolds(inbox, grant.grantId)).toEqual({ spent: 200_000 });
    const tries = await inbox.look(
      `select l.attempt, l.bank_account_id = $2 as to_new, s.outcome from payment_run_line l
       join settlement s on s.payment_id = l.payment_id and s.attempt = l.attempt where l.payment_id = $1 order by l.attempt`,
      [paymentId, given.result?.['bankAccountId']],
    );
    expect(tries).toEqual([
      { attempt: 1, to_new: false, outcome: 'returned' },
      { attempt: 2, to_new: true, outcome: 'settled' },
    ]);
  });
});

test('the last instalment dates the report, where the policy counts from it', async () => {
  const halves = [50, 50].map((sharePercent) => ({ sharePercent, dueAfter: 'PT0S' }));
  const policy = aPolicy({ instalments: halves, report: { from: 'last payment', dueAfter: 'P6M' } });
  pot = await aPot(inbox, organisation, { budgetPence: 2_000_000, policy });
  await cashArrives(inbox, organisation, pot, 200_000);
  const grant = await grantOf(100_001);
  const reportDue = async () =>
    (await inbox.look<{ due_at: Date | null }>('select due_at from report where grant_id = $1', [grant.grantId]))[0]
      ?.due_at;
  await fallsDue(grant);
  const { runId, paymentIds } = await sentRun(inbox, organisation, pot.potId);
  const on = await today(inbox);
  const settle = async (paymentId: string | undefined) => {
    const outcomes = [{ paymentId, outcome: 'settled', on }];
    await inbox.done(organisation.paymentMaker, 'recordOutcomes', runId, { outcomes });
    await inbox.deliverFollowUps();
  };
  await settle(paymentIds[0]);
  expect(await reportDue()).toBeNull();
  await settle(paymentIds[1]);
  expect(await reportDue()).not.toBeNull();
  expect(await grantHolds(inbox, grant.grantId)).toEqual({ spent: 100_001 });
});
