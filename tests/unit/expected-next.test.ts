import type { Expected } from '../../src/domain/expected-next/expected';
import { expectedNext } from '../../src/domain/expected-next/expected-next';
import type { GrantStanding, PaymentStanding } from '../../src/domain/expected-next/standing';
import { ordinal, whyItWaits } from '../../src/domain/expected-next/why-it-waits';
import { grantStages } from '../../src/domain/lives/grant-life';
import { pence } from '../../src/domain/money/money';

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
  ownerName: 'Ama Mensah',
  funderName: 'Home Office',
  closesAt: null,
  meetsAt: null,
  award: null,
  conditions: [],
  payments: [],
  report: null,
  refund: null,
};
const award = {
  awardedPence: pence(193_500),
  needsNewBudget: false,
  accepted: 0,
  signatories: 2,
  hasBankDetails: true,
};
const payment: PaymentStanding = {
  state: 'scheduled',
  amountPence: pence(4_000),
  dueAt: '2026-12-01T17:00:00.000Z',
  line: null,
  expectedOn: null,
  settledOn: null,
  runName: null,
};
const due = (name: string, at: GrantStanding['now'] = '2026-12-01T17:00:00.000Z', about?: string) => ({
  name,
  at,
  steps: [],
  ...(about === undefined ? {} : { about }),
});

const active = (more: Partial<GrantStanding>): GrantStanding => ({
  ...standing,
  stage: 'active',
  award,
  report: { state: 'not_due', dueAt: null },
  ...more,
});

const at = '2026-12-01T17:00:00.000Z';
const inWords = '5pm on Tuesday 1 December 2026';
const late = '2026-11-17T17:00:00.000Z';
const nobody = { what: 'Nothing more', of: 'nobody', by: null } as const;
const refund = { amountPence: pence(12_345), dueAt: at } as const;
const report = (state: NonNullable<GrantStanding['report']>['state'], dueAt: typeof at | typeof late | null = at) => ({
  report: { state, dueAt },
});
const question = { questionOpen: true, pausedSince: '2026-11-10T09:00:00.000Z' } as const;
const condition = { wording: 'Send your constitution', state: 'open', dueAt: at } as const;

/** What comes next, of whom and by when; where the grant is, for the group and for staff. */
type Told = readonly [name: string, GrantStanding, Omit<Expected, 'why'>, group: string, staff: string];

