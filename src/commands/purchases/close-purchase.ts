import { defineCommand } from '../apply/definition';

/** The engine's own: nothing more is to be done about a purchase that is paid. */
export const closePurchase = defineCommand<object, 'purchase'>('purchase', 'closePurchase', async () => ({
  to: 'closed',
}));
