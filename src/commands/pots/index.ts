import type { CommandDefinition } from '../apply/definition';
import { addBudget } from './add-budget';
import { closePot } from './close-pot';
import { openPot } from './open-pot';
import { publishPolicy } from './publish-policy';

/** The commands about pots. */
export const potCommands: readonly CommandDefinition[] = [openPot, publishPolicy, addBudget, closePot];
