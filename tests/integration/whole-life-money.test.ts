import type { Party } from '../../src/cli/story/people';
import { addSomebody, created } from '../../src/cli/story/people';
import { dayFromNow } from '../../src/cli/story/stages';
import type { Person } from '../../src/cli/story/cast';
import { accepted, anEmployerOverHttp, aProviderOverHttp, bankDetailsGiven } from '../builders/over-http';
import { purchaseRules } from '../builders/policy';
import { aReport } from '../builders/report';
import type { Told } from '../support/front-door';
import { assertLedgerVerified } from '../support/ledger';
import { openWholeLives, untilOffered, untilRunning, type WholeLives } from '../support/whole-lives';

let lives: WholeLives;
let door: WholeLives['door'];
let staff: WholeLives['staff'];
let group: WholeLives['group'];
beforeAll(async () => {
  lives = await openWholeLives();
  ({ door, staff, group } = lives);
});
afterAll(() => lives.close());
afterEach(() => assertLedgerVerified(lives.engine.inbox));

const sums = async (potId: string): Promise<Told> => {
  const { canStillBeAwardedPence, bankBalancePence } = (await door.as(staff.manager, 'getPot', { id: potId })).money;
  return [canStillBeAwardedPence, bankBalancePence];
};
const paid =
  (place = 0) =>
  (grant: Told) =>
    grant.payments[place]?.state === 'settled';
const anHourFromNow = () => new Date(Date.now() + 3_600_000).toISOString();

test('conditions that are not met in time stop the money; one is given more time and met, one is waived', async () => {
  const pot = await lives.aPot({}, 1_000_000);
  const id = await lives.withThePanel(pot);
  const conditions = [
    { wording: 'Adopt a safeguarding policy', dueWithin: 'PT1S' },
    { wording: 'Insure your volunteers', dueWithin: 'PT1S' },
  ];
  const outcome = 'award_with_conditions';
  await door.as(staff.officer, 'decide', { id, body: { meetingId: null, outcome, conditions } });
  await accepted(door, id, group);
  await bankDetailsGiven(door, id, group);
  const failed = await lives.becomes(
    id,
    (grant) => grant.conditions.every(({ state }: Told) => state === 'failed'),
    'both conditions fail by themselves',
  );
  expect(failed.next).toMatchObject({ what: 'Decide about a condition that was not met', of: 'manager' });
  expect(failed.payments).toMatchObject([{ state: 'scheduled' }]);
  const [first, second] = failed.conditions;
  expect(await door.refusal(staff.officer, 'meetCondition', { id, body: { conditionId: first.id } })).toMatchObject({
    status: 422,
    code: 'CONDITION_NOT_OPEN',
    state: 'failed',
    errors: [{ pointer: '/conditionId' }],
  });

  const to = anHourFromNow();
  const reason = 'The committee meets tonight.';
  await door.as(staff.officer, 'extendDate', { id, body: { which: 'condition', about: first.id, to, reason } });
  const waived = { conditionId: second.id, reason: 'The hall’s insurer covers them.' };
  await door.as(staff.manager, 'waiveCondition', { id, body: waived });
  expect((await lives.grant(id, group.people[0])).next).toMatchObject({
    what: 'Meet the condition',
    of: 'group',
    by: to,
    why: expect.stringMatching(/^Before we can pay: Adopt a safeguarding policy\. We need this by /),
  });
  await door.as(staff.officer, 'meetCondition', { id, body: { conditionId: first.id } });
  const ready = await lives.becomes(id, ({ payments }) => payments[0].state === 'ready', 'the instalment is ready');
  expect(ready.next).toMatchObject({ what: 'Put it into a payment run', of: 'treasurer' });
  await lives.outcomes(await lives.sentRun(pot), 'settled');
  await lives.becomes(id, paid(), 'it is paid');
  // The account may be given before or after the conditions fail.
  const happened = (await lives.happened(id)).filter((one) => !/^(bank_details|instalment)_/.test(one));
  expect(happened).toEqual([
    ...untilRunning(group).slice(0, -1),
    'condition_failed by itself',
    'condition_failed by itself',
    `date_extended by Grants Officer: ${reason}`,
    `condition_waived by Fund Manager: ${waived.reason}`,
    'condition_met by Grants Officer',
    'payment_became_ready by itself',
    'payment_put_in_run by Payment Maker',
    'payment_authorised by Payment Authoriser',
    'payment_sent by Payment Maker',
    'payment_settled by Payment Maker',
  ]);
});

