import type { CommandDefinition } from './apply/definition';
import type { Definitions } from './apply/take-next';
import { applicationCommands } from './application';
import { confirmationCommands } from './confirmations';
import { conversationCommands } from './conversation';
import { draftFeedbackCommands } from './draft-feedback';
import { directoryCommands } from './directory';
import { fundCommands } from './funds';
import { grantCommands } from './grant';
import { meetingCommands } from './meetings';
import { organisationCommands } from './organisation';
import { partyCommands } from './parties';
import { paymentCommands } from './payments';
import { peopleCommands } from './people';
import { potCommands } from './pots';
import { purchaseCommands } from './purchases';
import { roundCommands } from './rounds';

const all: readonly CommandDefinition[] = [
  ...fundCommands,
  ...potCommands,
  ...peopleCommands,
  ...organisationCommands,
  ...partyCommands,
  ...directoryCommands,
  ...meetingCommands,
  ...roundCommands,
  ...applicationCommands,
  ...grantCommands,
  ...conversationCommands,
  ...draftFeedbackCommands,
  ...confirmationCommands,
  ...paymentCommands,
  ...purchaseCommands,
];

/** Every command that there is, by its name. */
export const definitions: Definitions = Object.fromEntries(all.map((definition) => [definition.name, definition]));
