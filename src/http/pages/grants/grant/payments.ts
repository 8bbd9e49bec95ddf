import { londonDate, shortDateInWords, type Instant } from '../../../../domain/calendar/calendar';
import type { PaymentState } from '../../../../domain/money/payment-states';
import type { StatusMeaning } from '../../../../domain/words/status';
import { sumsAlike } from '../../frame/sum';
import { grantWords } from '../words';
import type { GrantData } from './data';

const w = grantWords.grant;
/** Payments that nobody can take up while the grant is on hold. What is in a run is said to be there: somebody has to look at that run. */
const heldBack: readonly PaymentState[] = ['scheduled', 'waiting_for_cash', 'ready'];
/** An offer that nobody took. */
const neverAgreed: readonly string[] = ['declined', 'lapsed', 'withdrawn'];

/** The payments of a grant as their table has them, and what is said where there is none. */
export const paymentsOf = (
  grant: Pick<GrantData['grant'], 'payments' | 'onHold' | 'stage' | 'award'>,
): {
  readonly payments: readonly {
    readonly to: string;
    readonly amount: string;
    readonly due: string;
    readonly tag: { readonly words: string; readonly meaning: StatusMeaning };
    readonly why: string;
  }[];
  readonly none: string;
} => {
  const sum = sumsAlike(grant.payments.map(({ amountPence }) => amountPence));
  return {
    payments: grant.payments.map(({ payee, amountPence, dueAt, state, why }) => {
      const [words, meaning] =
        grant.onHold && heldBack.includes(state) ? ([w.paymentOnHold, 'late'] as const) : grantWords.payments[state];
      return {
        to: payee.name,
        amount: sum(amountPence),
        due: shortDateInWords(londonDate(dueAt as Instant)),
        tag: { words, meaning },
        why: why ?? '',
      };
    }),
    none: noneOf(grant),
  };
};

function noneOf({ stage, award }: Pick<GrantData['grant'], 'stage' | 'award'>): string {
  if (award?.drawnDownByPurchases === true && !neverAgreed.includes(stage)) return w.noPayments.bought;
  return ['offered', 'active'].includes(stage) ? w.noPayments.yet : w.noPayments.ever;
}