test('a hold stops payments and clocks, and only managers see why; a release lets them go on, later by as long', async () => {
  const pot = await lives.aPot({}, 1_000_000);
  const id = await lives.running(pot);
  await lives.becomes(id, ({ payments }) => payments[0].state === 'ready', 'ready');
  const before = await lives.grant(id);
  const reason = 'A parent has raised a worry about safeguarding.';
  await door.as(staff.manager, 'hold', { id, body: { reason } });
  const held = await lives.grant(id);
  expect(held).toMatchObject({ onHold: true, next: { what: 'Look at why it is on hold', of: 'manager' } });
  const { why } = (await lives.grant(id, group.people[0])).next;
  expect(why).toBe('This grant is on hold. Grants Officer will be in touch.');
  const run = { body: { potId: pot.potId, name: 'Payments' } };
  expect(await door.refusal(staff.paymentMaker, 'buildRun', run)).toMatchObject({ code: 'RUN_EMPTY' });
  const payment = { body: { ...run.body, paymentIds: [held.payments[0].id] } };
  expect(await door.refusal(staff.paymentMaker, 'buildRun', payment)).toMatchObject({
    status: 409,
    code: 'PAYMENT_ON_HOLD',
    errors: [{ pointer: '/paymentIds/0' }],
  });
  for (const who of [staff.officer, group.people[0]]) {
    const seen = await lives.happened(id, who);
    expect(seen.at(-1)).toBe('clocks_stopped by Fund Manager');
    expect(JSON.stringify(seen)).not.toContain('safeguarding');
  }
  expect(await lives.happened(id, staff.manager)).toContain(`put_on_hold by Fund Manager: ${reason}`);

  await door.as(staff.manager, 'release', { id, body: { reason: 'It was a misunderstanding.' } });
  const after = await lives.grant(id);
  expect(after).toMatchObject({ onHold: false, heldSince: null, next: before.next });
  // The report is due at 5pm of a day, and stays so.
  expect(Date.parse(after.report.dueAt)).toBeGreaterThan(Date.parse(before.report.dueAt));
  expect(after.report.dueAt).toMatch(/T1[67]:00:00\.000Z$/);
  await lives.outcomes(await lives.sentRun(pot), 'settled');
  await lives.becomes(id, paid(), 'it is paid');
});

