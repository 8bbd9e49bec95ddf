import { defineCommand } from '../apply/definition';
import { mailTo, type WithReason } from '../grant/grant-context';

/** A purchase is not agreed to; nothing was promised for it. */
export const refusePurchase = defineCommand<WithReason, 'purchase'>('purchase', 'refusePurchase', async (c) => ({
  to: 'refused',
  event: { text: c.body.reason },
  mails: mailTo([c.row.requested_by], 'purchase-refused'),
}));
