import type { CommandDefinition } from '../apply/definition';
import { openPot } from './open-pot';

/** The commands about pots. */
export const potCommands: readonly CommandDefinition[] = [openPot];