test('a grant is ended early: what was not paid can be awarded again at once, what is asked back once it is in the bank', async () => {
  const halves = [
    { sharePercent: 50, dueAfter: 'PT0S' },
    { sharePercent: 50, dueAfter: 'P3M' },
  ];
  const pot = await lives.aPot({ instalments: halves }, 1_000_000);
  const id = await lives.running(pot, { askedPence: 200_000 });
  await lives.outcomes(await lives.sentRun(pot), 'settled');
  await lives.becomes(id, paid(), 'the first half is paid');
  expect(await sums(pot.potId)).toEqual([99_800_000, 900_000]);
  const reason = 'The group spent the first part on something else.';
  const end = (refundPence: number) => ({ id, body: { reason, refundPence } });
  expect(await door.refusal(staff.manager, 'terminate', end(100_001))).toMatchObject({
    status: 422,
    code: 'REFUND_OVER_PAID',
    paidPence: 100_000,
  });
  const ended = await door.as(staff.manager, 'terminate', end(60_000));
  expect(ended.result).toEqual({ givenBackPence: 100_000, refundDuePence: 60_000 });
  expect(await sums(pot.potId)).toEqual([99_900_000, 900_000]);
  const grant = await lives.grant(id, group.people[0]);
  expect(grant).toMatchObject({ stage: 'terminated', final: false, money: { refundDuePence: 60_000 } });
  expect(grant.next).toMatchObject({ what: 'Return £600', of: 'group', by: grant.refunds[0].dueAt });

  const received = { amountPence: 60_000, receivedOn: dayFromNow(0) };
  await door.as(staff.paymentMaker, 'recordRefund', { id, body: received });
  expect(await sums(pot.potId)).toEqual([99_960_000, 960_000]);
  const over = await lives.grant(id);
  expect(over).toMatchObject({ stage: 'terminated', final: true, next: { what: 'Nothing more', of: 'nobody' } });
  expect(over.money).toMatchObject({ paidPence: 100_000, refundedPence: 60_000, refundDuePence: 0 });
  expect((await lives.happened(id)).slice(-3)).toEqual([
    `grant_terminated by Fund Manager: ${reason}`,
    'payment_cancelled by Fund Manager',
    'refund_received by Payment Maker',
  ]);
});

test('a report is reminded of, overdue, handed in, queried, answered and accepted; of the leftover some comes back and the rest is written off', async () => {
  const report = { dueAfter: 'PT3S', remindBefore: ['PT2S', 'PT1S'], remindAfter: ['PT1S'] };
  const pot = await lives.aPot({ report }, 1_000_000);
  const id = await lives.running(pot);
  await lives.outcomes(await lives.sentRun(pot), 'settled');
  const overdue = await lives.becomes(id, (grant) => grant.report.state === 'overdue', 'the report is overdue');
  expect(overdue.next).toMatchObject({ what: 'Send the report', of: 'group', by: overdue.report.dueAt });
  expect(overdue.next.why).toBe('The report is less than a day late.');
  await door.until(
    staff.officer,
    'getGrantTimeline',
    { id },
    ({ items }) => items[0].type === 'report_reminded',
    'reminded once more',
  );

  const [chair] = group.people;
  const handIn = (spentPence: number, achieved?: number) =>
    door.as(chair, 'submitReport', { id, body: aReport(spentPence, achieved) });
  await handIn(88_000);
  expect((await lives.grant(id)).next).toMatchObject({ what: 'Read the report', of: 'officer' });
  const question = 'How many came to both sessions?';
  await door.as(staff.officer, 'queryReport', { id, body: { question } });
  const queried = await lives.grant(id);
  expect(queried.next).toMatchObject({
    what: 'Answer the question about the report',
    of: 'group',
    by: queried.report.dueAt,
  });
  await handIn(88_000, 11);
  const accepting = await door.as(staff.officer, 'acceptReport', { id });
  expect(accepting.result).toEqual({ givenBackPence: 0, refundDuePence: 12_000, keptPence: 0 });
  expect((await lives.grant(id)).next).toMatchObject({ what: 'Return £120', of: 'group' });
  expect(await sums(pot.potId)).toEqual([99_900_000, 900_000]);

  const part = { amountPence: 7_000, receivedOn: dayFromNow(0) };
  const refunded = await door.as(staff.paymentMaker, 'recordRefund', { id, body: part });
  expect(refunded.result).toMatchObject({ amountPence: 7_000, stillDuePence: 5_000 });
  expect(await sums(pot.potId)).toEqual([99_907_000, 907_000]);
  expect((await lives.grant(id)).next).toMatchObject({ what: 'Return £50' });
  const reason = 'The group has dissolved.';
  await door.as(staff.manager, 'writeOffRefund', { id, body: { reason } });
  const closed = await lives.becomes(id, ({ stage }) => stage === 'closed', 'it closes by itself');
  expect(closed).toMatchObject({ final: true, dates: [], next: { what: 'Nothing more', of: 'nobody', by: null } });
  expect(closed.money).toMatchObject({
    paidPence: 100_000,
    refundedPence: 7_000,
    writtenOffPence: 5_000,
    refundDuePence: 0,
    leftPence: 0,
  });
  const happened = await lives.happened(id);
  expect(happened.filter((one) => /^(report|refund|grant)_/.test(one))).toEqual([
    'report_fell_due by itself',
    'report_reminded by itself',
    'report_overdue by itself',
    'report_reminded by itself',
    `report_submitted by ${chair.name}`,
    `report_queried by Grants Officer: ${question}`,
    `report_submitted by ${chair.name}`,
    'report_accepted by Grants Officer',
    'refund_received by Payment Maker',
    `refund_written_off by Fund Manager: ${reason}`,
    'grant_closed by itself',
  ]);
});

