import { stepsOf, type Lived } from '../../src/http/pages/grants/grant/steps';

const at = '2026-11-23T12:00:00.000Z';
const sent: Lived['grant'] = {
  stage: 'submitted',
  submittedAt: at,
  decisions: [],
  award: null,
  payments: [],
  report: null,
};
const running: Lived['grant'] = {
  ...sent,
  stage: 'active',
  decisions: [{ outcome: 'award', decidedAt: at }],
  award: { acceptedAt: at },
};
const settled = { state: 'settled', settledOn: '2026-11-23' } as const;
const passed = [{ type: 'passed_to_panel', at }];

/** Each step as its mark: done, here now, ended here, to come. */
const line = (grant: Partial<Lived['grant']>, events: Lived['events'] = []) =>
  stepsOf({ grant: { ...sent, ...grant }, events })
    .map(({ state }) => ({ done: '✓', now: '*', stopped: '✗', coming: '-' })[state])
    .join('');

test.each([
  ['sent', {}, [], '✓*----'],
  ['withdrawn before it was checked', { stage: 'withdrawn' }, [], '✓✗----'],
  ['withdrawn from the panel', { stage: 'withdrawn' }, passed, '✓✓✗---'],
  ['withdrawn after an offer', { ...running, stage: 'withdrawn' }, passed, '✓✓✓✗--'],
  ['ended before it was paid', { ...running, stage: 'terminated' }, passed, '✓✓✓✓✗-'],
  ['ended after it was paid', { ...running, stage: 'terminated', payments: [settled] }, passed, '✓✓✓✓✓✗'],
  [
    'ended when half was paid',
    { ...running, stage: 'terminated', payments: [settled, { state: 'cancelled', settledOn: null }] },
    passed,
    '✓✓✓✓✗-',
  ],
  [
    'ended while only a refund was due',
    {
      ...running,
      stage: 'terminated',
      payments: [settled],
      report: { state: 'accepted', submittedAt: at, acceptedAt: at },
    },
    passed,
    '✓✓✓✓✓✓',
  ],
] as const)('the step line of a grant that is %s', (_name, grant, events, drawn) => {
  expect(line(grant, events)).toBe(drawn);
});

test('a step that is not over has no day, though a part of it was done', () => {
  const days = (grant: Partial<Lived['grant']>) =>
    stepsOf({ grant: { ...sent, ...grant }, events: passed }).map(({ on }) => on);
  const appealed = { stage: 'assessing', decisions: [{ outcome: 'refuse', decidedAt: at }] } as const;
  expect(days(appealed)).toEqual(['23 Nov 2026', '23 Nov 2026', '', '', '', '']);
  expect(days({ ...running, payments: [settled, { state: 'scheduled', settledOn: null }] })[4]).toBe('');
});
