/**
 * The accounts of the two books, and moves between them. *Budget* says what may be awarded, *cash* what may be paid.
 * An account is keyed by its book and kind and by the fund, pot or grant that it belongs to.
 */
import type { Pence } from './money';

/** In order of flow. `pledge` lies outside and may go below nothing. */
export type BudgetKind =
  'pledge' | 'available' | 'committed' | 'promised' | 'spent' | 'refund_due' | 'owed_to_funder' | 'written_off';
/** In order of flow. `funder` and `payee` lie outside and may go below nothing. */
export type CashKind = 'funder' | 'bank' | 'reserved' | 'in_transit' | 'payee';

/** One account of one book. */
export interface Account {
  readonly code: string;
  readonly book: 'budget' | 'cash';
  readonly kind: BudgetKind | CashKind;
  readonly fundId: string | null;
  readonly potId: string | null;
  readonly grantId: string | null;
}

/** A positive sum that moves from one account to another of the same book. `key` names it once and for all: `payment:<id>:send:1`. */
export interface Transfer {
  readonly from: Account;
  readonly to: Account;
  readonly amountPence: Pence;
  readonly key: string;
}

const ofFund = (book: 'budget' | 'cash', kind: Account['kind'], fundId: string): Account => ({
  code: `${book}/${kind}/fund/${fundId}`,
  book,
  kind,
  fundId,
  potId: null,
  grantId: null,
});
const ofPot = (book: 'budget' | 'cash', kind: Account['kind'], potId: string): Account => ({
  code: `${book}/${kind}/pot/${potId}`,
  book,
  kind,
  fundId: null,
  potId,
  grantId: null,
});
const ofGrant = (kind: BudgetKind, potId: string, grantId: string): Account => ({
  code: `budget/${kind}/grant/${grantId}`,
  book: 'budget',
  kind,
  fundId: null,
  potId,
  grantId,
});

/** The accounts of the budget book. */
export const budget = {
  pledge: (fundId: string): Account => ofFund('budget', 'pledge', fundId),
  owedToFunder: (fundId: string): Account => ofFund('budget', 'owed_to_funder', fundId),
  available: (potId: string): Account => ofPot('budget', 'available', potId),
  committed: (potId: string, grantId: string): Account => ofGrant('committed', potId, grantId),
  promised: (potId: string, grantId: string): Account => ofGrant('promised', potId, grantId),
  spent: (potId: string, grantId: string): Account => ofGrant('spent', potId, grantId),
  refundDue: (potId: string, grantId: string): Account => ofGrant('refund_due', potId, grantId),
  writtenOff: (potId: string, grantId: string): Account => ofGrant('written_off', potId, grantId),
} as const;

/** The accounts of the cash book. Payees are one account a pot: who was paid is said by the payment. */
export const cash = {
  funder: (fundId: string): Account => ofFund('cash', 'funder', fundId),
  bank: (potId: string): Account => ofPot('cash', 'bank', potId),
  reserved: (potId: string): Account => ofPot('cash', 'reserved', potId),
  inTransit: (potId: string): Account => ofPot('cash', 'in_transit', potId),
  payee: (potId: string): Account => ofPot('cash', 'payee', potId),
} as const;

/** A move of money. @throws RangeError for a sum that is not above zero, or two books. */
export function transfer(from: Account, to: Account, amountPence: Pence, key: string): Transfer {
  if (!(amountPence > 0)) throw new RangeError('a transfer moves a sum above zero');
  if (from.book !== to.book) throw new RangeError('money never moves from one book to the other');
  return { from, to, amountPence, key };
}