test('what the bank sends back is paid again to another account; what it says nothing of is left alone until it does', async () => {
  const pot = await lives.aPot({}, 1_000_000);
  const id = await lives.running(pot);
  const first = await lives.sentRun(pot);
  await lives.outcomes(first, 'unknown');
  const unknown = await lives.grant(id);
  expect(unknown.next).toMatchObject({ what: 'Look at the bank statement', of: 'treasurer' });
  expect(unknown.payments).toMatchObject([{ state: 'unknown', attempt: 1 }]);
  expect(await door.as(staff.paymentMaker, 'getPaymentRun', { id: first.id })).toMatchObject({ state: 'sent' });
  const again = { id, body: { paymentId: first.paymentIds[0] } };
  expect(await door.refusal(staff.paymentMaker, 'payAgain', again)).toMatchObject({
    status: 409,
    code: 'PAYMENT_NOT_RETURNED',
    state: 'unknown',
  });
  expect(await sums(pot.potId)).toEqual([99_900_000, 1_000_000]);

  await lives.outcomes(first, 'returned');
  expect(await door.as(staff.paymentMaker, 'getPaymentRun', { id: first.id })).toMatchObject({ state: 'reconciled' });
  expect((await lives.grant(id, group.people[0])).next).toMatchObject({
    what: 'Check the bank details',
    of: 'group',
    why: 'Your bank sent £1,000 back. Check your bank details.',
  });
  expect(await door.refusal(staff.paymentMaker, 'payAgain', again)).toMatchObject({ code: 'BANK_DETAILS_UNCHANGED' });
  await bankDetailsGiven(door, id, group, 1);
  expect((await lives.grant(id, group.people[0])).next).toMatchObject({ what: 'Pay again', of: 'treasurer' });
  await door.as(staff.paymentMaker, 'payAgain', again);
  const second = await lives.sentRun(pot);
  expect(second.paymentIds).toEqual(first.paymentIds);
  await lives.outcomes(second, 'settled');
  const grant = await lives.becomes(id, paid(), 'it is paid');
  expect(grant.payments).toMatchObject([{ attempt: 2, run: { id: second.id }, settledOn: dayFromNow(0) }]);
  expect(await sums(pot.potId)).toEqual([99_900_000, 900_000]);
  const happened = await lives.happened(id);
  expect(happened.slice(happened.indexOf('payment_sent by Payment Maker'))).toEqual([
    'payment_sent by Payment Maker',
    'payment_outcome_unknown by Payment Maker',
    'payment_returned by Payment Maker',
    `bank_details_given by ${group.people[2].name}`,
    'payment_queued_again by Payment Maker',
    'payment_became_ready by Payment Maker',
    'payment_put_in_run by Payment Maker',
    'payment_authorised by Payment Authoriser',
    'payment_sent by Payment Maker',
    'payment_settled by Payment Maker',
  ]);
});

