import { budget, cash, transfer, type Account } from '../../src/domain/money/accounts';
import { pence } from '../../src/domain/money/money';

const [fund, pot, grant] = ['f', 'p', 'g'];
const all: readonly Account[] = [
  budget.pledge(fund),
  budget.owedToFunder(fund),
  budget.available(pot),
  budget.committed(pot, grant),
  budget.promised(pot, grant),
  budget.spent(pot, grant),
  budget.refundDue(pot, grant),
  budget.writtenOff(pot, grant),
  cash.funder(fund),
  cash.bank(pot),
  cash.reserved(pot),
  cash.inTransit(pot),
  cash.payee(pot),
];

describe('accounts', () => {
  test('have a code of their own each, which says book, kind and owner', () => {
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
    for (const { code, book, kind, fundId, potId, grantId } of all) {
      const [owner, id] = grantId !== null ? ['grant', grantId] : potId !== null ? ['pot', potId] : ['fund', fundId];
      expect(code).toBe([book, kind, owner, id].join('/'));
    }
  });

  test('of two owners are two accounts, of one owner one', () => {
    expect(budget.available('p1').code).not.toBe(budget.available('p2').code);
    expect(budget.committed('p1', 'g1').code).not.toBe(budget.committed('p1', 'g2').code);
    expect(cash.bank('p1')).toEqual(cash.bank('p1'));
  });

  test('of a grant name its pot, so that a pot’s money can be added up', () => {
    for (const account of all.filter(({ grantId }) => grantId !== null)) expect(account.potId).toBe(pot);
  });
});

describe('a transfer', () => {
  test('moves a sum from one account to another of its book, under a key', () => {
    expect(transfer(budget.available(pot), budget.committed(pot, grant), pence(1_000), 'grant:g:award:1')).toEqual({
      from: budget.available(pot),
      to: budget.committed(pot, grant),
      amountPence: 1_000,
      key: 'grant:g:award:1',
    });
  });

  test.each([0, -1])('of %d pence is none', (amount) => {
    expect(() => transfer(cash.bank(pot), cash.reserved(pot), amount as never, 'x')).toThrow(RangeError);
  });

  test('never goes from one book to the other', () => {
    expect(() => transfer(budget.available(pot), cash.bank(pot), pence(1), 'x')).toThrow(RangeError);
    expect(() => transfer(cash.bank(pot), budget.available(pot), pence(1), 'x')).toThrow(RangeError);
  });
});
