import { defineCommand } from '../apply/definition';

/** The engine's own: payments were sent a while ago, and nobody has recorded what became of them. */
export const chaseOutcomes = defineCommand<object, 'payment_run'>('payment_run', 'chaseOutcomes', async (c) => ({
  event: { audience: 'staff' },
  mails: [{ template: 'run-outcomes-late', to: c.row.owner_id }],
}));
