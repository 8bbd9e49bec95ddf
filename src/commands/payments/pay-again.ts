import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { coverQueue } from './cover-queue';
import { findPayment, type KnownPayment } from './payment-of-grant';

/** Which payment came back. */
export interface PayAgainBody {
  readonly paymentId: string;
}

/**
 * A payment that the bank sent back joins the queue again, by its old due date, to be paid to the payee's new bank details.
 * @refusal PAYMENT_UNKNOWN, PAYMENT_NOT_RETURNED, BANK_DETAILS_UNCHANGED
 */
export const payAgain = defineCommand<PayAgainBody, 'grant'>('grant', 'payAgain', async (c) => {
  const { tx, tenantId, row, body } = c;
  const payment = await findPayment(tx, tenantId, { grantId: row.id, paymentId: body.paymentId });
  if (payment === undefined) return refuse('PAYMENT_UNKNOWN', { field: '/paymentId' });
  const refusal = retryRefusal(payment);
  if (refusal !== undefined) return refusal;
  const { writes, transfers } = await coverQueue(c, row.pot_id, { joining: [nextTry(payment)] });
  return { writes, transfers, event: { after: { paymentId: payment.id, amountPence: payment.amountPence } } };
});

/** Why a payment cannot be tried again, if so: it did not come back, or would only go to the same account. */
export function retryRefusal(payment: KnownPayment) {
  if (payment.state !== 'returned') return refuse('PAYMENT_NOT_RETURNED', { facts: { state: payment.state } });
  return payment.newestBankAccountId === payment.bankAccountId ? refuse('BANK_DETAILS_UNCHANGED') : undefined;
}

/** The payment as it joins the queue for its next try. */
export function nextTry(payment: KnownPayment): KnownPayment {
  return { ...payment, attempt: payment.attempt + 1 };
}
