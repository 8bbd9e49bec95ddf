import { z } from 'zod';
import { markMessages, readersOfMessages } from '../../commands/conversation/read-messages';
import { addNoteBody, readMessagesBody, sendMessageBody } from '../schemas/conversation';
import { ids } from '../schemas/reads/examples';
import { commandRoute, type CommandRoute } from './command-route';
import { plainOperation, type PlainOperation } from './plain-operation';

/** The commands by which people write about an application or grant, over HTTP. */
export const conversationRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'sendMessage',
    summary: 'Write to the other side: the group to its officer, staff to the group',
    body: sendMessageBody,
    example: { text: 'May we hold the second meeting in March instead of February?' },
  }),
  commandRoute({
    command: 'addNote',
    summary: 'Note something that the group never sees',
    body: addNoteBody,
    example: { text: 'Rang the chair; she is away until Monday.', managersOnly: false },
  }),
];

const messagesRead = z.strictObject({ unread: z.int() }).meta({ id: 'MessagesRead', example: { unread: 0 } });

/** What is done about messages that is no command. */
export const conversationOperations: readonly PlainOperation[] = [
  plainOperation({
    operationId: 'readMessages',
    method: 'put',
    path: '/grants/{id}/messages/read',
    tag: 'grants',
    summary: 'Mark the messages of a grant as read, up to one of them',
    roles: readersOfMessages,
    body: readMessagesBody,
    example: { upTo: ids.event },
    response: messagesRead,
    refusals: ['NOT_YOURS_TO_DO', 'MESSAGE_UNKNOWN'],
    handle: ({ door, bearer, id, body }) => markMessages(door.db, bearer, id, body),
  }),
];
