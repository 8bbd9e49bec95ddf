import { sum, sumsAlike, toThePenny } from '../../src/http/pages/frame/sum';

test.each([
  [
    [199_900, 200_000],
    ['£1,999', '£2,000'],
  ],
  [
    [199_950, 200_000],
    ['£1,999.50', '£2,000.00'],
  ],
  [
    [-6_600, 50, null],
    ['−£66.00', '£0.50', ''],
  ],
  [
    [null, undefined, 0],
    ['', '', '£0'],
  ],
  [[], []],
])('%p stand together as %p', (amounts, written) => {
  expect(amounts.map(sumsAlike(amounts))).toEqual(written);
});

test('a sum alone has pennies only where there are any, and one that is authorised always', () => {
  expect([sum(200_000), sum(200_050), toThePenny(200_000)]).toEqual(['£2,000', '£2,000.50', '£2,000.00']);
});