const told: readonly Told[] = [
  [
    'a draft',
    { ...standing, stage: 'draft', deadlines: [due('check', late), due('draft')] },
    { what: 'Send the application', of: 'group', by: at },
    `Not sent yet. We keep it until ${inWords}.`,
    `Not sent yet. We keep it until ${inWords}.`,
  ],
  [
    'a draft while a round is open',
    { ...standing, stage: 'draft', closesAt: '2026-11-25T17:00:00.000Z', deadlines: [due('draft')] },
    { what: 'Send the application', of: 'group', by: '2026-11-25T17:00:00.000Z' },
    'Not sent yet. Send it by 5pm on Wednesday 25 November 2026.',
    'Not sent yet. Send it by 5pm on Wednesday 25 November 2026.',
  ],
  [
    'submitted',
    { ...standing, deadlines: [due('draft', late), due('check')] },
    { what: 'Check the application', of: 'officer', by: at },
    `Sent on 2 November 2026. We check it by ${inWords}.`,
    'Sent on 2 November 2026, and nobody has begun to check it.',
  ],
  [
    'submitted before that was noted, and no date to check it by',
    { ...standing, submittedAt: null, stage: 'checking' },
    { what: 'Check the application', of: 'officer', by: null },
    '',
    'It is being checked.',
  ],
  [
    'a question open while it is checked',
    {
      ...standing,
      ...question,
      stage: 'checking',
      deadlines: [due('answer', '2026-11-24T17:00:00.000Z', 'q2'), due('answer', late, 'q1'), due('check')],
    },
    { what: 'Answer our question', of: 'group', by: late },
    'We have asked you a question. Answer by 5pm on Tuesday 17 November 2026.',
    'Waiting for the group; our clock has stood still since 10 November 2026.',
  ],
  [
    'a question open before it is checked, and no clock stopped',
    { ...standing, questionOpen: true },
    { what: 'Answer our question', of: 'group', by: null },
    'We have asked you a question.',
    'Waiting for the group.',
  ],
  [
    'a question open while the panel has it',
    { ...standing, ...question, stage: 'assessing', deadlines: [due('answer')] },
    { what: 'Answer our question', of: 'group', by: at },
    `We have asked you a question. Answer by ${inWords}.`,
    'Waiting for the group; our clock has stood still since 10 November 2026.',
  ],
  [
    'with the panel',
    { ...standing, stage: 'assessing', meetsAt: '2026-12-03T18:30:00.000Z', deadlines: [due('decision')] },
    { what: 'Decide', of: 'panel', by: at },
    `With the panel, which meets at 6:30pm on Thursday 3 December 2026. It decides by ${inWords}.`,
    'With the panel, which meets at 6:30pm on Thursday 3 December 2026.',
  ],
  [
    'with a panel that has no meeting planned',
    { ...standing, stage: 'assessing' },
    { what: 'Decide', of: 'panel', by: null },
    'With the panel.',
    'With the panel.',
  ],
  [
    'an appeal with the panel',
    {
      ...standing,
      stage: 'assessing',
      appealed: true,
      meetsAt: '2026-12-03T18:30:00.000Z',
      deadlines: [due('decision')],
    },
    { what: 'Decide on the appeal', of: 'panel', by: at },
    `You asked us to look again. Other people than before do so. With the panel, which meets at 6:30pm on Thursday 3 December 2026. It decides by ${inWords}.`,
    'The group asked us to look again at a refusal, and others than before decide. With the panel, which meets at 6:30pm on Thursday 3 December 2026.',
  ],
  [
    'not yet',
    { ...standing, stage: 'not_yet', reason: 'Say how many will come.' },
    { what: 'Apply again, with our help', of: 'group', by: null },
    'Not yet: we will help you. Say how many will come.',
    'Not yet: Say how many will come.',
  ],
  [
    'not yet, for a reason that the reader may not see',
    { ...standing, stage: 'not_yet' },
    { what: 'Apply again, with our help', of: 'group', by: null },
    'Not yet: we will help you.',
    'Not yet',
  ],
  [
    'refused',
    { ...standing, stage: 'refused', reason: 'Too far away.', deadlines: [due('appeal')] },
    { what: 'Nothing more', of: 'nobody', by: at },
    `Not this time. Too far away. You can ask us to look again until ${inWords}.`,
    `Refused: Too far away. The group can ask us to look again until ${inWords}.`,
  ],
  [
    'refused for good, for a reason that the reader may not see',
    { ...standing, stage: 'refused' },
    nobody,
    'Not this time.',
    'Refused.',
  ],
  [
    'ineligible',
    { ...standing, stage: 'ineligible', reason: 'Outside Croydon.' },
    nobody,
    'We cannot fund this: Outside Croydon.',
    'Ineligible: Outside Croydon.',
  ],
  [
    'withdrawn',
    { ...standing, stage: 'withdrawn' },
    nobody,
    'You withdrew it on 3 November 2026.',
    'The group withdrew it on 3 November 2026.',
  ],
  [
    'expired',
    { ...standing, stage: 'expired' },
    nobody,
    'The draft was not touched for too long, and ended on 3 November 2026.',
    'The draft was not touched for too long, and ended on 3 November 2026.',
  ],
  [
    'offered',
    { ...standing, stage: 'offered', award, deadlines: [due('offer')] },
    { what: 'Accept the offer', of: 'group', by: at },
    `We can offer you £1,935. Accept by ${inWords}.`,
    `Offered £1,935. The answer is due by ${inWords}.`,
  ],
  [
    'accepted by one',
    { ...standing, stage: 'offered', award: { ...award, accepted: 1 } },
    { what: 'Accept the offer', of: 'group', by: null },
    'We can offer you £1,935. 1 of 2 have accepted.',
    'Offered £1,935. 1 of 2 have accepted.',
  ],
  [
    'offered less',
    {
      ...standing,
      stage: 'offered',
      award: { ...award, awardedPence: pence(150_000), needsNewBudget: true },
      deadlines: [due('offer')],
    },
    { what: 'Agree budget and targets', of: 'group', by: at },
    `We can offer you £1,500 of the £1,935 that you asked for. First agree what changes. Accept by ${inWords}.`,
    'Offered £1,500 of the £1,935 that they asked for. First they agree what changes.',
  ],
  [
    'offered less than a sum that is not known',
    { ...standing, stage: 'offered', askedPence: null, award: { ...award, needsNewBudget: true } },
    { what: 'Agree budget and targets', of: 'group', by: null },
    'We can offer you £1,935. First agree what changes.',
    'Offered £1,935, less than they asked for. First they agree what changes.',
  ],
  ['offered, before the award is read', { ...standing, stage: 'offered' }, nobody, 'Offered.', 'Offered.'],
  [
    'bank details missing',
    active({ award: { ...award, hasBankDetails: false }, conditions: [{ ...condition, state: 'failed' }] }),
    { what: 'Give bank details', of: 'group', by: null },
    'We need your bank details to pay you.',
    'Nothing can be paid before the group has given its bank details. A condition is still to be met, too.',
  ],
  [
    'bank details missing, and two conditions open of three',
    active({
      award: { ...award, hasBankDetails: false },
      conditions: [condition, { ...condition, state: 'met' }, { ...condition, state: 'failed' }],
    }),
    { what: 'Give bank details', of: 'group', by: null },
    'We need your bank details to pay you.',
    'Nothing can be paid before the group has given its bank details. 2 conditions are still to be met, too.',
  ],
  [
    'bank details missing, and nothing else',
    active({ award: { ...award, hasBankDetails: false } }),
    { what: 'Give bank details', of: 'group', by: null },
    'We need your bank details to pay you.',
    'Nothing can be paid before the group has given its bank details.',
  ],
  [
    'a condition failed, another open',
    active({
      conditions: [
        { ...condition, wording: 'Insure it' },
        { ...condition, state: 'failed', dueAt: null },
      ],
    }),
    { what: 'Decide about a condition that was not met', of: 'manager', by: null },
    'We cannot pay yet, because this was not done in time: Send your constitution',
    'A condition was not met in time: Send your constitution',
  ],
  [
    'a condition open, one met, one waived',
    active({
      conditions: [{ ...condition, wording: 'Insure it', state: 'met' }, { ...condition, state: 'waived' }, condition],
      payments: [{ ...payment, state: 'returned' }],
    }),
    { what: 'Meet the condition', of: 'group', by: at },
    `Before we can pay: Send your constitution. We need this by ${inWords}.`,
    'Condition open: Send your constitution',
  ],
  [
    'a condition open without a date, written as a sentence',
    active({ conditions: [{ ...condition, wording: 'Send your constitution.', dueAt: null, evidenceAt: null }] }),
    { what: 'Meet the condition', of: 'group', by: null },
    'Before we can pay: Send your constitution.',
    'Condition open: Send your constitution.',
  ],
  [
    'two payments returned, others not',
    active({
      payments: [
        { ...payment, state: 'returned' },
        { ...payment, state: 'returned' },
        { ...payment, state: 'unknown' },
      ],
    }),
    { what: 'Pay again', of: 'treasurer', by: null },
    'The bank sent £80 back. We pay it again.',
    '£80 was returned by the bank.',
  ],
  [
    'a payment returned, and no new bank details since',
    active({ payments: [{ ...payment, state: 'returned', wantsDetails: true }] }),
    { what: 'Check the bank details', of: 'group', by: null },
    'Your bank sent £40 back. Check your bank details.',
    '£40 was returned by the bank. It can be paid again once the group has given new bank details.',
  ],
  [
    'ready, and a report overdue',
    active({ payments: [{ ...payment, state: 'ready' }], ...report('overdue', late) }),
    { what: 'Send the report', of: 'group', by: late },
    'Tell us how it went. It was due on 17 November 2026. Need more time? Ask. £40 is being paid.',
    'The report is 2 days late. £40 is due and covered by cash.',
  ],
  [
    'a condition open, and a report overdue',
    active({ conditions: [condition], ...report('overdue', late) }),
    { what: 'Meet the condition', of: 'group', by: at },
    `Before we can pay: Send your constitution. We need this by ${inWords}.`,
    'Condition open: Send your constitution',
  ],
  [
    'unknown',
    active({
      payments: [
        { ...payment, state: 'unknown' },
        { ...payment, state: 'ready' },
      ],
    }),
    { what: 'Look at the bank statement', of: 'treasurer', by: null },
    'We are asking the bank what became of £40.',
    'What became of £40 is unknown: look at the statement.',
  ],
  [
    'ready, and a report due',
    active({ payments: [{ ...payment, state: 'ready' }], ...report('due') }),
    { what: 'Put it into a payment run', of: 'treasurer', by: at },
    '£40 is being paid.',
    '£40 is due and covered by cash.',
  ],
  [
    'one ready, one waiting for cash',
    active({
      payments: [
        { ...payment, state: 'ready' },
        { ...payment, state: 'waiting_for_cash' },
      ],
    }),
    { what: 'Wait for money from the funder', of: 'nobody', by: null },
    '£40 waits for money from our funder, with no date yet.',
    '£40 waits for money from Home Office, with no date yet.',
  ],
  [
    'waiting for cash, and under way',
    active({
      payments: [
        { ...payment, state: 'waiting_for_cash', line: 1, expectedOn: '2027-01-29' },
        { ...payment, state: 'sent' },
      ],
    }),
    { what: 'Wait for money from the funder', of: 'nobody', by: null },
    '£40 waits for money from our funder, expected 29 January 2027; 1st in line.',
    '£40 waits for money from Home Office, expected 29 January 2027; 1st in line.',
  ],
  [
    'in a run, another scheduled',
    active({ payments: [payment, { ...payment, state: 'in_run', runName: 'Five groups' }] }),
    { what: 'Have the payment run authorised', of: 'treasurer', by: null },
    '£40 is being paid.',
    '£40 is in the payment run “Five groups”.',
  ],
  [
    'authorised, in a run without a name',
    active({ payments: [{ ...payment, state: 'authorised' }] }),
    { what: 'Send the payment run', of: 'treasurer', by: null },
    '£40 is being paid.',
    '£40 is in a payment run.',
  ],
  [
    'sent',
    active({ payments: [{ ...payment, state: 'sent', runName: 'Five groups' }] }),
    { what: 'Record what the bank did', of: 'treasurer', by: null },
    '£40 is on its way.',
    '£40 was sent, in the payment run “Five groups”.',
  ],
  [
    'scheduled',
    active({ payments: [payment] }),
    { what: 'Pay £40', of: 'nobody', by: at },
    '£40 falls due on 1 December 2026.',
    '£40 falls due on 1 December 2026.',
  ],
  [
    'paid three times',
    active({
      payments: [
        { ...payment, state: 'settled', amountPence: pence(6_000), settledOn: '2026-10-26' },
        { ...payment, state: 'settled', amountPence: pence(5_000), settledOn: '2026-11-02' },
        { ...payment, state: 'settled', settledOn: '2026-11-09' },
      ],
      ...report('not_due'),
    }),
    { what: 'Send the report', of: 'group', by: at },
    `£40 paid on 9 November 2026. Tell us how it went by ${inWords}.`,
    `£40 paid on 9 November 2026. The report is due by ${inWords}.`,
  ],
  [
    'paid on a day that was not told, and the report without a date',
    active({ payments: [{ ...payment, state: 'settled' }], ...report('not_due', null) }),
    { what: 'Send the report', of: 'group', by: null },
    'Tell us how it went when the work is done.',
    'The report has no date yet.',
  ],
  [
    'a report due, a payment waiting',
    active({ payments: [{ ...payment, state: 'waiting_for_cash' }], ...report('due') }),
    { what: 'Send the report', of: 'group', by: at },
    `Tell us how it went by ${inWords}.`,
    `The report is due by ${inWords}.`,
  ],
  [
    'a report overdue',
    active({ ...report('overdue', late), payments: [{ ...payment, state: 'settled', settledOn: '2026-11-09' }] }),
    { what: 'Send the report', of: 'group', by: late },
    'Tell us how it went. It was due on 17 November 2026. Need more time? Ask.',
    'The report is 2 days late.',
  ],
  [
    'a report a day late',
    active({ ...report('due', late), now: '2026-11-18T17:00:00.000Z' }),
    { what: 'Send the report', of: 'group', by: late },
    'Tell us how it went. It was due on 17 November 2026. Need more time? Ask.',
    'The report is 1 day late.',
  ],
  [
    'a report late by less than a day',
    active({ ...report('due', late), now: '2026-11-18T16:59:59.999Z' }),
    { what: 'Send the report', of: 'group', by: late },
    'Tell us how it went. It was due on 17 November 2026. Need more time? Ask.',
    'The report is less than a day late.',
  ],
  [
    'a report due this very moment',
    active({ ...report('due', late), now: late }),
    { what: 'Send the report', of: 'group', by: late },
    'Tell us how it went by 5pm on Tuesday 17 November 2026.',
    'The report is due by 5pm on Tuesday 17 November 2026.',
  ],
  [
    'a report to read, a payment scheduled',
    active({ ...report('submitted'), deadlines: [due('report', late), due('reading')], payments: [payment] }),
    { what: 'Read the report', of: 'officer', by: at },
    `Thank you for your report. We read it by ${inWords}.`,
    'The group has sent its report.',
  ],
  [
    'a report queried',
    active(report('queried')),
    { what: 'Answer the question about the report', of: 'group', by: at },
    `One question about your report. Answer by ${inWords}.`,
    'Waiting for the group to answer about its report.',
  ],
  [
    'active with money to return',
    active({ report: null, refund }),
    { what: 'Return £123.45', of: 'group', by: at },
    `Please return £123.45 by ${inWords}.`,
    `Refund of £123.45 due by ${inWords}.`,
  ],
  [
    'active with nothing to wait for',
    active({ ...report('accepted'), payments: [{ ...payment, state: 'cancelled' }] }),
    nobody,
    'Running.',
    'Running.',
  ],
  ['active, before the award is read', active({ award: null, report: null }), nobody, 'Running.', 'Running.'],
  [
    'a refund due',
    { ...standing, stage: 'closing', award, refund },
    { what: 'Return £123.45', of: 'group', by: at },
    `Please return £123.45 by ${inWords}.`,
    `Refund of £123.45 due by ${inWords}.`,
  ],
  [
    'closing with nothing to return',
    { ...standing, stage: 'closing', award, deadlines: [due('report', late), due('close')] },
    { what: 'Close the grant', of: 'nobody', by: at },
    `All is settled. It closes by itself at ${inWords}.`,
    `All is settled. It closes by itself at ${inWords}.`,
  ],
  [
    'closing without a day',
    { ...standing, stage: 'closing', award },
    { what: 'Close the grant', of: 'nobody', by: null },
    'All is settled; it closes by itself.',
    'All is settled; it closes by itself.',
  ],
  [
    'on hold',
    { ...active({ payments: [{ ...payment, state: 'ready' }] }), heldSince: '2026-11-15T10:00:00.000Z' },
    { what: 'Look at why it is on hold', of: 'manager', by: null },
    'This grant is on hold. Ama Mensah will be in touch.',
    'On hold since 15 November 2026. Payments and dates stand still.',
  ],
  [
    'on hold without an owner',
    { ...standing, ownerName: null, heldSince: '2026-11-15T10:00:00.000Z' },
    { what: 'Look at why it is on hold', of: 'manager', by: null },
    'This grant is on hold. Somebody will be in touch.',
    'On hold since 15 November 2026. Payments and dates stand still.',
  ],
  [
    'declined',
    { ...standing, stage: 'declined' },
    nobody,
    'You said no on 3 November 2026.',
    'The group said no on 3 November 2026.',
  ],
  [
    'lapsed',
    { ...standing, stage: 'lapsed' },
    nobody,
    'The offer ran out on 3 November 2026.',
    'The offer ran out on 3 November 2026.',
  ],
  [
    'terminated',
    { ...standing, stage: 'terminated', reason: 'The group was wound up.' },
    nobody,
    'Ended on 3 November 2026: The group was wound up.',
    'Ended on 3 November 2026: The group was wound up.',
  ],
  [
    'terminated with money to return',
    { ...standing, stage: 'terminated', refund },
    { what: 'Return £123.45', of: 'group', by: at },
    `Please return £123.45 by ${inWords}.`,
    `Refund of £123.45 due by ${inWords}.`,
  ],
  ['closed', { ...standing, stage: 'closed' }, nobody, 'Finished.', 'Finished.'],
];

