import { formatPounds, sumPence } from '../money/money';
import type { GrantStanding, PaymentStanding } from './standing';

/** The payments of a grant that are in one of these states, in the order in which they fall due. */
export const inState = (
  grant: GrantStanding,
  ...states: readonly PaymentStanding['state'][]
): readonly PaymentStanding[] => grant.payments.filter(({ state }) => states.includes(state));

/** What payments come to, in pounds: `£1,200`. */
export const together = (payments: readonly PaymentStanding[]): string =>
  formatPounds(sumPence(payments.map(({ amountPence }) => amountPence)));
