import { readMessages, readNotes } from '../../../../db/queries/messages/conversation';
import { readersOfMessages } from '../../../commands/conversation/read-messages';
import { staffRoles } from '../../../domain/lives/roles';
import {
  conversationQuery,
  messageExample,
  messagesPage,
  noteExample,
  notesPage,
} from '../../schemas/reads/conversation';
import { readRoute } from '../read-route';

/** Reads of what people write about an application or grant. */
export const conversationReads = [
  readRoute({
    operationId: 'listMessages',
    path: '/grants/{id}/messages',
    summary: 'The messages between the group and those who look after its grant, the last first',
    roles: readersOfMessages,
    query: conversationQuery,
    response: messagesPage,
    example: { items: [messageExample], next: null },
    handle: ({ db, params, query, ...asker }) => readMessages(db, asker, params['id'] ?? '', query),
  }),
  readRoute({
    operationId: 'listNotes',
    path: '/grants/{id}/notes',
    summary: 'What staff noted about one application or grant, the last first',
    roles: staffRoles,
    query: conversationQuery,
    response: notesPage,
    example: { items: [noteExample], next: null },
    handle: ({ db, params, query, ...asker }) => readNotes(db, asker, params['id'] ?? '', query),
  }),
] as const;