test.each(told)('%s: what comes next, in the words of the group and of staff', (_, grant, next, group, staff) => {
  expect(expectedNext(grant, 'group')).toEqual({ ...next, why: group });
  expect(expectedNext(grant, 'staff')).toEqual({ ...next, why: staff });
});

test('every stage says something to both, whatever else is known of it', () => {
  for (const stage of grantStages) {
    for (const reader of ['group', 'staff'] as const) {
      const { what, why } = expectedNext({ ...standing, stage }, reader);
      expect([stage, what.length > 0, why.length > 0, /undefined|null|\s\s/.test(why)]).toEqual([
        stage,
        true,
        true,
        false,
      ]);
    }
  }
});

test('what is more pressing comes first: a payment that came back before a report, a report that is due before a payment that waits', () => {
  const waiting = { ...payment, state: 'waiting_for_cash', line: 2 } as const;
  const report = { state: 'due', dueAt: '2026-12-01T17:00:00.000Z' } as const;
  expect(expectedNext(active({ payments: [waiting, { ...payment, state: 'returned' }], report }), 'staff').what).toBe(
    'Pay again',
  );
  expect(expectedNext(active({ payments: [waiting], report }), 'staff').what).toBe('Send the report');
});

test('a payment that waits says for whose money, when that is expected, and its place; on hold it has none', () => {
  const waiting = { ...payment, state: 'waiting_for_cash' } as const;
  expect(whyItWaits({ ...waiting, line: 3, expectedOn: null }, 'Home Office', 'staff')).toBe(
    '£40 waits for money from Home Office, with no date yet; 3rd in line',
  );
  expect(whyItWaits(waiting, 'Home Office', 'group')).toBe('£40 waits for money from our funder, with no date yet');
  expect(whyItWaits({ ...payment, state: 'ready' }, 'Home Office', 'staff')).toBeNull();
});

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [12, '12th'],
  [13, '13th'],
  [21, '21st'],
  [102, '102nd'],
  [111, '111th'],
])('%i is %s', (number, words) => {
  expect(ordinal(number)).toBe(words);
});
