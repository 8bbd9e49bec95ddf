import { aGroup, anEmployer, aProvider } from '../builders/group';
import { anActiveBudget, anActiveGrant, type ActiveGrant, type ActiveGrantFacts } from '../builders/active-grant';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { cashArrives, payAllReady, sentRun, today } from '../builders/paying';
import { aPolicy, purchaseRules, type PolicyOverrides } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { aReport } from '../builders/report';
import { testSeal } from '../support/seal';
import { assertLedgerVerified } from '../support/ledger';
import { openInbox, type Inbox } from '../support/inbox';
import { held, mailsOf, rowOf, timelineOf } from '../support/grant-rows';

let inbox: Inbox;
let organisation: Organisation;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
});
afterAll(async () => {
  await inbox.close();
});

const bringUp = (grantId: string) => inbox.applyDueNow(organisation.tenantId, 'grant', grantId);

/** A pot of its own with cash, whose grants are due at once: 60 percent now, the rest after two months. */
async function aFundedPot(
  cashPence: number,
  overrides: PolicyOverrides = {},
  facts: { spendBy?: string } = {},
): Promise<Pot> {
  const instalments = [
    { sharePercent: 60, dueAfter: 'PT0S' },
    { sharePercent: 40, dueAfter: 'P60D' },
  ];
  const pot = await aPot(inbox, organisation, {
    budgetPence: 1_000_000,
    policy: aPolicy({ instalments, ...overrides }),
    ...facts,
  });
  if (cashPence > 0) await cashArrives(inbox, organisation, pot, cashPence);
  return pot;
}

async function aGrant(pot: Pot, facts: Partial<ActiveGrantFacts> = {}): Promise<ActiveGrant> {
  const group = await aGroup(inbox, organisation);
  return anActiveGrant(inbox, { organisation, potId: pot.potId, askedPence: 100_000, ...facts, group });
}

/** A grant of £1,000 of which £600 is paid. */
async function aPaidGrant(pot: Pot): Promise<ActiveGrant> {
  const grant = await aGrant(pot);
  await bringUp(grant.grantId);
  await payAllReady(inbox, organisation, pot.potId);
  return grant;
}

async function reportOf(grantId: string) {
  const [row] = await inbox.look<{
    state: string;
    due_at: Date | null;
    spent_pence: number | null;
    kept_pence: number | null;
  }>('select state, due_at, spent_pence::int, kept_pence::int from report where grant_id = $1', [grantId]);
  return row!;
}

async function refundsOf(grantId: string) {
  return inbox.look<{ amount: number; state: string }>(
    'select amount_pence::int as amount, state from refund where grant_id = $1 order by amount_pence',
    [grantId],
  );
}

const budgetOf = async ({ potId }: Pot, grantId: string) => ({
  available: await held(inbox, `budget/available/pot/${potId}`),
  committed: await held(inbox, `budget/committed/grant/${grantId}`),
  promised: await held(inbox, `budget/promised/grant/${grantId}`),
  spent: await held(inbox, `budget/spent/grant/${grantId}`),
  refundDue: await held(inbox, `budget/refund_due/grant/${grantId}`),
});

