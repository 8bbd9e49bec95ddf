/** When a provider's invoice is to be paid. */
import {
  addPeriod,
  addToDate,
  type CalendarDate,
  endOfDay,
  type Instant,
  kindOfPeriod,
  type Period,
} from '../calendar/calendar';

/**
 * The instant at which an invoice falls due (UTC): so long after the day on the invoice, at 5pm London time. An exact period, as pots
 * for showing have, is counted from when the invoice was matched, since a day has no time to count from.
 */
export function invoiceDueAt(invoicedOn: CalendarDate, matchedAt: Instant, payAfterInvoice: Period): Instant {
  return kindOfPeriod(payAfterInvoice) === 'exact'
    ? addPeriod(matchedAt, payAfterInvoice)
    : endOfDay(addToDate(invoicedOn, payAfterInvoice));
}
