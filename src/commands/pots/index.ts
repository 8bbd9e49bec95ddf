import type { CommandDefinition } from '../apply/definition';

/** The commands of this room. */
export const potCommands: readonly CommandDefinition[] = [];
