import { defineCommand } from '../apply/definition';
import { coverQueue } from '../payments/cover-queue';
import { findPayment } from '../payments/payment-of-grant';

/** The engine's own: a matched invoice falls due, and joins the queue for cash. Its budget was promised with the order. */
export const payPurchase = defineCommand<object, 'purchase'>('purchase', 'payPurchase', async (c) => {
  const payment = await findPayment(c.tx, c.tenantId, { purchaseId: c.row.id });
  if (payment?.state !== 'scheduled') return { event: { audience: 'staff' } };
  const { writes, transfers } = await coverQueue(c, c.row.pot_id, { joining: [payment] });
  return { writes, transfers, event: { after: { paymentId: payment.id, amountPence: payment.amountPence } } };
});
