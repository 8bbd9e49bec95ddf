import { expectedNext, statusOf } from '../../src/domain/expected-next/expected-next';
import type { GrantStanding, PaymentStanding } from '../../src/domain/expected-next/standing';
import { grantStages } from '../../src/domain/lives/grant-life';
import { pence } from '../../src/domain/money/money';
import { statusNames, statusOfStage, statusTold } from '../../src/domain/words/status';

const standing: GrantStanding = {
  stage: 'submitted',
  now: '2026-11-20T12:00:00.000Z',
  deadlines: [],
  since: '2026-11-03T12:00:00.000Z',
  reason: null,
  submittedAt: '2026-11-02T12:00:00.000Z',
  heldSince: null,
  pausedSince: null,
  questionOpen: false,
  askedPence: pence(193_500),
  ownerName: null,
  funderName: 'Home Office',
  closesAt: null,
  meetsAt: null,
  award: { awardedPence: pence(100_000), needsNewBudget: false, accepted: 0, signatories: 2, hasBankDetails: true },
  conditions: [],
  payments: [],
  report: null,
  refund: null,
};
const past = '2026-11-17T17:00:00.000Z';
const future = '2026-12-01T17:00:00.000Z';
const active = (more: Partial<GrantStanding>): GrantStanding => ({
  ...standing,
  stage: 'active',
  report: { state: 'not_due', dueAt: future },
  ...more,
});
const payment = (state: PaymentStanding['state']): PaymentStanding => ({
  state,
  amountPence: pence(4_000),
  dueAt: future,
  line: 1,
  expectedOn: null,
  settledOn: state === 'settled' ? '2026-11-10' : null,
  runName: null,
});
const condition = (state: 'open' | 'failed') => ({ wording: 'a policy', state, dueAt: future }) as const;
const offered: GrantStanding = { ...standing, stage: 'offered' };

test.each<[string, GrantStanding, ...string[]]>([
  ['draft', { ...standing, stage: 'draft' }, 'draft: Not sent yet, yours | Not sent yet, other'],
  ['to check', standing, 'submitted: Sent, other | To check, yours'],
  [
    'question open',
    { ...standing, questionOpen: true },
    'question_open: We have a question, yours | Waiting for the group, other',
  ],
  ['on hold', { ...standing, heldSince: past }, 'on_hold: On hold, late | On hold, late'],
  ['offered', offered, 'offered: We can offer you a grant, yours | Offered, other'],
  [
    'offered less',
    { ...offered, award: { ...offered.award!, needsNewBudget: true } },
    'offered_less: We can offer you part of it, yours | Offered less, other',
  ],
  [
    'details missing',
    active({ award: { ...offered.award!, hasBankDetails: false } }),
    'details_wanted: Bank details needed, yours | Bank details wanted, other',
  ],
  [
    'details missing of whoever receives the money',
    active({ award: { ...offered.award!, hasBankDetails: false, host: 'Selhurst Trust' } }),
    'host_details_wanted: Waiting for bank details, other | Bank details wanted, other',
  ],
  [
    'condition open',
    active({ conditions: [condition('open')] }),
    'condition_open: Something to do before we pay, yours | Condition open, other',
  ],
  [
    'condition shown to be met',
    active({ conditions: [{ ...condition('open'), evidenceAt: past }] }),
    'condition_shown: We look at what you sent, other | Look at what came, yours',
  ],
  [
    'condition failed',
    active({ conditions: [condition('failed')] }),
    'condition_failed: Not done in time, late | Condition not met, late',
  ],
  [
    'waiting for cash',
    active({ payments: [payment('waiting_for_cash')] }),
    'waiting_for_cash: Waiting for our funder, other | Waiting for cash, other',
  ],
  ['ready', active({ payments: [payment('ready')] }), 'payment_ready: Being paid, other | Ready to pay, yours'],
  [
    'in a run that the bank does not have yet',
    active({ payments: [payment('authorised')] }),
    'payment_in_run: Being paid, other | In a payment run, other',
  ],
  ['sent', active({ payments: [payment('sent')] }), 'on_its_way: On its way, other | With the bank, other'],
  [
    'planned',
    active({ payments: [payment('scheduled')] }),
    'payment_planned: Payment planned, other | Payment planned, other',
  ],
  [
    'returned',
    active({ payments: [{ ...payment('returned'), wantsDetails: true }] }),
    'payment_returned: Payment came back, yours | Payment returned, late',
  ],
  [
    'returned, and new bank details given since',
    active({ payments: [payment('returned')] }),
    'payment_to_repeat: Being paid again, other | Payment returned, late',
  ],
  [
    'unknown',
    active({ payments: [payment('unknown')] }),
    'payment_unknown: Asking the bank, other | Payment unknown, late',
  ],
  ['paid', active({ payments: [payment('settled')] }), 'paid: Paid, done | Paid, done'],
  [
    'report due',
    active({ report: { state: 'due', dueAt: future } }),
    'report_due: Tell us how it went, yours | Report due, other',
  ],
  [
    'report overdue',
    active({ report: { state: 'overdue', dueAt: past } }),
    'report_overdue: Report is late, late | Report is late, late',
  ],
  [
    'report sent',
    active({ report: { state: 'submitted', dueAt: null } }),
    'report_submitted: Report sent, other | Report to read, yours',
  ],
  [
    'report queried',
    active({ report: { state: 'queried', dueAt: future } }),
    'report_queried: A question about your report, yours | Waiting for the group, other',
  ],
  [
    'refund due',
    { ...standing, stage: 'closing', refund: { amountPence: pence(5), dueAt: future } },
    'refund_due: Money to return, yours | Refund due, other',
  ],
])('%s is told in the words of each reader', (_name, grant, told) => {
  const line = (['group', 'staff'] as const).map((reader) => statusOf(grant, reader));
  expect(`${String(line[0]?.name)}: ${line.map(({ words, meaning }) => `${words}, ${meaning}`).join(' | ')}`).toBe(
    told,
  );
});

test('what waits for somebody is theirs in its colour too, and nobody else’s', () => {
  for (const grant of [standing, offered, active({}), ...grantStages.map((stage) => ({ ...standing, stage }))]) {
    const { of } = expectedNext(grant, 'group');
    const [group, staff] = [statusOf(grant, 'group'), statusOf(grant, 'staff')];
    if (of !== 'group') expect(group.meaning).not.toBe('yours');
    if (of === 'group' || of === 'nobody') expect(staff.meaning).not.toBe('yours');
  }
});

test('every status has words for each reader, and no two mean the same', () => {
  for (const reader of ['group', 'staff'] as const)
    for (const name of statusNames) expect(statusTold(name, reader).words).not.toBe('');
});

test('of a stage alone a list says what the grant’s own page begins with', () => {
  for (const stage of grantStages.filter((one) => one !== 'active'))
    expect(statusOfStage(stage, false, 'group')).toEqual(statusOf({ ...standing, stage }, 'group'));
  expect(statusOfStage('active', true, 'staff').name).toBe('on_hold');
});
