import { warningsOf, type Warned } from '../../src/domain/decision/grant-warnings';
import { pence } from '../../src/domain/money/money';

const calm: Warned = {
  askedPence: pence(150_000),
  incomePence: pence(500_000),
  overdueReports: 0,
  otherAwards: [],
  today: '2026-11-23',
  policy: { groupCapPence: pence(200_000), groupCapPeriod: 'P12M' },
  pot: {
    canStillBeAwardedPence: pence(150_000),
    cashPence: pence(100_000),
    owedPence: pence(0),
    expected: [{ amountPence: pence(50_000), on: '2027-01-29' }],
  },
};

test('an application that is in order has no warning', () => {
  expect(warningsOf(calm)).toEqual([]);
  expect(warningsOf({ ...calm, incomePence: undefined })).toEqual([]);
});

test('one over the group’s cap says what is left, and from when there is more', () => {
  const otherAwards = [{ decidedOn: '2026-06-01', amountPence: pence(60_000), cameBackPence: pence(0) }] as const;
  expect(warningsOf({ ...calm, otherAwards })).toEqual([
    { kind: 'over cap', awardablePence: 140_000, moreFrom: '2027-06-01' },
  ]);
  expect(warningsOf({ ...calm, otherAwards, askedPence: pence(140_000) })).toEqual([]);
});

test('an overdue report, an income that is less, a budget and a forecast of cash that are exceeded are each said', () => {
  expect(warningsOf({ ...calm, overdueReports: 2 })).toEqual([{ kind: 'report overdue', count: 2 }]);
  expect(warningsOf({ ...calm, incomePence: pence(149_999) })).toEqual([{ kind: 'over income', incomePence: 149_999 }]);
  const poor = { ...calm.pot!, canStillBeAwardedPence: pence(149_999) };
  expect(warningsOf({ ...calm, pot: poor })).toEqual([{ kind: 'over budget', leftPence: 149_999 }]);
  const promised = { ...calm.pot!, owedPence: pence(1) };
  expect(warningsOf({ ...calm, pot: promised })).toEqual([{ kind: 'over cash', shortPence: 1 }]);
});

test('once it is decided, what the pot and the cap leave is no longer asked', () => {
  const otherAwards = [{ decidedOn: '2026-06-01', amountPence: pence(200_000), cameBackPence: pence(0) }] as const;
  expect(warningsOf({ ...calm, otherAwards, pot: undefined })).toEqual([]);
});