describe('the report of a grant', () => {
  it('falls due, is reminded, becomes overdue, is handed in late, left lying, asked about, left unanswered, and accepted', async () => {
    const pot = await aFundedPot(100_000);
    const { grantId, group } = await aPaidGrant(pot);
    const { officer } = organisation;
    const step = async () => {
      const next = (await bringUp(grantId)).next[0];
      await inbox.moveClockTo(next!.at);
      await bringUp(grantId);
      return [next!.command, (await reportOf(grantId)).state];
    };
    expect(await step()).toEqual(['payInstalment', 'not_due']);
    expect(await step()).toEqual(['reportFallsDue', 'due']);
    expect(await step()).toEqual(['remindReport', 'due']);
    expect(await step()).toEqual(['reportOverdue', 'overdue']);
    expect(await step()).toEqual(['remindReport', 'overdue']);
    expect(await mailsOf(inbox, grantId, 'report-wanted')).toHaveLength(3);
    expect(await mailsOf(inbox, grantId, 'report-due-soon')).toHaveLength(3);
    expect(await mailsOf(inbox, grantId, 'report-overdue')).toContain(officer.personId);
    expect(await mailsOf(inbox, grantId, 'report-still-wanted')).toHaveLength(3);

    const early = await inbox.send(officer, 'acceptReport', grantId);
    expect(early.refusal).toMatchObject({ code: 'REPORT_NOT_HANDED_IN', facts: { state: 'overdue' } });
    expect((await inbox.send(officer, 'queryReport', grantId, { question: 'Well?' })).refusal?.code).toBe(
      'REPORT_NOT_HANDED_IN',
    );
    expect(
      (await inbox.send(group.applicant, 'submitReport', grantId, { ...aReport(60_000, 9), answer: 'Yes.' })).refusal,
    ).toMatchObject({ code: 'REPORT_NOTHING_ASKED' });
    await inbox.done(group.applicant, 'submitReport', grantId, aReport(60_000, 9));
    expect((await inbox.send(group.applicant, 'submitReport', grantId, aReport(60_000))).refusal?.code).toBe(
      'REPORT_HANDED_IN',
    );
    expect(await step()).toEqual(['chaseReading', 'submitted']);
    expect(await mailsOf(inbox, grantId, 'report-to-read')).toEqual([officer.personId]);

    await inbox.done(officer, 'queryReport', grantId, { question: 'How many came to both?' });
    expect((await reportOf(grantId)).state).toBe('queried');
    expect(await step()).toEqual(['reportOverdue', 'overdue']);
    // Late too, the question waits for an answer.
    expect((await inbox.send(group.secretary, 'submitReport', grantId, aReport(60_000, 9))).refusal).toMatchObject({
      code: 'REPORT_QUESTION_UNANSWERED',
      field: '/answer',
    });
    await inbox.done(group.secretary, 'submitReport', grantId, { ...aReport(60_000, 10), answer: 'Ten to both.' });
    const [content] = await inbox.look<{ achieved: number; answer: string }>(
      `select (content #>> '{outputs,0,achieved}')::int as achieved, content ->> 'answer' as answer
       from report_content where grant_id = $1`,
      [grantId],
    );
    expect(content).toEqual({ achieved: 10, answer: 'Ten to both.' });

    const accepted = await inbox.done(officer, 'acceptReport', grantId);
    expect(accepted).toMatchObject({
      result: { givenBackPence: 40_000, refundDuePence: 0, keptPence: 0 },
      standing: { phase: 'over', final: true, next: [] },
    });
    expect(await reportOf(grantId)).toMatchObject({ state: 'accepted', spent_pence: 60_000, kept_pence: 0 });
    const { stage, ended_at, came_back_pence } = await rowOf(inbox, grantId);
    expect({ stage, came_back_pence, ended: ended_at !== null }).toEqual({
      stage: 'closed',
      came_back_pence: 40_000,
      ended: true,
    });
    expect(await budgetOf(pot, grantId)).toEqual({
      available: 940_000,
      committed: 0,
      promised: 0,
      spent: 60_000,
      refundDue: 0,
    });
    expect(await held(inbox, `cash/bank/pot/${pot.potId}`)).toBe(40_000); // what was reserved for the second part is free again
    expect(await held(inbox, `cash/reserved/pot/${pot.potId}`)).toBe(0);
    expect((await timelineOf(inbox, grantId)).slice(-2)).toEqual(
      expect.arrayContaining(['payment_cancelled', 'report_accepted']),
    );
    await assertLedgerVerified(inbox);
  });

  it('is handed in before it is due, and tells of no more than was paid', async () => {
    const pot = await aFundedPot(100_000);
    const { grantId, group } = await aPaidGrant(pot);
    const over = await inbox.send(group.applicant, 'submitReport', grantId, aReport(60_001));
    expect(over.refusal).toMatchObject({ code: 'SPENT_MORE_THAN_PAID', facts: { paidPence: 60_000 } });
    const empty = await inbox.send(group.applicant, 'submitReport', grantId, {
      ...aReport(60_000),
      outputs: [],
      lessons: ' ',
    });
    expect([empty.refusal, ...(empty.refusal?.also ?? [])].map((one) => one?.code)).toEqual([
      'OUTPUT_NOT_REPORTED',
      'LESSONS_MISSING',
    ]);

    const handedIn = await inbox.done(group.applicant, 'submitReport', grantId, aReport(58_000));
    expect(handedIn.standing.next.map(({ command }) => command)).toEqual(['chaseReading', 'payInstalment']);
    const accepted = await inbox.done(organisation.officer, 'acceptReport', grantId);
    expect(accepted.result).toEqual({ givenBackPence: 40_000, refundDuePence: 0, keptPence: 2_000 });
    expect(await reportOf(grantId)).toMatchObject({ state: 'accepted', kept_pence: 2_000 });
    expect(await rowOf(inbox, grantId)).toMatchObject({ stage: 'closed', came_back_pence: 40_000 });
    await assertLedgerVerified(inbox);
  });

  it('is accepted by nobody who wrote it or is connected to the group', async () => {
    const pot = await aFundedPot(100_000);
    const { grantId, group } = await aPaidGrant(pot);
    const { secondOfficer, officer, manager } = organisation;
    await inbox.done(group.applicant, 'submitReport', grantId, aReport(60_000));
    await inbox.done(manager, 'connectToParty', group.partyId, { personId: secondOfficer.personId, kind: 'family' });
    expect((await inbox.send(secondOfficer, 'acceptReport', grantId)).refusal?.code).toBe('CONNECTED_PERSON');
    expect((await inbox.send(group.applicant, 'acceptReport', grantId)).refusal?.code).toBe('NOT_YOURS_TO_DO');
    await inbox.done(manager, 'grantRole', group.applicant.personId, { role: 'grants_officer' });
    expect((await inbox.send(group.applicant, 'acceptReport', grantId)).refusal?.code).toBe('SAME_PERSON');
    await inbox.done(officer, 'acceptReport', grantId);
  });

  it('waits for payments that are in a run or at the bank', async () => {
    const pot = await aFundedPot(100_000);
    const { grantId, group, paymentIds } = await aGrant(pot);
    await bringUp(grantId);
    const { runId } = await sentRun(inbox, organisation, pot.potId);
    const waived = await inbox.send(organisation.manager, 'waiveReport', grantId, { reason: 'Nobody wants it.' });
    expect(waived.refusal?.code).toBe('PAYMENT_UNDER_WAY');
    await inbox.done(group.applicant, 'submitReport', grantId, aReport(0));
    const refused = await inbox.send(organisation.officer, 'acceptReport', grantId);
    expect(refused.refusal).toMatchObject({
      code: 'PAYMENT_UNDER_WAY',
      facts: { paymentId: paymentIds[0], state: 'sent' },
    });
    const terminated = await inbox.send(organisation.manager, 'terminate', grantId, { reason: 'It is over.' });
    expect(terminated.refusal?.code).toBe('PAYMENT_UNDER_WAY');

    const outcomes = [{ paymentId: paymentIds[0], outcome: 'returned', on: await today(inbox) }];
    await inbox.done(organisation.paymentMaker, 'recordOutcomes', runId, { outcomes });
    const accepted = await inbox.done(organisation.officer, 'acceptReport', grantId);
    expect(accepted.result).toEqual({ givenBackPence: 100_000, refundDuePence: 0, keptPence: 0 });
    expect(await budgetOf(pot, grantId)).toEqual({
      available: 1_000_000,
      committed: 0,
      promised: 0,
      spent: 0,
      refundDue: 0,
    });
    expect(await held(inbox, `cash/bank/pot/${pot.potId}`)).toBe(100_000);
    await assertLedgerVerified(inbox);
  });

  it('gives the cash that it frees to whoever waits', async () => {
    const pot = await aFundedPot(60_000);
    const { grantId, group } = await aGrant(pot);
    await bringUp(grantId); // takes all the cash there is
    const other = await aGrant(pot, { askedPence: 50_000 });
    await bringUp(other.grantId);
    const stateOf = async (paymentId: string | undefined) =>
      (await inbox.look<{ state: string }>('select state from payment where id = $1', [paymentId]))[0]?.state;
    expect(await stateOf(other.paymentIds[0])).toBe('waiting_for_cash');

    await inbox.done(group.applicant, 'submitReport', grantId, aReport(0));
    await inbox.done(organisation.officer, 'acceptReport', grantId);
    expect(await stateOf(other.paymentIds[0])).toBe('ready');
    expect(await held(inbox, `cash/bank/pot/${pot.potId}`)).toBe(30_000);
    await assertLedgerVerified(inbox);
  });

  it('can be waived, unless it is being read; what was paid then counts as used', async () => {
    const pot = await aFundedPot(200_000);
    const { grantId, group } = await aPaidGrant(pot);
    const { manager, officer } = organisation;
    const reason = 'The group has dissolved.';
    expect((await inbox.send(officer, 'waiveReport', grantId, { reason })).refusal?.code).toBe('NOT_YOURS_TO_DO');
    await inbox.done(group.applicant, 'submitReport', grantId, aReport(50_000));
    expect((await inbox.send(manager, 'waiveReport', grantId, { reason })).refusal?.code).toBe('REPORT_HANDED_IN');
    await inbox.done(officer, 'queryReport', grantId, { question: 'Where are the receipts?' });
    const waived = await inbox.done(manager, 'waiveReport', grantId, { reason });
    expect(waived).toMatchObject({ result: { givenBackPence: 40_000, refundDuePence: 0 }, standing: { final: true } });
    expect(await reportOf(grantId)).toMatchObject({ state: 'waived' });
    expect((await budgetOf(pot, grantId)).spent).toBe(60_000);

    const another = await aPaidGrant(pot);
    await inbox.done(officer, 'connectToParty', another.group.partyId, {
      personId: manager.personId,
      kind: 'business',
    });
    expect((await inbox.send(manager, 'waiveReport', another.grantId, { reason })).refusal?.code).toBe(
      'CONNECTED_PERSON',
    );
    await assertLedgerVerified(inbox);
  });

  it('is counted from the last payment where the policy says so', async () => {
    const pot = await aFundedPot(100_000, {
      instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }],
      report: { from: 'last payment', dueAfter: 'P6M', remindBefore: [] },
    });
    const { grantId } = await aGrant(pot);
    expect((await reportOf(grantId)).due_at).toBeNull();
    await bringUp(grantId);
    await payAllReady(inbox, organisation, pot.potId);
    await inbox.deliverFollowUps();
    const { due_at } = await reportOf(grantId);
    expect(due_at).not.toBeNull();
    const { deadlines } = await rowOf(inbox, grantId);
    expect(deadlines).toMatchObject([{ name: 'report', at: due_at!.toISOString() }]);
    expect(deadlines[0]?.steps.slice(0, 2).map(({ command }) => command)).toEqual(['reportFallsDue', 'reportOverdue']);
    await inbox.moveClockTo(due_at!.toISOString());
    await bringUp(grantId);
    expect((await reportOf(grantId)).state).toBe('overdue');
  });

  it('that was handed in before the last payment gets no date from it', async () => {
    const pot = await aFundedPot(100_000, {
      instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }],
      report: { from: 'last payment', dueAfter: 'P6M', remindBefore: [] },
    });
    const { grantId, group } = await aGrant(pot);
    await inbox.done(group.applicant, 'submitReport', grantId, aReport(0));
    await bringUp(grantId);
    await payAllReady(inbox, organisation, pot.potId);
    await inbox.deliverFollowUps();
    expect(await reportOf(grantId)).toMatchObject({ state: 'submitted', due_at: null });
    expect((await rowOf(inbox, grantId)).deadlines.map(({ name }) => name)).toEqual(['reading']);
  });
});

