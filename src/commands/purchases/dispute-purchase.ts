import { defineCommand } from '../apply/definition';
import { mailTo, type WithReason } from '../grant/grant-context';
import { providerOf } from './purchase-context';

/** Something is wrong with the service or its invoice: nothing is paid until a corrected invoice comes, or it is cancelled. */
export const disputePurchase = defineCommand<WithReason, 'purchase'>('purchase', 'disputePurchase', async (c) => ({
  to: 'disputed',
  event: { text: c.body.reason },
  mails: mailTo([...(await providerOf(c)), c.row.owner_id], 'purchase-disputed'),
}));
