import { disarm } from '../../domain/calendar/deadlines';
import { defineCommand } from '../apply/definition';
import { mailTo, type WithReason } from '../grant/grant-context';

/** The client did not have the service; it may still come, or the purchase be cancelled. */
export const recordNonDelivery = defineCommand<WithReason, 'purchase'>('purchase', 'recordNonDelivery', async (c) => ({
  to: 'not_delivered',
  deadlines: disarm(c.deadlines, 'delivery'),
  event: { text: c.body.reason },
  mails: mailTo([c.row.requested_by, c.row.owner_id], 'service-not-delivered'),
}));
