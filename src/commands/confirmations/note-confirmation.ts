import { defineCommand } from '../apply/definition';
import { tellOwner } from '../application/tell';
import { confirmationsOf } from './read-confirmations';

/** What somebody without an account answered. */
export interface NoteConfirmationBody {
  readonly confirmationId: string;
  readonly answer: 'confirmed' | 'denied';
}

/**
 * The engine's own, once somebody has answered by the link that was sent to them: what they said. An answer that comes after another, or after
 * somebody else was asked, changes nothing.
 */
export const noteConfirmation = defineCommand<NoteConfirmationBody, 'grant'>('grant', 'noteConfirmation', async (c) => {
  const { tx, tenantId, row, at, body } = c;
  const asked = (await confirmationsOf(c)).find(({ id }) => id === body.confirmationId);
  if (asked?.state !== 'asked')
    return { final: row.final, event: { audience: 'staff', after: { confirmationId: body.confirmationId } } };
  return {
    final: row.final,
    writes: [
      tx
        .updateTable('confirmation')
        .set({ state: body.answer, settled_at: at })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', asked.id)
        .compile(),
    ],
    event: { after: { confirmationId: asked.id, kind: asked.kind, answer: body.answer } },
    mails: body.answer === 'denied' ? tellOwner(c, 'confirmation-denied', { kind: asked.kind }) : [],
  };
});
