import * as fc from 'fast-check';

import {
  addPeriod,
  addToDate,
  afterPause,
  calendarDate,
  compareInstants,
  dateInWords,
  endOfDay,
  type Instant,
  instant,
  instantInWords,
  isCalendarDate,
  kindOfPeriod,
  londonDate,
  londonInstant,
  londonTime,
  millisecondsUntil,
  monthsBefore,
  shortDateInWords,
  subtractPeriod,
  timeInWords,
} from '../../src/domain/calendar/calendar';

/** Any instant from 2024 (a leap year) to 2032 (another), clock changes included. */
const anyInstant = fc
  .integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2032, 11, 31) })
  .map((milliseconds) => instant(new Date(milliseconds).toISOString()));

/** London's offset from UTC by the rule in force: summer time from the last Sunday of March to that of October, 1am UTC. */
function hoursAheadOfUtc(at: Instant): number {
  const year = new Date(at).getUTCFullYear();
  const lastSundayAtOne = (month: number) => {
    const end = new Date(Date.UTC(year, month + 1, 0, 1));
    return end.getTime() - end.getUTCDay() * 86_400_000;
  };
  const time = new Date(at).getTime();
  return time >= lastSundayAtOne(2) && time < lastSundayAtOne(9) ? 1 : 0;
}

describe('periods on the calendar', () => {
  it.each<[string, Instant, string, Instant]>([
    ['28 days over the end of summer time', '2026-10-05T09:00:00.000Z', 'P28D', '2026-11-02T17:00:00.000Z'],
    ['28 days over the start of summer time', '2026-03-02T09:00:00.000Z', 'P28D', '2026-03-30T16:00:00.000Z'],
    ['a year that ends in summer time', '2026-07-01T20:00:00.000Z', 'P12M', '2027-07-01T16:00:00.000Z'],
    ['a year from a leap day', '2028-02-29T12:00:00.000Z', 'P12M', '2029-02-28T17:00:00.000Z'],
    ['a year over a leap day', '2027-03-01T12:00:00.000Z', 'P12M', '2028-03-01T17:00:00.000Z'],
    ['a month to a shorter one', '2027-01-31T12:00:00.000Z', 'P1M', '2027-02-28T17:00:00.000Z'],
    ['a week', '2026-11-09T10:00:00.000Z', 'P1W', '2026-11-16T17:00:00.000Z'],
    ['months and days', '2026-11-09T10:00:00.000Z', 'P1M14D', '2026-12-23T17:00:00.000Z'],
    ['nothing: the end of the day', '2026-11-09T10:00:00.000Z', 'P0D', '2026-11-09T17:00:00.000Z'],
    ['from 11.30pm UTC, when it is tomorrow in London', '2026-06-30T23:30:00.000Z', 'P1D', '2026-07-02T16:00:00.000Z'],
    ['back', '2026-11-30T17:00:00.000Z', '-P14D', '2026-11-16T17:00:00.000Z'],
  ])('counts %s', (_, from, period, until) => {
    expect(addPeriod(from, period)).toBe(until);
  });

  it('ends at 5pm London time of the day that the calendar names, whatever the clocks do', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 800 }), (from, days) => {
        const until = addPeriod(from, `P${days}D`);
        const dayInLondon = new Date(new Date(from).getTime() + hoursAheadOfUtc(from) * 3_600_000);
        dayInLondon.setUTCDate(dayInLondon.getUTCDate() + days);
        const expected = `${dayInLondon.toISOString().slice(0, 10)}T${17 - hoursAheadOfUtc(until)}:00:00.000Z`;
        expect(until).toBe(expected);
      }),
    );
  });

  it('lands on the same day of the month a year later, but for a leap day', () => {
    fc.assert(
      fc.property(anyInstant, (from) => {
        const before = londonDate(from);
        const after = londonDate(addPeriod(from, 'P12M'));
        const year = Number(before.slice(0, 4)) + 1;
        const day = before.endsWith('02-29') ? '02-28' : before.slice(5);
        expect(after).toBe(`${year}-${day}`);
      }),
    );
  });

  it('never ends earlier for a later start', () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, fc.constantFrom('P5D', 'P1M', 'P12M', 'PT30S'), (one, other, period) => {
        const [first, second] = compareInstants(one, other) <= 0 ? [one, other] : [other, one];
        expect(compareInstants(addPeriod(first, period), addPeriod(second, period))).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('exact periods', () => {
  it.each<[Instant, string, Instant]>([
    ['2026-10-25T00:30:00.000Z', 'PT1H', '2026-10-25T01:30:00.000Z'],
    ['2026-11-09T10:00:00.123Z', 'PT30S', '2026-11-09T10:00:30.123Z'],
    ['2026-03-28T12:00:00.000Z', 'PT24H', '2026-03-29T12:00:00.000Z'],
    ['2026-11-09T10:00:30.000Z', '-PT30S', '2026-11-09T10:00:00.000Z'],
  ])('%s and %s make %s', (from, period, until) => {
    expect(addPeriod(from, period)).toBe(until);
  });

  it('take as long as they say, over any clock change', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 50_000_000 }), (from, seconds) => {
        expect(millisecondsUntil(from, addPeriod(from, `PT${seconds}S`))).toBe(seconds * 1_000);
      }),
    );
  });

  it('are undone by subtraction', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 5_000_000 }), (from, seconds) => {
        const period = `PT${seconds}S`;
        expect(subtractPeriod(addPeriod(from, period), period)).toBe(from);
        expect(subtractPeriod(from, `-${period}`)).toBe(addPeriod(from, period));
      }),
    );
  });
});

