import { awardEffect, type PotBefore } from '../../src/domain/decision/award-effect';
import { pence } from '../../src/domain/money/money';

const pot: PotBefore = {
  canStillBeAwardedPence: pence(1_000_000),
  cashPence: pence(300_000),
  owedPence: pence(200_000),
  expected: [
    { amountPence: pence(50_000), on: '2027-01-29' },
    { amountPence: pence(100_000), on: '2027-03-01' },
  ],
};

test('an award is covered now while cash that is not spoken for is enough, and leaves so much less', () => {
  expect(awardEffect(pence(100_000), pot)).toEqual({
    canStillBeAwardedPence: 900_000,
    freeCash: { before: 100_000, after: 0 },
    forecast: { before: 250_000, after: 150_000 },
    coveredFrom: 'now',
  });
});

test('one that is larger waits for the instalment that brings the last penny', () => {
  expect(awardEffect(pence(100_001), pot).coveredFrom).toBe('2027-01-29');
  expect(awardEffect(pence(150_000), pot).coveredFrom).toBe('2027-01-29');
  expect(awardEffect(pence(150_001), pot)).toMatchObject({
    freeCash: { after: -50_001 },
    forecast: { after: 99_999 },
    coveredFrom: '2027-03-01',
  });
});

test('one that nothing expected covers is never covered', () => {
  expect(awardEffect(pence(250_001), pot)).toMatchObject({ forecast: { after: -1 }, coveredFrom: 'never' });
  expect(awardEffect(pence(100_001), { ...pot, expected: [] }).coveredFrom).toBe('never');
});

test('earlier awards that already wait for cash are paid first', () => {
  const crowded = { ...pot, owedPence: pence(340_000) };
  expect(awardEffect(pence(10_000), crowded)).toMatchObject({
    freeCash: { before: -40_000, after: -50_000 },
    coveredFrom: '2027-01-29',
  });
  expect(awardEffect(pence(10_001), crowded).coveredFrom).toBe('2027-03-01');
});
