import {
  expectedNext,
  type GrantStanding,
  ordinal,
  type PaymentStanding,
  whyItWaits,
} from '../../src/domain/expected-next';
import { grantStages } from '../../src/domain/lives/grant-life';
import { pence } from '../../src/domain/money';

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

const told: readonly (readonly [string, GrantStanding, object, string])[] = [
  [
    'a draft',
    { ...standing, stage: 'draft', deadlines: [due('draft')] },
    { of: 'group', by: '2026-12-01T17:00:00.000Z', why: 'Not sent yet. Send it by 5pm on Tuesday 1 December 2026.' },
    'Not sent yet. Send it by 5pm on Tuesday 1 December 2026.',
  ],
  [
    'a draft while a round is open',
    { ...standing, stage: 'draft', closesAt: '2026-11-25T17:00:00.000Z', deadlines: [due('draft')] },
    { of: 'group', by: '2026-11-25T17:00:00.000Z' },
    'Not sent yet. Send it by 5pm on Wednesday 25 November 2026.',
  ],
  [
    'submitted',
    { ...standing, deadlines: [due('check')] },
    { of: 'officer', why: 'Sent on 2 Nov 2026. We check it by 5pm on Tuesday 1 December 2026.' },
    'To check.',
  ],
  [
    'a question open',
    {
      ...standing,
      stage: 'checking',
      questionOpen: true,
      pausedSince: '2026-11-10T09:00:00.000Z',
      deadlines: [
        due('answer', '2026-11-24T17:00:00.000Z', 'q2'),
        due('answer', '2026-11-23T17:00:00.000Z', 'q1'),
        due('check'),
      ],
    },
    {
      of: 'group',
      by: '2026-11-23T17:00:00.000Z',
      why: 'We have asked you a question. Answer by 5pm on Monday 23 November 2026.',
    },
    'Waiting for the group; our clock has stood still since 10 Nov 2026.',
  ],
  [
    'with the panel',
    { ...standing, stage: 'assessing', meetsAt: '2026-12-03T18:30:00.000Z' },
    { of: 'panel', why: 'With the panel, which meets at 6:30pm on Thursday 3 December 2026.' },
    'With the panel, which meets at 6:30pm on Thursday 3 December 2026.',
  ],
  [
    'not yet',
    { ...standing, stage: 'not_yet', reason: 'Say how many will come.' },
    { of: 'group', why: 'Not yet: we will help you. Say how many will come.' },
    'Not yet: Say how many will come.',
  ],
  [
    'refused',
    { ...standing, stage: 'refused', reason: 'Too far away.', deadlines: [due('appeal')] },
    {
      of: 'nobody',
      why: 'Not this time. Too far away. You can ask us to look again until 5pm on Tuesday 1 December 2026.',
    },
    'Refused: Too far away.',
  ],
  [
    'ineligible',
    { ...standing, stage: 'ineligible', reason: 'Outside Croydon.' },
    { of: 'nobody', by: null, why: 'We cannot fund this: Outside Croydon.' },
    'Ineligible: Outside Croydon.',
  ],
  [
    'offered',
    { ...standing, stage: 'offered', award, deadlines: [due('offer')] },
    {
      what: 'Accept the offer',
      of: 'group',
      by: '2026-12-01T17:00:00.000Z',
      why: 'We can offer you £1,935. Accept by 5pm on Tuesday 1 December 2026.',
    },
    'Offered £1,935. The answer is due by 5pm on Tuesday 1 December 2026.',
  ],
  [
    'accepted by one',
    { ...standing, stage: 'offered', award: { ...award, accepted: 1 } },
    { why: 'We can offer you £1,935. 1 of 2 have accepted.' },
    'Offered £1,935. 1 of 2 have accepted.',
  ],
  [
    'offered less',
    { ...standing, stage: 'offered', award: { ...award, awardedPence: pence(150_000), needsNewBudget: true } },
    {
      what: 'Agree budget and targets',
      of: 'group',
      why: 'We can offer you £1,500 of the £1,935 that you asked for. First agree what changes.',
    },
    'Offered less; the new budget is due.',
  ],
  [
    'bank details missing',
    active({ award: { ...award, hasBankDetails: false } }),
    { what: 'Give bank details', of: 'group', why: 'We need your bank details to pay you.' },
    'Bank details are wanted.',
  ],
  [
    'a condition open',
    active({ conditions: [{ wording: 'Send your constitution', state: 'open', dueAt: '2026-12-29T17:00:00.000Z' }] }),
    {
      of: 'group',
      by: '2026-12-29T17:00:00.000Z',
      why: 'Before we can pay: Send your constitution. We need this by 5pm on Tuesday 29 December 2026.',
    },
    'Condition open: Send your constitution',
  ],
  [
    'a condition failed',
    active({ conditions: [{ wording: 'Send your constitution', state: 'failed', dueAt: null }] }),
    { of: 'manager' },
    'A condition was not met in time: Send your constitution',
  ],
  [
    'waiting for cash',
    active({ payments: [{ ...payment, state: 'waiting_for_cash', line: 1, expectedOn: '2027-01-29' }] }),
    { of: 'nobody', why: '£40 waits for money from our funder, expected 29 Jan 2027; 1st in line.' },
    '£40 waits for money from Home Office, expected 29 Jan 2027; 1st in line.',
  ],
  [
    'ready',
    active({ payments: [{ ...payment, state: 'ready' }] }),
    { of: 'treasurer', why: '£40 is being paid.' },
    '£40 is due and covered by cash.',
  ],
  [
    'in a run',
    active({ payments: [{ ...payment, state: 'in_run', runName: 'Five groups' }] }),
    { what: 'Authorise the payment run', of: 'treasurer', why: '£40 is on its way.' },
    '£40 is in payment run Five groups.',
  ],
  [
    'sent',
    active({ payments: [{ ...payment, state: 'sent', runName: 'Five groups' }] }),
    { what: 'Record what the bank did', why: '£40 is on its way.' },
    '£40 was sent, in payment run Five groups.',
  ],
  [
    'returned',
    active({ payments: [{ ...payment, state: 'returned' }] }),
    { of: 'treasurer', why: 'Your bank sent £40 back. Check your bank details.' },
    '£40 was returned by the bank.',
  ],
  [
    'unknown',
    active({ payments: [{ ...payment, state: 'unknown' }] }),
    { of: 'treasurer' },
    'What became of £40 is unknown: look at the statement.',
  ],
  [
    'scheduled',
    active({ payments: [payment] }),
    { what: 'Pay £40', of: 'nobody', by: '2026-12-01T17:00:00.000Z', why: '£40 falls due on 1 Dec 2026.' },
    '£40 falls due on 1 Dec 2026.',
  ],
  [
    'paid',
    active({
      payments: [{ ...payment, state: 'settled', settledOn: '2026-11-09' }],
      report: { state: 'not_due', dueAt: '2027-11-03T17:00:00.000Z' },
    }),
    {
      what: 'Send the report',
      of: 'group',
      why: '£40 paid on 9 Nov 2026. Tell us how it went by 5pm on Wednesday 3 November 2027.',
    },
    '£40 paid on 9 Nov 2026. The report is due by 5pm on Wednesday 3 November 2027.',
  ],
  [
    'a report overdue',
    active({ report: { state: 'overdue', dueAt: '2026-11-17T17:00:00.000Z' } }),
    {
      of: 'group',
      by: '2026-11-17T17:00:00.000Z',
      why: 'Tell us how it went. It was due on 17 Nov 2026. Need more time? Ask.',
    },
    'The report is 2 days late.',
  ],
  [
    'a report to read',
    active({ report: { state: 'submitted', dueAt: null }, deadlines: [due('reading')] }),
    {
      what: 'Read the report',
      of: 'officer',
      why: 'Thank you for your report. We read it by 5pm on Tuesday 1 December 2026.',
    },
    'The report is to be read.',
  ],
  [
    'a report queried',
    active({ report: { state: 'queried', dueAt: '2026-12-01T17:00:00.000Z' } }),
    { of: 'group', why: 'One question about your report. Answer by 5pm on Tuesday 1 December 2026.' },
    'Waiting for the group to answer about its report.',
  ],
  [
    'a refund due',
    { ...standing, stage: 'closing', award, refund: { amountPence: pence(12_345), dueAt: '2026-12-01T17:00:00.000Z' } },
    { what: 'Return £123.45', of: 'group', why: 'Please return £123.45 by 5pm on Tuesday 1 December 2026.' },
    'Refund of £123.45 due by 5pm on Tuesday 1 December 2026.',
  ],
  [
    'on hold',
    { ...active({ payments: [{ ...payment, state: 'ready' }] }), heldSince: '2026-11-15T10:00:00.000Z' },
    {
      what: 'Look into the hold',
      of: 'manager',
      by: null,
      why: 'We have paused this grant. Ama Mensah will be in touch.',
    },
    'On hold since 15 Nov 2026. Payments and dates stand still.',
  ],
  [
    'declined',
    { ...standing, stage: 'declined' },
    { of: 'nobody', why: 'You said no on 3 Nov 2026.' },
    'Declined on 3 Nov 2026.',
  ],
  [
    'lapsed',
    { ...standing, stage: 'lapsed' },
    { of: 'nobody', why: 'The offer ran out on 3 Nov 2026.' },
    'The offer ran out on 3 Nov 2026.',
  ],
  [
    'terminated',
    { ...standing, stage: 'terminated', reason: 'The group was wound up.' },
    { of: 'nobody' },
    'Ended on 3 Nov 2026: The group was wound up.',
  ],
  [
    'closed',
    { ...standing, stage: 'closed' },
    { what: 'Nothing more', of: 'nobody', by: null, why: 'Finished.' },
    'Finished.',
  ],
];

test.each(told)('%s: what comes next, in the words of the group and of staff', (_, grant, forGroup, forStaff) => {
  expect(expectedNext(grant, 'group')).toMatchObject(forGroup);
  expect(expectedNext(grant, 'staff').why).toBe(forStaff);
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
