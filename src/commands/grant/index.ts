import type { CommandDefinition } from '../apply/definition';
import { acceptOffer } from './accept-offer';
import { acceptReport } from './accept-report';
import { agreeBudget } from './agree-budget';
import { chaseReading } from './chase-reading';
import { closeGrant } from './close-grant';
import { confirmPaperAcceptance } from './confirm-paper-acceptance';
import { declineOffer } from './decline-offer';
import { inviteSignatory } from './invite-signatory';
import { extendDate } from './extend-date';
import { failCondition } from './fail-condition';
import { giveBankDetails } from './give-bank-details';
import { hold } from './hold';
import { lapseOffer } from './lapse-offer';
import { meetCondition } from './meet-condition';
import { noteEvidence } from './note-evidence';
import { noteFileTakenAway } from './note-file-taken-away';
import { noteLastPayment } from './note-last-payment';
import { queryReport } from './query-report';
import { reassign } from './reassign';
import { recordPaperAcceptance } from './record-paper-acceptance';
import { recordRefund } from './record-refund';
import { release } from './release';
import { remindOffer } from './remind-offer';
import { remindRefund } from './remind-refund';
import { remindReport } from './remind-report';
import { reportFallsDue } from './report-falls-due';
import { reportOverdue } from './report-overdue';
import { submitReport } from './submit-report';
import { terminate } from './terminate';
import { waiveCondition } from './waive-condition';
import { waiveReport } from './waive-report';
import { writeOffRefund } from './write-off-refund';

/** The commands of a grant from its offer to its end, and those that may be given at every stage. */
export const grantCommands: readonly CommandDefinition[] = [
  agreeBudget,
  acceptOffer,
  recordPaperAcceptance,
  confirmPaperAcceptance,
  inviteSignatory,
  declineOffer,
  remindOffer,
  lapseOffer,
  giveBankDetails,
  noteEvidence,
  noteFileTakenAway,
  meetCondition,
  waiveCondition,
  failCondition,
  noteLastPayment,
  reportFallsDue,
  remindReport,
  reportOverdue,
  submitReport,
  chaseReading,
  queryReport,
  acceptReport,
  waiveReport,
  recordRefund,
  remindRefund,
  writeOffRefund,
  closeGrant,
  terminate,
  extendDate,
  reassign,
  hold,
  release,
];