describe('money that was paid and not used', () => {
  it('is asked back, comes in parts, covers who waits, can be awarded again, and then the grant closes by itself', async () => {
    const pot = await aFundedPot(60_000);
    const { grantId, group } = await aPaidGrant(pot);
    const other = await aGrant(pot, { askedPence: 30_000 });
    await bringUp(other.grantId); // £180 that waits for cash
    const { paymentMaker, officer } = organisation;
    const day = await today(inbox);
    expect(
      (await inbox.send(paymentMaker, 'recordRefund', grantId, { amountPence: 1, receivedOn: day })).refusal?.code,
    ).toBe('TRANSITION_NOT_ALLOWED');

    await inbox.done(group.applicant, 'submitReport', grantId, aReport(30_000));
    const accepted = await inbox.done(officer, 'acceptReport', grantId);
    expect(accepted).toMatchObject({
      result: { givenBackPence: 40_000, refundDuePence: 30_000, keptPence: 0 },
      standing: { phase: 'closing', final: false, next: [{ command: 'remindRefund' }, { command: 'remindRefund' }] },
    });
    expect(await budgetOf(pot, grantId)).toMatchObject({
      available: 910_000,
      spent: 30_000,
      refundDue: 30_000,
    });
    expect(await mailsOf(inbox, grantId, 'refund-asked')).toHaveLength(3);
    await inbox.moveClockTo(accepted.standing.next[0]!.at);
    await bringUp(grantId);
    expect(await mailsOf(inbox, grantId, 'refund-still-due')).toHaveLength(4);

    const receivedOn = await today(inbox);
    const send = (amountPence: number, on = receivedOn) =>
      inbox.send(paymentMaker, 'recordRefund', grantId, { amountPence, receivedOn: on });
    expect((await send(30_001)).refusal).toMatchObject({ code: 'REFUND_TOO_LARGE', facts: { duePence: 30_000 } });
    expect((await send(1, '2099-01-01')).refusal).toMatchObject({ code: 'DAY_IN_FUTURE', field: '/receivedOn' });
    expect(await send(20_000)).toMatchObject({
      status: 'applied',
      result: { stillDuePence: 10_000 },
      standing: { phase: 'closing' },
    });
    expect(await refundsOf(grantId)).toEqual([
      { amount: 10_000, state: 'due' },
      { amount: 20_000, state: 'received' },
    ]);
    const [waiting] = await inbox.look<{ state: string }>('select state from payment where id = $1', [
      other.paymentIds[0],
    ]);
    expect(waiting?.state).toBe('ready');
    expect(await held(inbox, `cash/bank/pot/${pot.potId}`)).toBe(2_000);

    const last = await send(10_000);
    expect(last.standing.next[0]?.command).toBe('closeGrant');
    expect(await bringUp(grantId)).toMatchObject({ phase: 'over', final: true });
    const { stage, came_back_pence, ended_at } = await rowOf(inbox, grantId);
    expect({ stage, came_back_pence, ended: ended_at !== null }).toEqual({
      stage: 'closed',
      came_back_pence: 70_000,
      ended: true,
    });
    expect(await budgetOf(pot, grantId)).toEqual({
      available: 940_000,
      committed: 0,
      promised: 0,
      spent: 30_000,
      refundDue: 0,
    });
    await assertLedgerVerified(inbox);
  });

  it('is owed to the funder once the fund may no longer spend it', async () => {
    const pot = await aFundedPot(60_000, {}, { spendBy: '2020-01-01' });
    const { grantId, group } = await aPaidGrant(pot);
    await inbox.done(group.applicant, 'submitReport', grantId, aReport(0));
    await inbox.done(organisation.officer, 'acceptReport', grantId);
    const { available } = await budgetOf(pot, grantId);
    await inbox.done(organisation.paymentMaker, 'recordRefund', grantId, {
      amountPence: 60_000,
      receivedOn: await today(inbox),
    });
    expect((await budgetOf(pot, grantId)).available).toBe(available);
    expect(await held(inbox, `budget/owed_to_funder/fund/${pot.fundId}`)).toBe(60_000);
    await assertLedgerVerified(inbox);
  });

  it('can be written off, by a manager who did not apply', async () => {
    const pot = await aFundedPot(60_000);
    const { grantId, group } = await aPaidGrant(pot);
    const { officer, manager } = organisation;
    await inbox.done(group.applicant, 'submitReport', grantId, aReport(10_000));
    await inbox.done(officer, 'acceptReport', grantId);
    const body = { reason: 'Nothing is left of the group.' };
    expect((await inbox.send(officer, 'writeOffRefund', grantId, body)).refusal?.code).toBe('NOT_YOURS_TO_DO');
    await inbox.done(manager, 'grantRole', group.applicant.personId, { role: 'fund_manager' });
    expect((await inbox.send(group.applicant, 'writeOffRefund', grantId, body)).refusal?.code).toBe('SAME_PERSON');
    await inbox.done(manager, 'writeOffRefund', grantId, body);
    expect(await refundsOf(grantId)).toEqual([{ amount: 50_000, state: 'written_off' }]);
    expect(await held(inbox, `budget/written_off/grant/${grantId}`)).toBe(50_000);
    const again = await inbox.send(manager, 'writeOffRefund', grantId, body);
    expect(again.refusal?.code).toBe('TRANSITION_NOT_ALLOWED'); // the grant closed before it was looked at
    expect((await rowOf(inbox, grantId)).stage).toBe('closed');
    await assertLedgerVerified(inbox);
  });
});

