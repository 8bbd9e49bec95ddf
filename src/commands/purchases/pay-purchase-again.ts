import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import type { EmptyBody } from '../grant/grant-context';
import { coverQueue } from '../payments/cover-queue';
import { nextTry, retryRefusal } from '../payments/pay-again';
import { findPayment } from '../payments/payment-of-grant';

/**
 * A provider's payment that the bank sent back joins the queue again, to be paid to the provider's new bank details.
 * @refusal PAYMENT_UNKNOWN, PAYMENT_NOT_RETURNED, BANK_DETAILS_UNCHANGED
 */
export const payPurchaseAgain = defineCommand<EmptyBody, 'purchase'>('purchase', 'payPurchaseAgain', async (c) => {
  const payment = await findPayment(c.tx, c.tenantId, { purchaseId: c.row.id });
  if (payment === undefined) return refuse('PAYMENT_UNKNOWN');
  const refusal = retryRefusal(payment);
  if (refusal !== undefined) return refusal;
  const { writes, transfers } = await coverQueue(c, c.row.pot_id, { joining: [nextTry(payment)] });
  return { writes, transfers, event: { after: { paymentId: payment.id, amountPence: payment.amountPence } } };
});
