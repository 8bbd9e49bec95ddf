import type { CommandDefinition } from '../apply/definition';
import { closeFund } from './close-fund';
import { expectInstalment } from './expect-instalment';
import { openFund } from './open-fund';
import { recordInstalment } from './record-instalment';
import { setRefundAccount } from './set-refund-account';

/** The commands about funds. */
export const fundCommands: readonly CommandDefinition[] = [
  openFund,
  expectInstalment,
  recordInstalment,
  setRefundAccount,
  closeFund,
];
