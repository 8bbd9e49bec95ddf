import * as fc from 'fast-check';

import { type PlannedInstalment, planInstalments, replanInstalments } from '../../src/domain/award/instalment-plan';
import { pence, sumPence } from '../../src/domain/money/money';
import { defaultPolicy, type PolicyInstalment } from '../../src/domain/policy/policy';

const halves = {
  instalments: [
    { sharePercent: 50, dueAfter: 'P7D' },
    { sharePercent: 50, dueAfter: 'P6M' },
  ],
};

const anyAward = fc.integer({ min: 0, max: 200_000 }).map(pence);

/** Any whole shares that add up to 100. */
const anyPlan = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 3 }).map((firsts): PolicyInstalment[] => {
  const last = 100 - firsts.reduce((sum, share) => sum + share, 0);
  return [...firsts, last].map((sharePercent, position) => ({ sharePercent, dueAfter: `P${position}M` }));
});

const total = (plan: readonly PlannedInstalment[]) => sumPence(plan.map(({ amountPence }) => amountPence));

describe('an instalment plan', () => {
  it('pays all at once by default, a week after acceptance', () => {
    expect(planInstalments(pence(199_900), defaultPolicy, '2026-11-02T10:00:00.000Z')).toEqual([
      { number: 1, amountPence: 199_900, dueAt: '2026-11-09T17:00:00.000Z' },
    ]);
  });

  it('splits to the penny, by the calendar', () => {
    expect(planInstalments(pence(193_501), halves, '2026-11-02T10:00:00.000Z')).toEqual([
      { number: 1, amountPence: 96_751, dueAt: '2026-11-09T17:00:00.000Z' },
      { number: 2, amountPence: 96_750, dueAt: '2027-05-02T16:00:00.000Z' },
    ]);
  });

  it('may be due at once, to the millisecond', () => {
    const policy = { instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] };
    expect(planInstalments(pence(1), policy, '2026-11-02T10:00:00.123Z')[0]?.dueAt).toBe('2026-11-02T10:00:00.123Z');
  });

  it('has no instalment of nothing', () => {
    expect(planInstalments(pence(1), halves, '2026-11-02T10:00:00.000Z').map(({ number }) => number)).toEqual([1]);
    expect(planInstalments(pence(0), halves, '2026-11-02T10:00:00.000Z')).toEqual([]);
  });

  it('adds up to the award, whatever the award and the plan', () => {
    fc.assert(
      fc.property(anyAward, anyPlan, (award, instalments) => {
        const plan = planInstalments(award, { instalments }, '2026-11-02T10:00:00.000Z');
        expect(total(plan)).toBe(award);
        expect(plan.every(({ amountPence }) => amountPence > 0)).toBe(true);
        expect(plan.map(({ dueAt }) => dueAt)).toEqual(plan.map(({ dueAt }) => dueAt).toSorted());
      }),
    );
  });
});

describe('what is still open, planned anew', () => {
  const plan = planInstalments(pence(200_000), halves, '2026-11-02T10:00:00.000Z');

  it('keeps numbers and dates', () => {
    expect(replanInstalments(pence(50_000), plan.slice(1))).toEqual([
      { number: 2, amountPence: 50_000, dueAt: '2027-05-02T16:00:00.000Z' },
    ]);
    expect(replanInstalments(pence(0), plan)).toEqual([]);
    expect(replanInstalments(pence(0), [])).toEqual([]);
  });

  it('has to have an instalment to pay by', () => {
    expect(() => replanInstalments(pence(1), [])).toThrow(RangeError);
  });

  it('adds up to what is left', () => {
    fc.assert(
      fc.property(anyAward, fc.integer({ min: 4, max: 200_000 }).map(pence), anyPlan, (left, award, instalments) => {
        const open = planInstalments(award, { instalments }, '2026-11-02T10:00:00.000Z');
        expect(total(replanInstalments(left, open))).toBe(left);
      }),
    );
  });
});
