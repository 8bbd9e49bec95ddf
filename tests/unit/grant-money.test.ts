import type { GrantData } from '../../src/http/pages/grants/grant/data';
import { moneyOf } from '../../src/http/pages/grants/grant/money';

type Grant = GrantData['grant'];

const decisions = [{ decidedAt: '2026-11-23T12:00:00.000Z' }];
const money = { awardedPence: 150_000, paidPence: 0, promisedPence: 12_000, leftPence: 138_000 };
const others = { cameBackPence: 0, refundDuePence: 0, refundedPence: 0, writtenOffPence: 0 };

/** The lines behind each sum of a grant's money, as `Left: …`. */
function lines(drawnDownByPurchases: boolean, more: object = {}, refunds: readonly object[] = []): readonly string[] {
  const grant = {
    money: { ...money, ...others, ...more },
    payments: [],
    decisions,
    refunds,
    award: { drawnDownByPurchases },
  };
  return moneyOf({ grant: grant as unknown as Grant }).flatMap(({ words, lines: of }) =>
    of.map((line) => `${words}: ${line.words}, ${line.amount}`),
  );
}

test('what a budget holder ordered waits for its invoice to be matched, and the rest is promised to nobody', () => {
  expect(lines(true)).toEqual([
    'Awarded: Decided on 23 Nov 2026, £1,500',
    'Promised, not yet paid: Ordered, with no invoice matched yet, £120',
    'Left: Not promised to anybody yet, £1,380',
  ]);
});

test('what a group was offered is promised to it, and has only no day yet', () => {
  expect(lines(false, { promisedPence: 0, leftPence: 150_000 })).toEqual([
    'Awarded: Decided on 23 Nov 2026, £1,500',
    'Left: With no day of payment yet, £1,500',
  ]);
});

test('money that is due back says by when', () => {
  const refund = { state: 'due', amountPence: 10_000, dueAt: '2026-12-21T17:00:00.000Z', receivedOn: null };
  expect(lines(false, { promisedPence: 0, leftPence: 0, refundDuePence: 10_000 }, [refund])).toContain(
    'Due back from the group: By 21 Dec 2026, £100',
  );
});
