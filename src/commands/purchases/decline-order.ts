import { defineCommand } from '../apply/definition';
import { mailTo, type WithReason } from '../grant/grant-context';
import { reasonRefusal, released } from './purchase-context';

/** The provider cannot deliver: what was promised is back in the budget. @refusal REASON_MISSING */
export const declineOrder = defineCommand<WithReason, 'purchase'>(
  'purchase',
  'declineOrder',
  async (c) =>
    reasonRefusal(c.body.reason) ?? {
      to: 'declined',
      transfers: released(c),
      event: { text: c.body.reason },
      mails: mailTo([c.row.requested_by, c.row.owner_id], 'order-declined'),
    },
);
