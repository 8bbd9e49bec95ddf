import { defineCommand } from '../apply/definition';
import { mailTo, type WithReason } from '../grant/grant-context';
import { reasonRefusal } from './purchase-context';

/** A purchase is not agreed to; nothing was promised for it. @refusal REASON_MISSING */
export const refusePurchase = defineCommand<WithReason, 'purchase'>(
  'purchase',
  'refusePurchase',
  async (c) =>
    reasonRefusal(c.body.reason) ?? {
      to: 'refused',
      event: { text: c.body.reason },
      mails: mailTo([c.row.requested_by], 'purchase-refused'),
    },
);
