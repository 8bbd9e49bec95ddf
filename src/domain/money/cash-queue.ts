/** Which payments the cash in a pot's bank covers: oldest due first, then first scheduled, and nothing overtakes. */
import { compareInstants, type Instant } from '../calendar/calendar';
import { type Pence, subtractPence } from './money';

/** A payment that is due and waits for cash. */
export interface QueuedPayment<Id extends string = string> {
  readonly paymentId: Id;
  readonly amountPence: Pence;
  readonly dueAt: Instant;
  readonly scheduledAt: Instant;
  /** The order in which payments scheduled at one instant were written. */
  readonly sequence: number;
  /** Whether its grant is on hold: it is passed over, and holds nobody up. */
  readonly heldBack: boolean;
}

/** Orders payments as they are paid, for `sort`: by due date, then by when they were scheduled. */
export function compareQueued(one: QueuedPayment, other: QueuedPayment): number {
  return (
    compareInstants(one.dueAt, other.dueAt) ||
    compareInstants(one.scheduledAt, other.scheduledAt) ||
    one.sequence - other.sequence
  );
}

/**
 * The payments that become ready with so much in the bank, in order. The first that cannot be covered stops the queue:
 * a smaller one behind it waits too, or a large one could wait for ever.
 */
export function coverQueue<Id extends string>(bankPence: Pence, queue: readonly QueuedPayment<Id>[]): readonly Id[] {
  const covered: Id[] = [];
  let left = bankPence;
  for (const payment of queue.filter(({ heldBack }) => !heldBack).toSorted(compareQueued)) {
    if (payment.amountPence > left) break;
    left = subtractPence(left, payment.amountPence);
    covered.push(payment.paymentId);
  }
  return covered;
}
