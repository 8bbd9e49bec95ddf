import * as fc from 'fast-check';

import { bankHolidays, bankHolidaysPublishedUntil, type Division } from '../../src/domain/calendar/bank-holidays';
import { addToDate, type CalendarDate } from '../../src/domain/calendar/calendar';
import { addWorkingDays, isWorkingDay } from '../../src/domain/calendar/working-days';

const divisions: Division[] = ['england-and-wales', 'scotland', 'northern-ireland'];
const anyDivision = fc.constantFrom(...divisions);
const anyDate = fc.integer({ min: 0, max: 4 * 365 }).map((days) => addToDate('2025-01-01', `P${days}D`));

describe('the table of bank holidays', () => {
  it('has as many a year as GOV.UK publishes', () => {
    const count = (division: Division, year: number) =>
      [...bankHolidays[division]].filter((date) => date.startsWith(String(year))).length;
    for (const year of [2025, 2026, 2027, 2028]) {
      expect(count('england-and-wales', year)).toBe(8);
      expect(count('scotland', year)).toBe(year === 2026 ? 10 : 9); // 2026: the World Cup
      expect(count('northern-ireland', year)).toBe(10);
    }
  });

  it.each(divisions)('has only weekdays, in order, within the years it claims: %s', (division) => {
    const dates = [...bankHolidays[division]];
    expect(dates).toEqual(dates.toSorted());
    for (const date of dates) {
      expect([0, 6]).not.toContain(new Date(date).getUTCDay());
      expect(date <= bankHolidaysPublishedUntil).toBe(true);
    }
  });

  it.each<[CalendarDate, Division, boolean]>([
    ['2026-06-15', 'scotland', false],
    ['2026-06-15', 'england-and-wales', true],
    ['2026-08-03', 'scotland', false],
    ['2026-08-31', 'scotland', true],
    ['2026-08-31', 'england-and-wales', false],
    ['2027-01-04', 'scotland', false],
    ['2026-03-17', 'northern-ireland', false],
    ['2026-12-28', 'england-and-wales', false],
    ['2026-11-07', 'england-and-wales', false],
    ['2026-11-09', 'england-and-wales', true],
  ])('%s in %s: working day %p', (date, division, works) => {
    expect(isWorkingDay(date, division)).toBe(works);
  });
});

describe('addWorkingDays', () => {
  it.each<[CalendarDate, number, Division, CalendarDate]>([
    ['2026-11-06', 1, 'england-and-wales', '2026-11-09'],
    ['2026-12-23', 5, 'england-and-wales', '2027-01-04'],
    ['2026-12-23', 5, 'scotland', '2027-01-05'],
    ['2026-06-12', 1, 'scotland', '2026-06-16'],
    ['2026-11-09', -1, 'england-and-wales', '2026-11-06'],
    ['2026-11-07', 0, 'england-and-wales', '2026-11-09'],
    ['2026-11-09', 0, 'england-and-wales', '2026-11-09'],
  ])('%s and %i working days in %s is %s', (from, days, division, until) => {
    expect(addWorkingDays(from, days, division)).toBe(until);
  });

  it('ends on a working day, with just as many in between', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 30 }), anyDivision, (from, days, division) => {
        const until = addWorkingDays(from, days, division);
        expect(isWorkingDay(until, division)).toBe(true);
        let counted = 0;
        for (let day = from; day < until;) {
          day = addToDate(day, 'P1D');
          if (isWorkingDay(day, division)) counted += 1;
        }
        expect(counted).toBe(days);
      }),
    );
  });

  it('comes back to where it was, from a working day', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 30 }), anyDivision, (date, days, division) => {
        const from = addWorkingDays(date, 0, division);
        expect(addWorkingDays(addWorkingDays(from, days, division), -days, division)).toBe(from);
      }),
    );
  });

  it('counts whole days only', () => {
    expect(() => addWorkingDays('2026-11-09', 0.5, 'scotland')).toThrow(RangeError);
  });
});
