import { defineCommand } from '../apply/definition';
import { mailTo, type WithReason } from '../grant/grant-context';
import { providerOf, released } from './purchase-context';

const knownToProvider: readonly string[] = ['ordered', 'accepted', 'not_delivered', 'disputed'];

/** A purchase is given up before its invoice is matched: what was promised is back in the budget. */
export const cancelPurchase = defineCommand<WithReason, 'purchase'>('purchase', 'cancelPurchase', async (c) => {
  const provider = knownToProvider.includes(c.row.state) ? await providerOf(c) : [];
  return {
    to: 'cancelled',
    transfers: released(c),
    event: { text: c.body.reason, before: { state: c.row.state } },
    mails: mailTo([...provider, c.row.requested_by, c.row.owner_id], 'purchase-cancelled'),
  };
});
