/**
 * What becomes of the money that a grant was to get and never got, when the grant ends: budget that was committed, or promised
 * for an instalment that fell due, can be awarded again at once; cash that was reserved for it goes back to the pot's bank.
 */
import { budget, cash, transfer, type Transfer } from '../money/accounts';
import { type Pence, sumPence } from '../money/money';

/** One payment of a grant, as far as ending the grant needs it. */
export interface OpenPayment {
  readonly paymentId: string;
  readonly state: string;
  readonly amountPence: Pence;
  readonly attempt: number;
}

/** A grant's money at its end. */
export interface Ending {
  readonly potId: string;
  readonly grantId: string;
  readonly committedPence: Pence;
  readonly payments: readonly OpenPayment[];
  /** Names the move of what was only committed: a grant ends once, so it is made once. */
  readonly because: 'declined' | 'lapsed' | 'underspend' | 'terminated';
}

/** What ending a grant gives back. */
export interface GivenBack {
  readonly transfers: readonly Transfer[];
  /** All that can be awarded again. */
  readonly notPaidPence: Pence;
  /** Payments that will not be made. */
  readonly cancelled: readonly string[];
  /** What goes back to the pot's bank, and so may cover other payments that wait. */
  readonly freedPence: Pence;
}

/** Before a payment is due its budget is committed; from then on it is promised, also when the bank sent the money back. */
const promised: readonly string[] = ['waiting_for_cash', 'ready', 'returned'];
const notYetPaid: readonly string[] = ['scheduled', ...promised];
const outOfOurHands: readonly string[] = ['in_run', 'authorised', 'sent', 'unknown'];

/** A payment that is in a payment run or at the bank: until it is told whether it was made, nothing can be given back. */
export function paymentUnderWay(payments: readonly OpenPayment[]): OpenPayment | undefined {
  return payments.find(({ state }) => outOfOurHands.includes(state));
}

/** Gives back everything that was never paid. */
export function giveBackUnpaid({ potId, grantId, committedPence, payments, because }: Ending): GivenBack {
  const unpaid = payments.filter(({ state }) => notYetPaid.includes(state));
  const due = unpaid.filter(({ state }) => promised.includes(state));
  const reserved = unpaid.filter(({ state }) => state === 'ready');
  const key = ({ paymentId, attempt }: OpenPayment) => `payment:${paymentId}:cancel:${attempt}`;
  const available = budget.available(potId);
  return {
    transfers: [
      ...(committedPence > 0
        ? [transfer(budget.committed(potId, grantId), available, committedPence, `grant:${grantId}:${because}:1`)]
        : []),
      ...due.map((one) => transfer(budget.promised(potId, grantId), available, one.amountPence, key(one))),
      ...reserved.map((one) => transfer(cash.reserved(potId), cash.bank(potId), one.amountPence, key(one))),
    ],
    notPaidPence: sumPence([committedPence, ...due.map(({ amountPence }) => amountPence)]),
    cancelled: unpaid.map(({ paymentId }) => paymentId),
    freedPence: sumPence(reserved.map(({ amountPence }) => amountPence)),
  };
}