test('a payment run that is given up leaves its payments ready for the next', async () => {
  const pot = await lives.aPot({}, 1_000_000);
  const id = await lives.running(pot);
  await lives.becomes(id, ({ payments }) => payments[0].state === 'ready', 'ready');
  const runId = await created(door.api, staff.paymentMaker, 'buildRun', { potId: pot.potId, name: 'Too early' });
  await door.as(staff.paymentMaker, 'requestAuthorisation', { id: runId });
  expect((await lives.grant(id)).next).toMatchObject({ what: 'Have the payment run authorised', of: 'treasurer' });
  const reason = 'Built a day too early.';
  await door.as(staff.paymentAuthoriser, 'cancelRun', { id: runId, body: { reason } });
  expect(await door.as(staff.paymentMaker, 'getPaymentRun', { id: runId })).toMatchObject({
    state: 'cancelled',
    final: true,
    payments: [{ state: 'ready' }], // what it held
  });
  const { items } = await door.as(staff.paymentMaker, 'getPaymentRunTimeline', { id: runId });
  expect(items[0]).toMatchObject({
    type: 'payment_run_cancelled',
    actor: { name: 'Payment Authoriser' },
    text: reason,
  });
  expect((await lives.grant(id)).next).toMatchObject({ what: 'Put it into a payment run', of: 'treasurer' });
  await lives.outcomes(await lives.sentRun(pot), 'settled');
  await lives.becomes(id, paid(), 'it is paid');
  expect(await lives.happened(id)).toEqual(
    expect.arrayContaining([...untilOffered(group), 'payment_taken_out_of_run by Payment Authoriser']),
  );
});

