import { named } from '../../src/http/pages/purchases/named';
import { purchaseWords } from '../../src/http/pages/purchases/words';

const line = (which: string, price = '£35', on = '24 Nov 2026', what = 'Counselling') => ({ what, which, price, on });
const names = (...lines: readonly ReturnType<typeof line>[]) => named(lines).map(({ what, name }) => `${what} ${name}`);

test('purchases are told apart by whose they are', () => {
  expect(names(line('CRO-2026-0006, WC-1047'), line('CRO-2026-0006, WC-1048'))).toEqual([
    'Counselling CRO-2026-0006, WC-1047',
    'Counselling CRO-2026-0006, WC-1048',
  ]);
});

test('for who may not know the client, by price and day, and then by their place', () => {
  expect(
    names(line('CRO-2026-0006'), line('CRO-2026-0006', '£40'), line('CRO-2026-0006'), line('', '£5', '', 'Bus')),
  ).toEqual([
    'Counselling CRO-2026-0006, £35, 24 Nov 2026, 1',
    'Counselling CRO-2026-0006, £40, 24 Nov 2026',
    'Counselling CRO-2026-0006, £35, 24 Nov 2026, 2',
    'Bus ',
  ]);
});

test.each([
  [purchaseWords.list.orders(1), true, 0, 'One order. Nothing waits for you.'],
  [purchaseWords.list.orders(4), true, 1, '4 orders. One waits for you.'],
  [purchaseWords.list.orders(25), false, 2, '25 orders on this page. 2 wait for you.'],
  [purchaseWords.list.purchases(4), true, undefined, '4 purchases.'],
])('%p of a list, all of them %p, of which %p wait', (many, isAll, yours, said) => {
  expect(purchaseWords.list.counted(many, isAll, yours)).toBe(said);
});
