import type { CommandDefinition } from '../apply/definition';
import { addBudget } from './add-budget';
import { closePot } from './close-pot';
import { rewordLetter, restoreLetter } from './reword-letter';
import { tryLetter } from './try-letter';
import { openPot } from './open-pot';
import { publishPolicy } from './publish-policy';

/** The commands about pots. */
export const potCommands: readonly CommandDefinition[] = [
  openPot,
  publishPolicy,
  rewordLetter,
  restoreLetter,
  tryLetter,
  addBudget,
  closePot,
];
