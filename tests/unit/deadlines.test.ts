import fc from 'fast-check';

import { compareInstants, type Instant } from '../../src/domain/calendar/calendar';
import {
  afterPauseOf,
  arm,
  deadline,
  disarm,
  disarmAll,
  dueInstants,
  findDeadline,
  withoutStep,
} from '../../src/domain/calendar/deadlines';

const now: Instant = '2026-11-02T09:00:00.000Z';
const at: Instant = '2026-11-30T17:00:00.000Z';
const running = { held: false, pausedNames: [] };
const offer = deadline(
  'offer',
  at,
  { before: { command: 'remindOffer', periods: ['P14D', 'P3D'] }, then: 'lapseOffer' },
  now,
);

test('reminders come before, the end at its instant, chasers after, soonest first', () => {
  const report = deadline(
    'report',
    at,
    { before: { command: 'remind', periods: ['P7D'] }, then: 'overdue', after: { command: 'chase', periods: ['P7D'] } },
    now,
  );
  expect(dueInstants([report], running, []).map(({ command, at: due }) => [command, due])).toEqual([
    ['remind', '2026-11-23T17:00:00.000Z'],
    ['overdue', at],
    ['chase', '2026-12-07T17:00:00.000Z'],
  ]);
});

test('a reminder that would lie in the past is left out; the end itself never is', () => {
  const late = deadline(
    'offer',
    '2026-11-03T17:00:00.000Z',
    { before: { command: 'remindOffer', periods: ['P14D'] }, then: 'lapseOffer' },
    now,
  );
  expect(late.steps.map(({ command }) => command)).toEqual(['lapseOffer']);
  const passed = deadline('offer', '2026-11-01T17:00:00.000Z', { then: 'lapseOffer' }, now);
  expect(passed.steps).toHaveLength(1);
});

test('a reminder at the end itself is left out, and so is a chaser that would lie in the past', () => {
  const told = deadline(
    'report',
    '2026-11-02T17:00:00.000Z',
    {
      before: { command: 'remind', periods: ['P0D', 'PT8H', 'PT7H'] },
      then: 'overdue',
      after: { command: 'chase', periods: ['-PT8H', '-PT7H', 'PT0S'] },
    },
    now,
  );
  expect(told.steps.map((step) => [step.command, step.at])).toEqual([
    ['remind', '2026-11-02T10:00:00.000Z'],
    ['chase', '2026-11-02T10:00:00.000Z'],
    ['overdue', '2026-11-02T17:00:00.000Z'],
    ['chase', '2026-11-02T17:00:00.000Z'],
  ]);
});

test('a deadline may only tell of what comes after it, and one that tells of nothing is none', () => {
  expect(deadline('report', at, { after: { command: 'chase', periods: ['P7D'] } }, now).steps).toEqual([
    { command: 'chase', at: '2026-12-07T17:00:00.000Z' },
  ]);
  expect(deadline('report', at, {}, now).steps).toEqual([]);
});

test('all deadlines of a name go together, and no others', () => {
  const condition = (id: string) => deadline('condition', at, { then: 'failCondition' }, now, id);
  expect(disarmAll([condition('a'), offer, condition('b')], 'condition')).toEqual([offer]);
});

test('a step that comes next has a key of its own among all', () => {
  const condition = (id: string) => deadline('condition', at, { then: 'failCondition' }, now, id);
  const next = dueInstants([offer, condition('a'), condition('b')], running, []);
  expect(new Set(next.map(({ key }) => key)).size).toBe(5);
  expect(next.find(({ about }) => about === 'b')).toStrictEqual({
    name: 'condition',
    about: 'b',
    command: 'failCondition',
    at,
    key: `condition|b|failCondition|${at}`,
  });
  expect(next[0]).toStrictEqual({
    name: 'offer',
    command: 'remindOffer',
    at: '2026-11-16T17:00:00.000Z',
    key: 'offer||remindOffer|2026-11-16T17:00:00.000Z',
  });
});

