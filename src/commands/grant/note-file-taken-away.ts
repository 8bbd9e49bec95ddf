import { defineCommand } from '../apply/definition';

/** A file that whoever added it took away. */
export interface NoteFileTakenAwayBody {
  readonly fileId: string;
}

/**
 * The engine's own, once somebody has taken a file away: it stands in the timeline, of the purchase where it was a purchase's. Only an
 * invoice's file is named: papers and receipts are for fewer people than the timeline.
 */
export const noteFileTakenAway = defineCommand<NoteFileTakenAwayBody, 'grant'>(
  'grant',
  'noteFileTakenAway',
  async ({ tx, tenantId, body: { fileId } }) => {
    const file = await tx
      .selectFrom('file')
      .select(['name', 'purpose', 'purchase_id', 'removed_by'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', fileId)
      .executeTakeFirst();
    if (file === undefined) return {};
    const { name, purpose, purchase_id: purchaseId, removed_by: actorId } = file;
    return {
      event: {
        after: { fileId, purpose },
        ...(actorId === null ? {} : { actorId }),
        ...(purchaseId === null ? {} : { subject: { type: 'purchase', id: purchaseId } }),
        ...(purpose === 'invoice' ? { text: name } : {}),
      },
    };
  },
);
