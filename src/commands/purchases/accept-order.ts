import { defineCommand } from '../apply/definition';
import { mailTo, type EmptyBody } from '../grant/grant-context';

/** The provider will deliver. */
export const acceptOrder = defineCommand<EmptyBody, 'purchase'>('purchase', 'acceptOrder', async (c) => ({
  to: 'accepted',
  mails: mailTo([c.row.requested_by], 'order-accepted'),
}));
