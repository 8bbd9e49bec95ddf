import type { CommandDefinition } from '../apply/definition';
import { beginDeciding } from './begin-deciding';
import { cancelRound } from './cancel-round';
import { chaseRoundDecision } from './chase-round-decision';
import { closeRound } from './close-round';
import { completeRound } from './complete-round';
import { extendRound } from './extend-round';
import { openRound } from './open-round';
import { planRound } from './plan-round';
import { reassignRound } from './reassign-round';

/** The commands about rounds. */
export const roundCommands: readonly CommandDefinition[] = [
  planRound,
  openRound,
  closeRound,
  beginDeciding,
  chaseRoundDecision,
  completeRound,
  cancelRound,
  extendRound,
  reassignRound,
];
