import { defineCommand } from '../apply/definition';
import { ownerRefusal } from '../people/owner';

/** Who looks after the round from now on. */
export interface ReassignRoundBody {
  readonly ownerId: string;
}

/** Gives a round another owner. @refusal PERSON_UNKNOWN, OWNER_NOT_STAFF */
export const reassignRound = defineCommand<ReassignRoundBody, 'round'>(
  'round',
  'reassignRound',
  async ({ tx, tenantId, row, body }) => {
    const { ownerId } = body;
    const unfit = await ownerRefusal(tx, { tenantId, ownerId, potId: row.pot_id });
    return (
      unfit ?? {
        set: { owner_id: ownerId },
        event: { before: { ownerId: row.owner_id }, after: { ownerId } },
        mails: [{ template: 'round-reassigned', to: ownerId, facts: { potId: row.pot_id } }],
      }
    );
  },
);
