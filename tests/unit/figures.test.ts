import fc from 'fast-check';

import type { CalendarDate } from '../../src/domain/calendar/calendar';
import { byMonth, forecastCash } from '../../src/domain/money/cash-forecast';
import { figuresOf, type AreaCounted, type OutputCounted, type PotCounted } from '../../src/domain/figures/figures';
import { pence } from '../../src/domain/money/money';
import { fewestPeopleTold, peopleTold, toldApart } from '../../src/domain/figures/small-numbers';
import { waitsOf } from '../../src/domain/figures/waits';

const planned = (on: CalendarDate, amount: number) => ({ on, pence: pence(amount) });

test('Croydon’s cash: short until the second instalment is here', () => {
  const forecast = forecastCash({
    today: '2026-11-23',
    inTheBankPence: pence(6_600),
    toCome: [planned('2027-01-29', 1_000_000)],
    toPay: [planned('2026-11-10', 193_500), planned('2026-12-12', 5_000)],
  });
  expect(forecast.days.map(({ on, havePence, owePence, leftPence }) => [on, havePence, owePence, leftPence])).toEqual([
    ['2026-11-23', 6_600, 193_500, -186_900],
    ['2026-12-12', 6_600, 198_500, -191_900],
    ['2027-01-29', 1_006_600, 198_500, 808_100],
  ]);
  expect(forecast.short?.on).toBe('2026-11-23');
  expect(forecast.coveredAgain?.on).toBe('2027-01-29');
  expect(byMonth(forecast)).toEqual([
    { month: '2026-11', comesPence: 0, paysPence: 193_500, leftPence: -186_900 },
    { month: '2026-12', comesPence: 0, paysPence: 5_000, leftPence: -191_900 },
    { month: '2027-01', comesPence: 1_000_000, paysPence: 0, leftPence: 808_100 },
  ]);
});

test('what is late is counted today, and said; what is never covered has no day', () => {
  const forecast = forecastCash({
    today: '2026-11-23',
    inTheBankPence: pence(0),
    toCome: [planned('2026-11-01', 100)],
    toPay: [planned('2026-12-01', 200), planned('2026-12-01', 300)],
  });
  expect(forecast.latePence).toBe(100);
  expect(forecast.days.map(({ leftPence }) => leftPence)).toEqual([100, -400]);
  expect(forecast.coveredAgain).toBeUndefined();
  expect(forecastCash({ today: '2026-11-23', inTheBankPence: pence(5), toCome: [], toPay: [] })).toEqual(
    expect.objectContaining({ short: undefined, coveredAgain: undefined }),
  );
});

test('waits: the median, the first of the slowest tenth, and what was promised and missed', () => {
  const one = (days: number, count: number, promised = count, missed = 0) => ({ days, count, promised, missed });
  expect(waitsOf([one(20, 1, 1, 1), one(3, 4), one(9, 5, 2)])).toEqual({
    count: 10,
    medianDays: 9,
    slowestTenthDays: 20,
    promised: 7,
    missed: 1,
  });
  expect(waitsOf([one(3, 5), one(9, 5)]).medianDays).toBe(3);
  expect(waitsOf([])).toEqual({ count: 0, medianDays: null, slowestTenthDays: null, promised: 0, missed: 0 });
});

test('waits are those of the same days one by one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 90 }), { minLength: 1, maxLength: 60 }), (days) => {
      const sorted = days.toSorted((a, b) => a - b);
      const waits = waitsOf(days.map((each) => ({ days: each, count: 1, promised: 0, missed: 0 })));
      expect(waits.medianDays).toBe(sorted[Math.ceil(days.length / 2) - 1]);
      expect(waits.slowestTenthDays).toBe(sorted[days.length - Math.ceil(days.length / 10)]);
    }),
  );
});

test('few people are never told apart, and never found by taking the rest away', () => {
  expect([0, 1, 4, 5].map(peopleTold)).toEqual([0, 'few', 'few', 5]);
  const line = fc.record({ asked: fc.nat({ max: 12 }), awarded: fc.nat({ max: 8 }) });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const { apart, together } = toldApart(lines, ({ asked, awarded }) => [asked, awarded]);
      expect(apart.length + together.length).toBe(lines.length);
      for (const { asked, awarded } of apart) expect([peopleTold(asked), peopleTold(awarded)]).not.toContain('few');
      for (const which of ['asked', 'awarded'] as const) {
        const hidden = together.reduce((sum, one) => sum + one[which], 0);
        if (apart.length > 0 && hidden > 0) expect(hidden).toBeGreaterThanOrEqual(fewestPeopleTold);
      }
      if (lines.every(({ asked, awarded }) => asked >= 5 && awarded >= 5)) expect(together).toEqual([]);
    }),
  );
});

