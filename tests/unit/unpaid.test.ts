import * as fc from 'fast-check';

import type { Account, Transfer } from '../../src/domain/money/accounts';
import { budget, cash } from '../../src/domain/money/accounts';
import { addPence, pence, sumPence } from '../../src/domain/money/money';
import { giveBackUnpaid, paymentUnderWay, type OpenPayment } from '../../src/domain/award/unpaid';

const potId = 'pot';
const grantId = 'grant';
const payment = (paymentId: string, state: string, amount: number, attempt = 1): OpenPayment => ({
  paymentId,
  state,
  amountPence: pence(amount),
  attempt,
});
const end = (committed: number, payments: readonly OpenPayment[]) =>
  giveBackUnpaid({ potId, grantId, committedPence: pence(committed), payments, because: 'underspend' });
const into = (account: Account, transfers: readonly Transfer[]) =>
  sumPence(transfers.filter(({ to }) => to.code === account.code).map(({ amountPence }) => amountPence));

describe('what ending a grant gives back', () => {
  it('is what was committed, what was promised, and the cash that was reserved', () => {
    const given = end(50_000, [
      payment('a', 'settled', 60_000),
      payment('b', 'ready', 40_000, 2),
      payment('c', 'waiting_for_cash', 30_000),
      payment('d', 'scheduled', 50_000),
    ]);
    expect(given).toMatchObject({ notPaidPence: 120_000, cancelled: ['b', 'c', 'd'], freedPence: 40_000 });
    expect(given.transfers.map(({ key }) => key)).toEqual([
      'grant:grant:underspend:1',
      'payment:b:cancel:2',
      'payment:c:cancel:1',
      'payment:b:cancel:2',
    ]);
    expect(into(budget.available(potId), given.transfers)).toBe(120_000);
    expect(into(cash.bank(potId), given.transfers)).toBe(40_000);
  });

  it('is the promise, but no cash, of a payment that the bank sent back', () => {
    const given = end(0, [payment('a', 'returned', 20_000, 3)]);
    expect(given).toMatchObject({ notPaidPence: 20_000, cancelled: ['a'], freedPence: 0 });
    expect(given.transfers).toHaveLength(1);
  });

  it('is nothing where all was paid', () => {
    expect(end(0, [payment('a', 'settled', 200_000), payment('b', 'cancelled', 1)])).toEqual({
      transfers: [],
      notPaidPence: 0,
      cancelled: [],
      freedPence: 0,
    });
  });

  it('waits for a payment whose way is not known yet', () => {
    for (const state of ['in_run', 'authorised', 'sent', 'unknown']) {
      expect(paymentUnderWay([payment('a', 'settled', 1), payment('b', state, 1)])).toMatchObject({ paymentId: 'b' });
    }
    for (const state of ['scheduled', 'waiting_for_cash', 'ready', 'settled', 'returned', 'cancelled']) {
      expect(paymentUnderWay([payment('a', state, 1)])).toBeUndefined();
    }
  });

  it('adds up with what was paid, whatever the states', () => {
    const anyPayment = fc
      .record({
        state: fc.constantFrom('scheduled', 'waiting_for_cash', 'ready', 'settled', 'returned', 'cancelled'),
        amount: fc.integer({ min: 1, max: 200_000 }),
      })
      .map(({ state, amount }) => ({ state, amount }));
    fc.assert(
      fc.property(fc.array(anyPayment, { maxLength: 6 }), (list) => {
        const payments = list.map(({ state, amount }, n) => payment(`p${n}`, state, amount));
        const inState = (...states: string[]) =>
          sumPence(payments.filter(({ state }) => states.includes(state)).map(({ amountPence }) => amountPence));
        const given = end(inState('scheduled'), payments);
        expect(addPence(given.notPaidPence, inState('settled', 'cancelled'))).toBe(
          sumPence(payments.map((one) => one.amountPence)),
        );
        expect(into(budget.available(potId), given.transfers)).toBe(given.notPaidPence);
        expect(into(cash.bank(potId), given.transfers)).toBe(given.freedPence);
        const keys = given.transfers.map(({ from, key }) => `${from.book} ${key}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
