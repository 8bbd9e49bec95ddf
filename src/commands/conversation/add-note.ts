import { v7 as newId } from 'uuid';
import { defineCommand } from '../apply/definition';
import { actorOf } from '../grant/grant-context';

/** What somebody of the organisation notes about an application or grant. */
export interface AddNoteBody {
  readonly text: string;
  /** Whether only fund managers, and whoever writes it, see it; without it all staff do. */
  readonly managersOnly?: boolean | undefined;
}

/** Notes something that the group, the panel and the funder never see. */
export const addNote = defineCommand<AddNoteBody, 'grant'>('grant', 'addNote', (c) => {
  const { tx, tenantId, subjectId, row, at, body, commandId } = c;
  const noteId = newId();
  const managersOnly = body.managersOnly ?? false;
  return Promise.resolve({
    final: row.final,
    writes: [
      tx
        .insertInto('note')
        .values({
          tenant_id: tenantId,
          id: noteId,
          grant_id: subjectId,
          managers_only: managersOnly,
          written_by: actorOf(c),
          written_at: at,
          command_id: commandId,
        })
        .compile(),
      tx.insertInto('note_text').values({ tenant_id: tenantId, note_id: noteId, text: body.text }).compile(),
    ],
    event: { after: { noteId }, audience: managersOnly ? 'managers' : 'staff' },
    result: { noteId },
  });
});
