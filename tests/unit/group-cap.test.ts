import * as fc from 'fast-check';

import { addToDate, type CalendarDate } from '../../src/domain/calendar/calendar';
import { awardableUnderCap, capFreeFrom, type CountedAward } from '../../src/domain/decision/group-cap';
import { pence } from '../../src/domain/money/money';

const award = (decidedOn: CalendarDate, pounds: number, cameBack = 0): CountedAward => ({
  decidedOn,
  amountPence: pence(pounds * 100),
  cameBackPence: pence(cameBack * 100),
});

const ask = (awards: readonly CountedAward[], decidedOn: CalendarDate) => ({
  awards,
  decidedOn,
  capPence: pence(200_000),
  period: 'P12M',
});

describe('the cap of a group within twelve months', () => {
  it('leaves £1,500 on 1 February 2027 after £500 on 1 June 2026', () => {
    expect(awardableUnderCap(ask([award('2026-06-01', 500)], '2027-02-01'))).toBe(150_000);
  });

  it('counts an award until the day before twelve months are over', () => {
    expect(awardableUnderCap(ask([award('2026-06-01', 500)], '2027-05-31'))).toBe(150_000);
    expect(awardableUnderCap(ask([award('2026-06-01', 500)], '2027-06-01'))).toBe(200_000);
  });

  it('counts an award of a leap day until 28 February', () => {
    expect(awardableUnderCap(ask([award('2028-02-29', 500)], '2029-02-27'))).toBe(150_000);
    expect(awardableUnderCap(ask([award('2028-02-29', 500)], '2029-02-28'))).toBe(200_000);
  });

  it('does not count what came back', () => {
    expect(
      awardableUnderCap(ask([award('2026-06-01', 500, 200), award('2026-07-01', 1_000, 1_000)], '2027-02-01')),
    ).toBe(170_000);
  });

  it('leaves nothing, and never less, when more was awarded under another cap', () => {
    expect(awardableUnderCap(ask([award('2026-06-01', 2_500)], '2027-02-01'))).toBe(0);
  });

  it('counts an award that was decided later, when a meeting is recorded late', () => {
    expect(awardableUnderCap(ask([award('2027-03-01', 1_200)], '2027-02-01'))).toBe(80_000);
  });

  it('does not add up awards that no twelve months hold together', () => {
    const awards = [award('2026-03-02', 1_500), award('2027-12-01', 1_500)];
    expect(awardableUnderCap(ask(awards, '2027-03-01'))).toBe(50_000);
    expect(awardableUnderCap(ask(awards, '2027-03-02'))).toBe(50_000);
  });

  it('does not count an award that is decided just twelve months later', () => {
    expect(awardableUnderCap(ask([award('2027-06-01', 500)], '2026-06-01'))).toBe(200_000);
    expect(awardableUnderCap(ask([award('2027-05-31', 500)], '2026-06-01'))).toBe(150_000);
  });

  it('does not promise more from a day on which a later award still takes all', () => {
    const awards = [award('2026-06-01', 500), award('2027-05-15', 2_000)];
    expect(capFreeFrom(ask(awards, '2027-02-01'))).toBe('2028-05-15');
  });

  it('says from when more can be awarded', () => {
    const awards = [award('2026-06-01', 500), award('2026-09-01', 0), award('2026-12-01', 1_500)];
    expect(capFreeFrom(ask(awards, '2027-02-01'))).toBe('2027-06-01');
    expect(capFreeFrom(ask(awards, '2027-06-01'))).toBe('2027-12-01');
    expect(capFreeFrom(ask(awards, '2027-12-01'))).toBeUndefined();
    expect(capFreeFrom(ask([], '2027-12-01'))).toBeUndefined();
  });
});

describe('any history of awards', () => {
  const anyDay = fc.integer({ min: 0, max: 1_400 }).map((days) => addToDate('2026-01-01', `P${days}D`));
  const anyAward = fc.tuple(anyDay, fc.integer({ min: 0, max: 900 })).map(([day, pounds]) => award(day, pounds));

  it('never lets any twelve months hold more than the cap, if each award was within it when decided', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyDay, fc.integer({ min: 0, max: 2_000 })), { maxLength: 10 }), (wishes) => {
        const given: CountedAward[] = [];
        for (const [day, pounds] of wishes) {
          const awardable = awardableUnderCap(ask(given, day));
          if (pounds * 100 <= awardable) given.push(award(day, pounds));
        }
        for (const { decidedOn: start } of given) {
          const end = addToDate(start, 'P12M');
          const within = given.filter((one) => one.decidedOn >= start && one.decidedOn < end);
          expect(within.reduce((sum, one) => sum + one.amountPence, 0)).toBeLessThanOrEqual(200_000);
        }
      }),
    );
  });

  it('says the first day on which more can be awarded, not a later one', () => {
    fc.assert(
      fc.property(fc.array(anyAward, { maxLength: 4 }), anyDay, (awards, day) => {
        const past = awards.filter(({ decidedOn }) => decidedOn <= day);
        const now = awardableUnderCap(ask(past, day));
        const free = capFreeFrom(ask(past, day));
        if (free === undefined) {
          expect(now).toBe(200_000);
        } else {
          expect(awardableUnderCap(ask(past, free))).toBeGreaterThan(now);
          expect(awardableUnderCap(ask(past, addToDate(free, '-P1D')))).toBe(now);
        }
      }),
    );
  });
});
