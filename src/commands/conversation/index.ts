import type { CommandDefinition } from '../apply/definition';
import { addNote } from './add-note';
import { sendMessage } from './send-message';

/** The commands by which people write about an application or grant. */
export const conversationCommands: readonly CommandDefinition[] = [sendMessage, addNote];
