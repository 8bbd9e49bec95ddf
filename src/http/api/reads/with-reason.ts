import type { PlaceInQueue } from '../../../../db/queries/grants/place-in-queue';
import type { CalendarDate, Instant } from '../../../domain/calendar/calendar';
import type { PaymentStanding } from '../../../domain/expected-next/standing';
import { whyItWaits } from '../../../domain/expected-next/why-it-waits';
import type { Reader } from '../../../domain/words/status';
import { pence, type Pence } from '../../../domain/money/money';

interface Waiting {
  readonly state: PaymentStanding['state'];
  readonly amountPence: number;
  readonly dueAt: string;
  readonly settledOn: CalendarDate | null;
  readonly place: PlaceInQueue | null;
}

/** A payment with its place in the queue told in words; its sum as people write one, unless said how. */
export function withReason<Payment extends Waiting>(
  { place, ...payment }: Payment,
  funderName: string,
  reader: Reader,
  write?: (amount: Pence) => string,
) {
  const { line = null, expectedOn = null } = place ?? {};
  const standing = {
    ...payment,
    amountPence: pence(payment.amountPence),
    dueAt: payment.dueAt as Instant,
    line,
    expectedOn,
    runName: null,
  };
  return { ...payment, line, expectedOn, why: whyItWaits(standing, funderName, reader, write) };
}
