import * as fc from 'fast-check';

import {
  addPence,
  formatPounds,
  formatToThePenny,
  lesserPence,
  MICRO_GRANT_CEILING,
  pence,
  sharesOf,
  subtractPence,
  sumPence,
  ZERO,
} from '../../src/domain/money/money';

const anyPence = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(pence);
const notNegative = fc.integer({ min: 0, max: 1_000_000_000 }).map(pence);

describe('pence', () => {
  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1])('refuses %p', (amount) => {
    expect(() => pence(amount)).toThrow(RangeError);
  });

  it('has one zero', () => {
    expect(Object.is(pence(-0), 0)).toBe(true);
    expect(Object.is(subtractPence(pence(5), pence(5)), 0)).toBe(true);
  });

  it('refuses a sum that is no longer exact', () => {
    expect(() => addPence(pence(Number.MAX_SAFE_INTEGER), pence(1))).toThrow(RangeError);
  });

  it('caps a micro-grant at £2,000', () => {
    expect(formatPounds(MICRO_GRANT_CEILING)).toBe('£2,000');
  });
});

describe('sums', () => {
  it('undoes an addition by a subtraction', () => {
    fc.assert(
      fc.property(anyPence, anyPence, (one, other) => {
        expect(subtractPence(addPence(one, other), other)).toBe(one);
      }),
    );
  });

  it('does not depend on order', () => {
    fc.assert(
      fc.property(fc.array(anyPence), (list) => {
        expect(sumPence(list)).toBe(sumPence(list.toReversed()));
      }),
    );
  });

  it('of nothing is zero', () => {
    expect(sumPence([])).toBe(ZERO);
  });

  it('takes the lesser of two', () => {
    expect(lesserPence(pence(3), pence(2))).toBe(2);
    expect(lesserPence(pence(2), pence(3))).toBe(2);
  });
});

describe('formatPounds', () => {
  it.each([
    [199_900, '£1,999'],
    [199_950, '£1,999.50'],
    [5, '£0.05'],
    [0, '£0'],
    [-6_501, '−£65.01'],
    [1_193_400, '£11,934'],
    [123_456_789_00, '£123,456,789'],
    [99_999, '£999.99'],
  ])('writes %i pence as %s', (amount, written) => {
    expect(formatPounds(pence(amount))).toBe(written);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(anyPence, (amount) => {
        const [pounds = '', pennies = '00'] = formatPounds(amount).replace('−', '-').replace(/[£,]/g, '').split('.');
        expect(Math.abs(Number(pounds)) * 100 + Number(pennies)).toBe(Math.abs(amount));
      }),
    );
  });
});

describe('sharesOf', () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 12 })
    .filter((list) => list.some((weight) => weight > 0));

  it('adds up to the penny, for any sum and any weights', () => {
    fc.assert(
      fc.property(notNegative, weights, (total, list) => {
        const shares = sharesOf(total, list);
        expect(shares).toHaveLength(list.length);
        expect(sumPence(shares)).toBe(total);
      }),
    );
  });

  it('is never a penny or more away from the exact share, and gives nothing for no weight', () => {
    fc.assert(
      fc.property(notNegative, weights, (total, list) => {
        const whole = list.reduce((sum, weight) => sum + weight, 0);
        sharesOf(total, list).forEach((share, position) => {
          const weight = list[position] ?? 0;
          expect(Math.abs(share - (total * weight) / whole)).toBeLessThan(1);
          if (weight === 0) expect(share).toBe(0);
        });
      }),
    );
  });

  it('gives the odd pennies to those who lost most, the earlier first', () => {
    expect(sharesOf(pence(100), [1, 1, 1])).toEqual([34, 33, 33]);
    expect(sharesOf(pence(199_901), [50, 50])).toEqual([99_951, 99_950]);
    expect(sharesOf(pence(10), [1, 2, 4])).toEqual([1, 3, 6]);
    expect(sharesOf(pence(10), [5, 2])).toEqual([7, 3]);
  });

  it('is exact where a number would not be', () => {
    const total = pence(Number.MAX_SAFE_INTEGER);
    expect(sumPence(sharesOf(total, [3_333, 3_333, 3_334]))).toBe(total);
  });

  it.each([[[]], [[0, 0]], [[-1, 2]], [[0.5, 0.5]]])('refuses the weights %p', (list) => {
    expect(() => sharesOf(pence(100), list)).toThrow(RangeError);
  });

  it('refuses to split a debt', () => {
    expect(() => sharesOf(pence(-1), [1])).toThrow(RangeError);
  });
});

test('who authorises reads the pennies too', () => {
  expect(formatToThePenny(pence(993_400))).toBe('£9,934.00');
  expect(formatToThePenny(pence(199_950))).toBe('£1,999.50');
});