describe('purchases from a budget', () => {
  const bought = { potId: '', grantId: '' };
  let employer: Party;
  let provider: Party;
  let holder: Person;
  beforeAll(async () => {
    const pot = await lives.aPot({ purchases: { ...purchaseRules, payAfterInvoice: 'PT0S' } }, 1_000_000);
    employer = await anEmployerOverHttp(door, staff, 'Croydon Women’s Court');
    provider = await aProviderOverHttp(door, staff, 'Family Support');
    const role = { role: 'budget_holder', partyId: employer.id, ownLimitPence: 5_000 };
    holder = await addSomebody(door.api, staff, 'Court worker', 'court.worker@example.org', role);
    const id = await lives.offered(pot, { party: employer, askedPence: 200_000 });
    await accepted(door, id, employer);
    Object.assign(bought, { potId: pot.potId, grantId: id });
  });

  const order = async (pricePence: number): Promise<string> => {
    const need = { grantId: bought.grantId, providerId: provider.id, service: 'Counselling', pricePence };
    const id = await created(door.api, holder, 'requestPurchase', { ...need, clientReference: 'WC-1047' });
    await door.as(holder, 'orderPurchase', { id });
    return id;
  };
  const left = async (): Promise<readonly number[]> => {
    const { leftPence, promisedPence, paidPence } = (await lives.grant(bought.grantId, holder)).money;
    return [leftPence, promisedPence, paidPence];
  };
  const happenedTo = async (id: string): Promise<readonly string[]> => {
    const { items } = await door.as(holder, 'getPurchaseTimeline', { id, query: { sort: 'oldest' } });
    return items.map(({ type, actor, text }: Told) =>
      [type, actor?.name ?? 'itself', ...(text === null ? [] : [text])].join(' | '),
    );
  };

  test('one that is disputed is paid by its corrected invoice, and the difference is back in the budget', async () => {
    const id = await order(4_000);
    expect(await left()).toEqual([196_000, 4_000, 0]);
    await door.as(provider.people[0], 'acceptOrder', { id });
    await door.as(holder, 'recordDelivery', { id, body: { deliveredOn: dayFromNow(0) } });
    const invoice = (invoicePence: number) => ({
      id,
      body: { invoiceNumber: '2026-1', invoicePence, invoicedOn: dayFromNow(0) },
    });
    await door.as(provider.people[0], 'recordInvoice', invoice(4_100));
    expect(await door.refusal(staff.officer, 'matchInvoice', { id })).toMatchObject({
      status: 409,
      code: 'INVOICE_DIFFERS',
      invoicePence: 4_100,
      pricePence: 4_000,
    });
    const reason = 'Five sessions were held, and six are on the invoice.';
    await door.as(holder, 'disputePurchase', { id, body: { reason } });
    expect(await left()).toEqual([196_000, 4_000, 0]);
    await door.as(provider.people[0], 'recordInvoice', invoice(3_500));
    await door.as(staff.officer, 'matchInvoice', { id });
    expect(await left()).toEqual([196_500, 3_500, 0]);
    await lives.outcomes(await lives.sentRun({ fundId: '', potId: bought.potId }), 'settled');
    await door.until(holder, 'getPurchase', { id }, ({ state }) => state === 'closed', 'it is paid and closes');
    expect(await left()).toEqual([196_500, 0, 3_500]);
    const counsellor = provider.people[0].name;
    expect(await happenedTo(id)).toEqual([
      'purchase_requested | Court worker',
      'purchase_ordered | Court worker',
      `order_accepted | ${counsellor}`,
      'service_delivered | Court worker',
      `invoice_received | ${counsellor}`,
      `purchase_disputed | Court worker | ${reason}`,
      `invoice_received | ${counsellor}`,
      'invoice_matched | Grants Officer',
      'purchase_payment_fell_due | itself',
      'payment_became_ready | itself',
      'payment_put_in_run | Payment Maker',
      'payment_authorised | Payment Authoriser',
      'payment_sent | Payment Maker',
      'payment_settled | Payment Maker',
      'purchase_paid | itself',
      'purchase_closed | itself',
    ]);
  });

  test('of one that its provider declines, or that is cancelled, the whole price is back in the budget', async () => {
    const [leftBefore, , paidBefore] = await left();
    const [declined, cancelled] = [await order(5_000), await order(4_500)];
    expect(await left()).toEqual([leftBefore! - 9_500, 9_500, paidBefore]);
    await door.as(provider.people[0], 'declineOrder', { id: declined, body: { reason: 'No room before January.' } });
    expect(await left()).toEqual([leftBefore! - 4_500, 4_500, paidBefore]);
    await door.as(provider.people[0], 'acceptOrder', { id: cancelled });
    await door.as(staff.manager, 'cancelPurchase', { id: cancelled, body: { reason: 'She has moved away.' } });
    expect(await left()).toEqual([leftBefore, 0, paidBefore]);
    expect((await happenedTo(declined)).at(-1)).toBe(
      `order_declined | ${provider.people[0].name} | No room before January.`,
    );
    expect((await happenedTo(cancelled)).at(-1)).toBe('purchase_cancelled | Fund Manager | She has moved away.');
    for (const id of [declined, cancelled])
      expect(await door.as(holder, 'getPurchase', { id })).toMatchObject({ final: true, allowed: [], payment: null });
  });

  test('one over her own limit waits for somebody else, who may refuse; more than is left cannot be asked for', async () => {
    const [leftBefore] = await left();
    const need = {
      grantId: bought.grantId,
      providerId: provider.id,
      service: 'Counselling',
      clientReference: 'WC-1048',
    };
    expect(
      await door.refusal(holder, 'requestPurchase', { body: { ...need, pricePence: leftBefore! + 1 } }),
    ).toMatchObject({ code: 'PURCHASE_OVER_BUDGET', leftPence: leftBefore });
    const id = await created(door.api, holder, 'requestPurchase', { ...need, pricePence: 5_001 });
    expect((await left()).slice(0, 2)).toEqual([leftBefore, 0]);
    expect(await door.refusal(holder, 'orderPurchase', { id })).toMatchObject({
      status: 409,
      code: 'TRANSITION_NOT_ALLOWED',
      state: 'requested',
      allowed: ['cancelPurchase'],
    });
    const reason = 'The same is free at the centre.';
    await door.as(staff.officer, 'refusePurchase', { id, body: { reason } });
    expect((await happenedTo(id)).at(-1)).toBe(`purchase_refused | Grants Officer | ${reason}`);
    expect((await left()).slice(0, 2)).toEqual([leftBefore, 0]);
  });
});
