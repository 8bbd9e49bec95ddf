import { z } from 'zod';
import { at, id, named, page, pageByOrder } from './common';
import { applicant, ids, officer } from './examples';

/** Which part of what is written about a grant is wanted. */
export const conversationQuery = z.strictObject(pageByOrder);

const message = z
  .strictObject({
    id,
    from: z.enum(['group', 'staff']),
    sentBy: named,
    sentAt: at,
    readAt: at.nullable().meta({ description: 'When somebody of the other side first read it.' }),
    text: z.string().nullable().meta({ description: 'Null where it was erased.' }),
  })
  .meta({ id: 'Message' });

/** A page of messages. */
export const messagesPage = page(message).meta({ id: 'MessagesPage' });

/** A message, as an example. */
export const messageExample = {
  id: ids.event,
  from: 'group',
  sentBy: applicant,
  sentAt: '2026-11-04T11:00:00.000Z',
  readAt: null,
  text: 'May we hold the second meeting in March instead of February?',
} as const satisfies z.input<typeof message>;

const note = z
  .strictObject({
    id,
    managersOnly: z.boolean(),
    writtenBy: named,
    writtenAt: at,
    text: z.string().nullable().meta({ description: 'Null where it was erased.' }),
  })
  .meta({ id: 'Note' });

/** A page of internal notes. */
export const notesPage = page(note).meta({ id: 'NotesPage' });

/** A note, as an example. */
export const noteExample = {
  id: ids.event,
  managersOnly: false,
  writtenBy: officer,
  writtenAt: '2026-11-04T11:05:00.000Z',
  text: 'Rang the chair; she is away until Monday.',
} as const satisfies z.input<typeof note>;
