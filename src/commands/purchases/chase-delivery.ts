import { defineCommand } from '../apply/definition';
import { mailTo } from '../grant/grant-context';
import { providerOf } from './purchase-context';

/** The engine's own: what was ordered should have been delivered by now. */
export const chaseDelivery = defineCommand<object, 'purchase'>('purchase', 'chaseDelivery', async (c) => ({
  mails: mailTo([...(await providerOf(c)), c.row.requested_by], 'delivery-late'),
}));