test('a step that is taken goes alone, also from among others at its instant, and the last one takes its deadline along', () => {
  const told = deadline('report', at, { then: 'overdue', after: { command: 'chase', periods: ['PT0S'] } }, now);
  const [overdue] = dueInstants([told], running, []);
  const [left] = withoutStep([told], overdue!);
  expect(left!.steps).toEqual([{ command: 'chase', at }]);
  const [chase] = dueInstants([left!], running, []);
  expect(withoutStep([left!, offer], chase!)).toEqual([offer]);
});

test('deadlines of other names are others, though they are about the same thing', () => {
  const about = (name: string) => deadline(name, at, { then: 'tell' }, now, 'a');
  expect(disarm([about('condition'), about('instalment')], 'instalment', 'a')).toEqual([about('condition')]);
  expect(findDeadline([about('condition')], 'instalment', 'a')).toBeUndefined();
});

test('a deadline that is set anew takes the place of the old one, and of no other', () => {
  const condition = (id: string) => deadline('condition', at, { then: 'failCondition' }, now, id);
  const all = arm(arm([offer], condition('a')), condition('b'));
  const moved = arm(all, deadline('condition', '2026-12-24T17:00:00.000Z', { then: 'failCondition' }, now, 'a'));
  expect(moved).toHaveLength(3);
  expect(findDeadline(moved, 'condition', 'a')?.at).toBe('2026-12-24T17:00:00.000Z');
  expect(findDeadline(moved, 'condition', 'b')?.at).toBe(at);
  expect(disarm(moved, 'condition', 'b').map(({ name, about }) => [name, about])).toEqual([
    ['offer', undefined],
    ['condition', 'a'],
  ]);
});

test('on hold nothing comes; what is paused waits; what failed is passed over', () => {
  const check = deadline('check', at, { then: 'chaseCheck' }, now);
  const [first] = dueInstants([offer], running, []);
  expect(dueInstants([offer, check], { held: true, pausedNames: [] }, [])).toEqual([]);
  expect(
    dueInstants([offer, check], { held: false, pausedNames: ['check'] }, []).every(({ name }) => name === 'offer'),
  ).toBe(true);
  expect(dueInstants([offer], running, [first!.key])).toEqual(dueInstants([offer], running, []).slice(1));
});

const period = fc.integer({ min: 1, max: 400 }).map((days) => `P${String(days)}D`);
const anyDeadline = fc
  .record({
    name: fc.constantFrom('offer', 'report', 'check'),
    days: fc.integer({ min: 0, max: 300 }),
    before: fc.array(period, { maxLength: 3 }),
    after: fc.array(period, { maxLength: 3 }),
  })
  .map(({ name, days, before, after }) => {
    const due = new Date(Date.parse(now) + days * 86_400_000).toISOString() as Instant;
    return deadline(
      name,
      due,
      { before: { command: 'remind', periods: before }, then: 'end', after: { command: 'chase', periods: after } },
      now,
    );
  });

test('taking what comes first, again and again, takes every step once and in order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyDeadline, { selector: ({ name }) => name, maxLength: 3 }), (all) => {
      const steps = all.reduce((sum, one) => sum + new Set(one.steps.map((step) => step.command + step.at)).size, 0);
      const taken: Instant[] = [];
      for (let left: typeof all = all; ;) {
        const [next] = dueInstants(left, running, []);
        if (next === undefined) break;
        taken.push(next.at);
        left = [...withoutStep(left, next)];
      }
      expect(taken).toEqual(taken.toSorted(compareInstants));
      expect(taken).toHaveLength(steps);
    }),
  );
});

test('a pause makes each step later and keeps their order; names that did not pause stay', () => {
  fc.assert(
    fc.property(anyDeadline, fc.integer({ min: 1, max: 90 }), (one, days) => {
      const resumed = new Date(Date.parse(now) + days * 86_400_000).toISOString() as Instant;
      const [later] = afterPauseOf([one], [one.name], now, resumed);
      expect(later!.steps.map(({ command }) => command)).toEqual(one.steps.map(({ command }) => command));
      later!.steps.forEach((step, place) => expect(compareInstants(step.at, one.steps[place]!.at)).toBe(1));
      expect(afterPauseOf([one], ['another'], now, resumed)).toEqual([one]);
      expect(afterPauseOf([one], 'all', now, resumed)).toEqual([later]);
      expect(compareInstants(later!.at, one.at)).toBe(1);
    }),
  );
});
