import type { CommandDefinition } from '../apply/definition';
import { answerQuestion } from './answer-question';
import { appeal } from './appeal';
import { askQuestion } from './ask-question';
import { chaseAnswer } from './chase-answer';
import { chaseCheck } from './chase-check';
import { chaseDecision } from './chase-decision';
import { decide } from './decide';
import { declareIneligible } from './declare-ineligible';
import { endAppealWindow } from './end-appeal-window';
import { expireDraft } from './expire-draft';
import { passToPanel } from './pass-to-panel';
import { recordCheck } from './record-check';
import { recordHelp } from './record-help';
import { score } from './score';
import { startChecking } from './start-checking';
import { submitApplication } from './submit-application';
import { withdraw } from './withdraw';

/** The commands of an application, from draft to decision. */
export const applicationCommands: readonly CommandDefinition[] = [
  submitApplication,
  expireDraft,
  startChecking,
  chaseCheck,
  recordCheck,
  recordHelp,
  askQuestion,
  answerQuestion,
  chaseAnswer,
  declareIneligible,
  passToPanel,
  chaseDecision,
  score,
  decide,
  appeal,
  endAppealWindow,
  withdraw,
];
