import { defineCommand } from '../apply/definition';

/** The engine's own: the provider's money has arrived. */
export const notePurchasePaid = defineCommand<object, 'purchase'>('purchase', 'notePurchasePaid', async (c) => ({
  to: 'paid',
  event: { after: { paidPence: c.row.invoice_pence } },
  followUps: [{ command: 'closePurchase', subjectId: c.row.id, key: `command:${c.commandId}` }],
}));
