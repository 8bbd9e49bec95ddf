import type { CommandDefinition } from '../apply/definition';
import { openFund } from './open-fund';

/** The commands about funds. */
export const fundCommands: readonly CommandDefinition[] = [openFund];