describe('malformed periods', () => {
  it.each([
    '',
    'P',
    'PT',
    '28D',
    'P1.5D',
    'P1DT2H',
    'P28',
    'p28d',
    'P1D1M',
    'PT1S1H',
    ' P1D',
    'P-1D',
    '1PT1H',
    'PT1H1',
    '1P1D',
    'P1D1',
  ])('%p is none', (text) => {
    expect(kindOfPeriod(text)).toBeUndefined();
    expect(() => addPeriod('2026-11-09T10:00:00.000Z', text)).toThrow(RangeError);
  });
});

describe('dates', () => {
  it('are those of London', () => {
    expect(londonDate('2026-06-30T23:30:00.000Z')).toBe('2026-07-01');
    expect(londonDate('2026-12-31T23:30:00.000Z')).toBe('2026-12-31');
    expect(londonDate('2026-06-30T22:59:59.999Z')).toBe('2026-06-30');
    expect(londonDate('2026-06-30T23:00:00.000Z')).toBe('2026-07-01'); // of an hour that was asked for before
    expect(() => londonDate('2026-06-30T23:60:00.000Z')).toThrow(RangeError);
  });

  it('end at 5pm', () => {
    expect(endOfDay('2026-12-01')).toBe('2026-12-01T17:00:00.000Z');
    expect(endOfDay('2026-07-01')).toBe('2026-07-01T16:00:00.000Z');
  });

  it('go back by months', () => {
    expect(monthsBefore('2027-02-01', 12)).toBe('2026-02-01');
    expect(monthsBefore('2029-02-28', 12)).toBe('2028-02-28');
    expect(monthsBefore('2028-02-29', 12)).toBe('2027-02-28');
  });

  it('move by the calendar only', () => {
    expect(addToDate('2026-06-01', 'P12M')).toBe('2027-06-01');
    expect(() => addToDate('2026-06-01', 'PT24H')).toThrow(RangeError);
  });

  const isoButNotOurs = ['20261109', '+002026-11-09', '2026-11-09T10:00', '2026-11-09[u-ca=iso8601]'];

  it.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '2026-11-09T10:00:00.000Z', '', ...isoButNotOurs])(
    '%p is none',
    (text) => {
      expect(isCalendarDate(text)).toBe(false);
      expect(() => calendarDate(text)).toThrow(RangeError);
    },
  );
});

describe('instants', () => {
  it.each([
    ['2026-11-09T10:00:00Z', '2026-11-09T10:00:00.000Z'],
    ['2026-11-09T11:00:00+01:00', '2026-11-09T10:00:00.000Z'],
    ['2026-11-09T10:00:00.123999Z', '2026-11-09T10:00:00.123Z'],
  ])('%s is kept as %s', (text, kept) => {
    expect(instant(text)).toBe(kept);
  });

  it('refuse a text without an offset', () => {
    expect(() => instant('2026-11-09T10:00:00')).toThrow(RangeError);
  });

  it('sort by time', () => {
    const list: Instant[] = ['2026-11-09T10:00:00.500Z', '2026-11-09T10:00:00.000Z'];
    expect(list.toSorted(compareInstants)).toEqual(list.toReversed());
  });
});

