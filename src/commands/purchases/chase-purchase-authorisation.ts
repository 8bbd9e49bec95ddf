import { defineCommand } from '../apply/definition';
import { mailTo } from '../grant/grant-context';

/** The engine's own: nobody has said yes or no to a purchase in time. */
export const chasePurchaseAuthorisation = defineCommand<object, 'purchase'>(
  'purchase',
  'chasePurchaseAuthorisation',
  async (c) => ({ mails: mailTo([c.row.owner_id], 'purchase-authorisation-late') }),
);
