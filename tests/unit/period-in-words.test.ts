import { periodInWords, readPeriod } from '../../src/domain/policy/period-in-words';

describe('a period in words', () => {
  it.each([
    ['P12M', '12 months'],
    ['P1D', '1 day'],
    ['P1Y6M', '1 year and 6 months'],
    ['P2W', '2 weeks'],
    ['PT30S', '30 seconds'],
    ['PT1H30M', '1 hour and 30 minutes'],
    ['PT0S', 'at once'],
    ['P0D', '0 days'],
  ])('reads %s as %s', (period, words) => {
    expect(periodInWords(period)).toBe(words);
  });
});

test('what is written in words is read as the same period', () => {
  for (const period of ['P28D', 'P12M', 'P1Y6M', 'P1W', 'PT48H', 'PT30S', 'P0D', 'PT0S'])
    expect(readPeriod(periodInWords(period))).toBe(period);
  expect(readPeriod(' 2 WEEKS ')).toBe('P2W');
  expect(readPeriod('At once')).toBe('PT0S');
  for (const none of [
    '',
    'soon',
    '28',
    'days',
    '-3 days',
    '1.5 years',
    '1 day and 2 hours',
    '1 day and',
    '6 months and 1 year',
  ])
    expect([none, readPeriod(none)]).toEqual([none, undefined]);
});