describe('a paused clock', () => {
  it.each<[string, Instant, Instant, Instant, Instant]>([
    [
      'part of a day',
      '2026-12-01T17:00:00.000Z',
      '2026-11-20T09:00:00.000Z',
      '2026-11-20T16:00:00.000Z',
      '2026-12-02T17:00:00.000Z',
    ],
    [
      'whole days',
      '2026-12-01T17:00:00.000Z',
      '2026-11-20T09:00:00.000Z',
      '2026-11-23T09:00:00.000Z',
      '2026-12-04T17:00:00.000Z',
    ],
    [
      'over a clock change',
      '2026-10-20T16:00:00.000Z',
      '2026-10-10T09:00:00.000Z',
      '2026-10-20T09:00:00.000Z',
      '2026-10-30T17:00:00.000Z',
    ],
    [
      'an exact deadline',
      '2026-11-09T10:00:30.000Z',
      '2026-11-09T10:00:00.000Z',
      '2026-11-09T10:00:07.000Z',
      '2026-11-09T10:00:37.000Z',
    ],
    [
      'no time at all',
      '2026-12-01T17:00:00.000Z',
      '2026-11-20T09:00:00.000Z',
      '2026-11-20T09:00:00.000Z',
      '2026-12-01T17:00:00.000Z',
    ],
  ])('moves a deadline: %s', (_, dueAt, pausedAt, resumedAt, moved) => {
    expect(afterPause(dueAt, pausedAt, resumedAt)).toBe(moved);
  });

  it('never takes time away, and gives less than a day or so too much', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 90 * 86_400 }), fc.boolean(), (from, seconds, atFive) => {
        const dueAt = atFive ? addPeriod(from, 'P28D') : addPeriod(from, 'PT90S');
        const moved = afterPause(dueAt, from, addPeriod(from, `PT${seconds}S`));
        const extra = millisecondsUntil(dueAt, moved) - seconds * 1_000;
        expect(extra).toBeGreaterThanOrEqual(0);
        expect(extra).toBeLessThanOrEqual(25 * 3_600_000);
      }),
    );
  });
});

describe('in words', () => {
  it('has the same months and weekdays as everybody', () => {
    const usual = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
    const day = usual({ day: 'numeric', month: 'long', year: 'numeric' });
    const weekday = usual({ weekday: 'long' });
    for (let days = 0; days < 366; days += 1) {
      const date = addToDate('2028-01-01', `P${days}D`);
      const words = day.format(new Date(date));
      expect(dateInWords(date)).toBe(words);
      expect(shortDateInWords(date)).toBe(words.replace(/([A-Z][a-z]{2})[a-z]*/, '$1'));
      expect(instantInWords(endOfDay(date))).toBe(`5pm on ${weekday.format(new Date(date))} ${words}`);
    }
  });

  it('reads a day', () => {
    expect(dateInWords('2026-12-01')).toBe('1 December 2026');
  });

  it.each<[Instant, string]>([
    ['2026-12-01T17:00:00.000Z', '5pm on Tuesday 1 December 2026'],
    ['2026-07-01T08:30:00.000Z', '9:30am on Wednesday 1 July 2026'],
    ['2026-12-01T00:05:00.000Z', '12:05am on Tuesday 1 December 2026'],
    ['2026-12-01T12:00:00.000Z', '12pm on Tuesday 1 December 2026'],
  ])('reads %s as %s', (at, words) => {
    expect(instantInWords(at)).toBe(words);
  });

  it('takes a clock time of a day in London, and gives it back', () => {
    expect(londonInstant('2026-12-01', '18:30')).toBe('2026-12-01T18:30:00.000Z');
    expect(londonInstant('2026-07-01', '18:30')).toBe('2026-07-01T17:30:00.000Z');
    expect(londonTime('2026-07-01T17:30:00.000Z')).toBe('18:30');
    expect(timeInWords('18:30')).toBe('6:30pm');
  });
});