const aPot = (counted: Partial<Pick<PotCounted, 'areas' | 'outputs' | 'people'>>): PotCounted => ({
  money: {
    canStillBeAwardedPence: 1,
    inTheBankPence: 10,
    reservedPence: 5,
    inTransitPence: 3,
    waitingForCashPence: 2,
  },
  held: { committed: 100, spent: 30, refund_due: 7 },
  stages: [
    { stage: 'active', count: 2, askedPence: 400_000 },
    { stage: 'refused', count: 1, askedPence: 200_000 },
  ],
  areas: [],
  untilDecided: [{ days: 9, count: 3, promised: 3, missed: 1 }],
  untilPaid: [],
  reports: { begun: 2, told: 1, spentPence: 30 },
  outputs: [],
  people: [],
  cash: { toCome: [], toPay: [], withoutDayPence: 0 },
  ...counted,
});

test('figures of two pots together: areas however written, few people hidden, words of one group alone not told', () => {
  const area = (name: string, people: number, awardedPence: number) => ({
    area: name,
    applications: 1,
    askedPence: 200_000,
    grants: awardedPence > 0 ? 1 : 0,
    awardedPence,
    peopleAsked: people,
    peopleAwarded: awardedPence > 0 ? people : 0,
  });
  const pot = (areas: readonly AreaCounted[], outputs: readonly OutputCounted[]): PotCounted =>
    aPot({ areas, outputs });
  const output = (unit: string, target: number, achieved: number) => ({ unit, reports: 1, target, achieved });
  const figures = figuresOf(
    [
      pot([area('Croydon', 20, 150_000), area('Sutton', 3, 100)], [output('women', 12, 3), output('workshops', 2, 2)]),
      pot([area('CROYDON', 5, 0), area('Merton', 9, 200)], [output('friends of Ada', 1, 1)]),
    ],
    '2026-11-23',
  );
  expect(figures.areas).toEqual([
    { ...area('Croydon', 25, 150_000), applications: 2, askedPence: 400_000, peopleAwarded: 20 },
  ]);
  expect(figures.otherAreas).toMatchObject({ areas: 2, peopleAwarded: 12, awardedPence: 300 });
  expect(figures.reached).toEqual({
    peoplePlanned: 32,
    grantsBegun: 4,
    reports: 2,
    counts: [
      { unit: 'women', reports: 1, target: 12, achieved: 'few' },
      { unit: 'workshops', reports: 1, target: 2, achieved: 2 },
    ],
    otherCounts: 1,
  });
  expect(figures.money).toMatchObject({ awardedPence: 274, paidPence: 74, leftPence: 200, inTheBankPence: 30 });
  expect(figures.applications).toMatchObject({ sent: 6, awarded: 4, notAwarded: 2, askedPence: 1_200_000 });
});

test('people are counted from reports, by area; units of few are in no sum, and areas of few are told together', () => {
  const counted = (area: string, unit: string, target: number, achieved: number) => ({ area, unit, target, achieved });
  const people = [
    counted('Croydon', 'people', 20, 18),
    counted('CROYDON', 'volunteers', 6, 7),
    counted('Sutton', 'people', 9, 3),
    counted('Merton', 'people', 12, 12),
    counted('Merton', 'mentors', 4, 2),
  ];
  expect(figuresOf([aPot({ people })], '2026-11-23').peopleReached).toEqual({
    target: 47,
    achieved: 40,
    isAtLeast: true,
    areas: [{ area: 'Croydon', target: 26, achieved: 25 }],
    otherAreas: { areas: 2, target: 21, achieved: 15 },
  });
  expect(
    figuresOf([aPot({ people: [counted('Sutton', 'mentors', 4, 2)] })], '2026-11-23').peopleReached,
  ).toBeUndefined();
});

test('whatever reports count, no few people are found by taking away what is told of them', () => {
  const line = fc.record({
    area: fc.constantFrom('a', 'b', 'c'),
    unit: fc.constantFrom('people', 'women', 'mentors'),
    target: fc.nat({ max: 9 }),
    achieved: fc.nat({ max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (people) => {
      const found = figuresOf([aPot({ people })], '2026-11-23').peopleReached;
      if (found === undefined) return;
      const { areas, otherAreas } = found;
      for (const which of ['target', 'achieved'] as const) {
        const lines = [...areas, ...(otherAreas === undefined ? [] : [otherAreas])];
        expect(lines.reduce((sum, one) => sum + one[which], 0)).toBe(found[which]);
        expect([found, ...lines].map((one) => peopleTold(one[which]))).not.toContain('few');
      }
    }),
  );
});
