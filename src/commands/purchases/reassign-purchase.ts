import { defineCommand } from '../apply/definition';
import { mailTo, type WithReason } from '../grant/grant-context';
import { ownerRefusal } from '../people/owner';

/** Who looks after a purchase from now on. */
export interface ReassignPurchaseBody extends WithReason {
  readonly ownerId: string;
}

/** Gives a purchase another owner, such as when somebody is away. @refusal PERSON_UNKNOWN, OWNER_NOT_STAFF */
export const reassignPurchase = defineCommand<ReassignPurchaseBody, 'purchase'>(
  'purchase',
  'reassignPurchase',
  async (c) => {
    const { tx, tenantId, row, body } = c;
    const refusal = await ownerRefusal(tx, { tenantId, ownerId: body.ownerId, potId: row.pot_id });
    if (refusal !== undefined) return refusal;
    return {
      set: { owner_id: body.ownerId },
      event: { before: { ownerId: row.owner_id }, after: { ownerId: body.ownerId }, text: body.reason },
      mails: mailTo([body.ownerId], 'purchase-yours-now'),
    };
  },
);
