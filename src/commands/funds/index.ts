import type { CommandDefinition } from '../apply/definition';
import { closeFund } from './close-fund';
import { expectInstalment } from './expect-instalment';
import { openFund } from './open-fund';

/** The commands about funds, but for recording that money has come. */
export const fundCommands: readonly CommandDefinition[] = [openFund, expectInstalment, closeFund];
