import { parsePeriod, periodRefusal } from '../../src/domain/policy/period';

describe('a period that somebody gives', () => {
  it.each(['P28D', 'P12M', 'P1Y', 'P2W', 'PT30S', 'PT48H', 'P1M14D', 'P0D', 'P30Y', 'P10980D'])(
    '%s is taken',
    (text) => {
      expect(parsePeriod(text)).toBe(text);
    },
  );

  it.each([
    ['28 days', {}, 'PERIOD_MALFORMED'],
    ['P1DT2H', {}, 'PERIOD_MALFORMED'],
    ['-P14D', {}, 'PERIOD_NEGATIVE'],
    ['PT48H', { calendarOnly: true }, 'PERIOD_NOT_CALENDAR'],
    ['P2800W', {}, 'PERIOD_TOO_LONG'],
    ['P10981D', {}, 'PERIOD_TOO_LONG'],
    ['PT950400000S', {}, 'PERIOD_TOO_LONG'],
  ])('%s is refused', (text, rule, code) => {
    expect(periodRefusal(text, { ...rule, field: '/offer/validFor' })).toMatchObject({
      code,
      field: '/offer/validFor',
    });
  });

  it('may be negative where the rule says so', () => {
    expect(parsePeriod('-P14D', { mayBeNegative: true })).toBe('-P14D');
  });
});
