import type { CalendarDate } from '../../domain/calendar/calendar';
import { pointer, refuse, type Refusal } from '../../domain/refusals/refusal';

/** What the bank statement shows of one payment. */
export interface Outcome {
  readonly paymentId: string;
  readonly outcome: 'settled' | 'returned' | 'unknown';
  /** The day on the statement. */
  readonly on: CalendarDate;
}

/** Which outcomes a payment can still get: one that is unknown is told later, and by the statement only. */
const open: Readonly<Record<string, readonly Outcome['outcome'][]>> = {
  sent: ['settled', 'returned', 'unknown'],
  unknown: ['settled', 'returned'],
};

/** Why some outcomes cannot be recorded, if so. @refusal PAYMENT_LISTED_TWICE, PAYMENT_NOT_IN_RUN, OUTCOME_KNOWN_ALREADY, DAY_IN_FUTURE */
export function outcomesRefusal(
  outcomes: readonly Outcome[],
  stateOf: ReadonlyMap<string, string>,
  today: CalendarDate,
): Refusal | undefined {
  const seen = new Set<string>();
  for (const [position, { paymentId, outcome, on }] of outcomes.entries()) {
    const at = (name: keyof Outcome) => pointer('outcomes', position, name);
    const state = stateOf.get(paymentId);
    if (seen.has(paymentId)) return refuse('PAYMENT_LISTED_TWICE', { field: at('paymentId') });
    seen.add(paymentId);
    if (state === undefined) return refuse('PAYMENT_NOT_IN_RUN', { field: at('paymentId') });
    if (open[state]?.includes(outcome) !== true) {
      return refuse('OUTCOME_KNOWN_ALREADY', { field: at('outcome'), facts: { state } });
    }
    if (on > today) return refuse('DAY_IN_FUTURE', { field: at('on') });
  }
  return undefined;
}
