import { periodInWords } from '../../src/domain/period-in-words';

describe('a period in words', () => {
  it.each([
    ['P12M', '12 months'],
    ['P1D', '1 day'],
    ['P1Y6M', '1 year and 6 months'],
    ['P2W', '2 weeks'],
    ['PT30S', '30 seconds'],
    ['PT1H30M', '1 hour and 30 minutes'],
  ])('reads %s as %s', (period, words) => {
    expect(periodInWords(period)).toBe(words);
  });
});