describe('the report of a budget that a budget holder bought from', () => {
  it('is hers to write; what she did not buy can be awarded again, and nothing is asked of her employer', async () => {
    const pot = await aPot(inbox, organisation, {
      budgetPence: 500_000,
      policy: aPolicy({ purchases: purchaseRules }),
    });
    await cashArrives(inbox, organisation, pot, 200_000);
    const employer = await anEmployer(inbox, organisation, { ownLimitPence: 10_000 });
    const provider = await aProvider(inbox, organisation);
    const { grantId } = await anActiveBudget(inbox, { organisation, potId: pot.potId, employer, askedPence: 200_000 });
    const { budgetHolder } = employer;
    const purchase = await inbox.done(budgetHolder, 'requestPurchase', null, {
      grantId,
      providerId: provider.partyId,
      service: 'Six sessions of counselling',
      clientReferenceSealed: testSeal.seal('WC-1047'),
      pricePence: 6_500,
    });
    const report = aReport(0);
    expect((await inbox.send(employer.applicant, 'submitReport', grantId, report)).refusal).toMatchObject({
      code: 'NOT_YOURS_TO_DO',
      facts: { needs: ['budget_holder'] },
    });
    await inbox.done(budgetHolder, 'submitReport', grantId, report);
    const early = await inbox.send(organisation.officer, 'acceptReport', grantId);
    expect(early.refusal).toMatchObject({ code: 'PURCHASES_OPEN', facts: { open: 1 } });
    await inbox.done(budgetHolder, 'cancelPurchase', purchase.subjectId, { reason: 'She has moved away.' });
    const accepted = await inbox.done(organisation.officer, 'acceptReport', grantId);
    expect(accepted.result).toEqual({ givenBackPence: 200_000, refundDuePence: 0, keptPence: 0 });
    expect((await budgetOf(pot, grantId)).available).toBe(500_000);
    await assertLedgerVerified(inbox);
  });
});
