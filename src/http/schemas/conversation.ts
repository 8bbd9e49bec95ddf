import { z } from 'zod';
import type { AddNoteBody } from '../../commands/conversation/add-note';
import type { MarkMessagesBody } from '../../commands/conversation/read-messages';
import type { SendMessageBody } from '../../commands/conversation/send-message';
import { id, words } from './fields';

/** Body of `sendMessage`. */
export const sendMessageBody: z.ZodType<SendMessageBody> = z.strictObject({ text: words });

/** Body of `addNote`. */
export const addNoteBody: z.ZodType<AddNoteBody> = z.strictObject({
  text: words,
  managersOnly: z.boolean().optional(),
});

/** Body of `readMessages`. */
export const readMessagesBody: z.ZodType<MarkMessagesBody> = z.strictObject({
  upTo: id.describe('The last message that was read.'),
});
