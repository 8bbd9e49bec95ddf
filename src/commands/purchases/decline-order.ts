import { defineCommand } from '../apply/definition';
import { mailTo, type WithReason } from '../grant/grant-context';
import { released } from './purchase-context';

/** The provider cannot deliver: what was promised is back in the budget. */
export const declineOrder = defineCommand<WithReason, 'purchase'>('purchase', 'declineOrder', async (c) => ({
  to: 'declined',
  transfers: released(c),
  event: { text: c.body.reason },
  mails: mailTo([c.row.requested_by, c.row.owner_id], 'order-declined'),
}));
