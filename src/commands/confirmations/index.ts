import type { CommandDefinition } from '../apply/definition';
import { askConfirmationAgain } from './ask-again';
import { nameHost } from './name-host';
import { noteConfirmation } from './note-confirmation';
import { removeHost } from './remove-host';
import { replaceSecondContact } from './replace-second-contact';
import { waiveConfirmation } from './waive-confirmation';

/** The commands about what people without an account confirm. */
export const confirmationCommands: readonly CommandDefinition[] = [
  noteConfirmation,
  waiveConfirmation,
  askConfirmationAgain,
  replaceSecondContact,
  nameHost,
  removeHost,
];
