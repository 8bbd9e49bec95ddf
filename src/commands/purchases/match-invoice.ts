import { v7 as newId } from 'uuid';
import { endOfDay, londonDate, type CalendarDate } from '../../domain/calendar/calendar';
import { arm, deadline } from '../../domain/calendar/deadlines';
import { invoiceDueAt } from '../../domain/purchases/invoice-due';
import { pence, subtractPence } from '../../domain/money/money';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { givenBack, moneyOf, purchaseDutyRefusal } from './purchase-context';

/** When to pay, if not by the policy. */
export interface MatchInvoiceBody {
  readonly dueOn?: CalendarDate | undefined;
}

/**
 * The invoice is what was ordered, or less; then the difference is back in the budget. Its payment is scheduled: by due date, and
 * among equals by when the order was promised. @refusal INVOICE_DIFFERS, SAME_PERSON, CONNECTED_PERSON
 */
export const matchInvoice = defineCommand<MatchInvoiceBody, 'purchase'>('purchase', 'matchInvoice', async (c) => {
  const { tx, tenantId, row, policy, actorId, body } = c;
  if (policy?.purchases == null || actorId === null || row.invoiced_on === null || row.invoice_pence === null) {
    throw new Error('an invoice is matched by somebody, once it has come');
  }
  const [pricePence, invoicePence] = [pence(row.price_pence), pence(row.invoice_pence)];
  if (invoicePence > pricePence) return refuse('INVOICE_DIFFERS', { facts: { invoicePence, pricePence } });
  const refusal = await purchaseDutyRefusal(c, 'matched invoice');
  if (refusal !== undefined) return refusal;

  const savedPence = subtractPence(pricePence, invoicePence);
  const dueAt =
    body.dueOn === undefined
      ? invoiceDueAt(row.invoiced_on as CalendarDate, c.at, policy.purchases.payAfterInvoice)
      : endOfDay(body.dueOn);
  const paymentId = newId();
  return {
    to: 'matched',
    set: { payment_due_on: londonDate(dueAt) },
    deadlines: arm(c.deadlines, deadline('payment', dueAt, { then: 'payPurchase' }, c.at, paymentId)),
    transfers: savedPence > 0 ? [givenBack(moneyOf(c), savedPence, 'adjust')] : [],
    writes: [
      tx
        .insertInto('payment')
        .values({
          tenant_id: tenantId,
          id: paymentId,
          cause: 'purchase',
          grant_id: row.grant_id,
          purchase_id: row.id,
          pot_id: row.pot_id,
          payee_id: row.provider_id,
          number: 1,
          amount_pence: invoicePence,
          due_at: dueAt,
          scheduled_at: row.promised_at ?? c.at,
          state: 'scheduled',
          asked_by: row.requested_by,
        })
        .compile(),
    ],
    duties: [{ duty: 'matched invoice', personId: actorId }],
    event: { after: { paymentId, invoicePence, savedPence, dueAt } },
    result: { paymentId, dueAt },
  };
});
