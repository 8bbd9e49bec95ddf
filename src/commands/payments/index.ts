import type { CommandDefinition } from '../apply/definition';
import { authoriseRun } from './authorise-run';
import { buildRun } from './build-run';
import { cancelRun } from './cancel-run';
import { chaseAuthorisation } from './chase-authorisation';
import { chaseOutcomes } from './chase-outcomes';
import { dropPayment } from './drop-payment';
import { exportRun } from './export-run';
import { markSent } from './mark-sent';
import { overtakeQueue } from './overtake-queue';
import { payAgain } from './pay-again';
import { payInstalment } from './pay-instalment';
import { reassignRun } from './reassign-run';
import { recordOutcomes } from './record-outcomes';
import { requestAuthorisation } from './request-authorisation';

/** The commands about payments and payment runs. */
export const paymentCommands: readonly CommandDefinition[] = [
  payInstalment,
  payAgain,
  overtakeQueue,
  buildRun,
  dropPayment,
  requestAuthorisation,
  chaseAuthorisation,
  authoriseRun,
  exportRun,
  markSent,
  recordOutcomes,
  chaseOutcomes,
  cancelRun,
  reassignRun,
];
