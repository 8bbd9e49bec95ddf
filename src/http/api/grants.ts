import { calendarDate, instant } from '../../domain/calendar/calendar';
import { pence } from '../../domain/money/money';
import type { RefusalCode } from '../../domain/refusals/refusal';
import { bankDetails, prepareBankDetails } from '../schemas/bank-details';
import {
  acceptOfferBody,
  acceptReportBody,
  confirmPaperAcceptanceBody,
  agreeBudgetBody,
  declineOfferBody,
  inviteSignatoryBody,
  extendDateBody,
  holdBody,
  meetConditionBody,
  queryReportBody,
  reassignBody,
  recordPaperAcceptanceBody,
  recordRefundBody,
  releaseBody,
  submitReportBody,
  terminateBody,
  waiveConditionBody,
  waiveReportBody,
  writeOffRefundBody,
} from '../schemas/grants';
import { commandRoute, type CommandRoute } from './command-route';
import { exampleAgreementHash, exampleIds } from './examples';

const onPaper: readonly RefusalCode[] = [
  'NEW_BUDGET_NEEDED',
  'AGREEMENT_CHANGED',
  'PAPER_SCAN_MISSING',
  'PAPER_SIGNATORY_NOT_ON_COMMITTEE',
  'PAPER_SIGNATORIES_TOO_FEW',
  'SIGNATORIES_RELATED',
];

const plan: readonly RefusalCode[] = [
  'ACTIVITIES_MISSING',
  'ACTIVITY_DESCRIPTION_MISSING',
  'ACTIVITY_OUTPUT_MISSING',
  'ACTIVITY_UNIT_MISSING',
  'TARGET_NOT_POSITIVE',
  'PEOPLE_HELPED_NOT_POSITIVE',
  'BUDGET_MISSING',
  'BUDGET_DESCRIPTION_MISSING',
  'BUDGET_SUM_NEGATIVE',
  'SUM_TOO_LARGE',
  'BUDGET_LINE_EMPTY',
  'BUDGET_LINE_DOES_NOT_ADD_UP',
  'BUDGET_TOTAL_DIFFERS',
];

const report: readonly RefusalCode[] = [
  'OUTPUT_NOT_REPORTED',
  'OUTPUT_REPORTED_TWICE',
  'OUTPUT_UNKNOWN',
  'OUTPUT_TARGET_DIFFERS',
  'ACHIEVED_NEGATIVE',
  'COMMENT_MISSING',
  'WHAT_CHANGED_MISSING',
  'WHAT_CONTINUES_MISSING',
  'LESSONS_MISSING',
  'SPENDING_NOT_REPORTED',
  'SPENDING_REPORTED_TWICE',
  'SPENDING_LINE_UNKNOWN',
  'SPENDING_NEGATIVE',
  'SPENT_MORE_THAN_PAID',
];

const duty: readonly RefusalCode[] = ['SAME_PERSON', 'CONNECTED_PERSON'];
const moneyUnderWay: readonly RefusalCode[] = ['PURCHASES_OPEN', 'PAYMENT_UNDER_WAY'];

/** The commands of a grant from its offer to its end, and those that may be given at every stage, over HTTP. */
export const grantRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'agreeBudget',
    summary: 'Agree budget and targets anew, for an award of less than was asked for',
    body: agreeBudgetBody,
    example: {
      activities: [
        { description: 'Workshops for parents and sons', output: 'workshops held', target: 1, unit: 'workshops' },
      ],
      budget: [
        {
          description: 'Hall and facilitator',
          costPence: pence(120_000),
          askedPence: pence(100_000),
          otherPence: pence(20_000),
        },
      ],
      peopleHelped: 12,
    },
    refusals: ['BUDGET_AGREED_ALREADY', ...plan],
  }),
  commandRoute({
    command: 'acceptOffer',
    summary:
      'Accept the offer for the group, by signing exactly the agreement that you read; two unrelated members of its committee do',
    body: acceptOfferBody,
    example: { agreementHash: exampleAgreementHash, signature: 'Grace Boateng' },
    refusals: [
      'NEW_BUDGET_NEEDED',
      'NOT_ON_COMMITTEE',
      'ALREADY_SIGNED',
      'SIGNATORIES_RELATED',
      'SIGNATURE_MISSING',
      'SIGNATURE_NOT_YOURS',
      'AGREEMENT_CHANGED',
    ],
  }),
  commandRoute({
    command: 'recordPaperAcceptance',
    summary:
      'Record that the group signed the agreement on paper: the scan, whose names signed, and when. A colleague confirms it',
    body: recordPaperAcceptanceBody,
    example: {
      agreementHash: exampleAgreementHash,
      fileId: exampleIds.file,
      signatoryIds: [exampleIds.person, exampleIds.otherPerson],
      signedOn: calendarDate('2026-11-09'),
    },
    refusals: ['DAY_IN_FUTURE', 'PAPER_SIGNED_TOO_EARLY', 'CONNECTED_PERSON', ...onPaper],
  }),
  commandRoute({
    command: 'confirmPaperAcceptance',
    summary:
      'Confirm that the scan shows what a colleague recorded, so that the group has accepted; not for who entered, assessed, decided or pays',
    body: confirmPaperAcceptanceBody,
    example: { paperAcceptanceId: exampleIds.paperAcceptance, isAsRecorded: true },
    refusals: ['PAPER_CHANGED', 'PAPER_NOT_LOOKED_AT', 'SAME_PERSON', 'CONNECTED_PERSON', ...onPaper],
  }),
  commandRoute({
    command: 'inviteSignatory',
    summary:
      'Let another member of the group’s committee in, so that they accept the offer too; they are mailed where it is',
    body: inviteSignatoryBody,
    example: { name: 'Yaw Mensah', email: 'yaw@hibiscus.example', position: 'treasurer', unrelated: true },
    refusals: [
      'SIGNATORY_RELATION_NOT_SAID',
      'SIGNATORY_IS_YOU',
      'SIGNATORY_NOT_POSSIBLE',
      'SIGNATORIES_RELATED',
      'GROUP_HAS_MANY_PEOPLE',
    ],
  }),
  commandRoute({
    command: 'declineOffer',
    summary: 'Decline the offer',
    body: declineOfferBody,
    example: { reason: 'Our hall has closed, so we cannot hold the sessions this year.' },
  }),
  commandRoute({
    command: 'giveBankDetails',
    summary: 'Give the account that the grant is paid to, as a new version',
    body: bankDetails,
    example: { accountName: 'Heathfield Ecology Centre', sortCode: '08-99-99', accountNumber: '66374958' },
    prepare: prepareBankDetails,
    refusals: [
      'HOST_GIVES_BANK_DETAILS',
      'ACCOUNT_NAME_MISSING',
      'SORT_CODE_MALFORMED',
      'ACCOUNT_NUMBER_MALFORMED',
      'BANK_DETAILS_IMPOSSIBLE',
    ],
  }),
  commandRoute({
    command: 'meetCondition',
    summary: 'Record that a condition is met',
    body: meetConditionBody,
    example: { conditionId: exampleIds.condition },
    refusals: ['CONDITION_UNKNOWN', 'CONDITION_NOT_OPEN'],
  }),
  commandRoute({
    command: 'waiveCondition',
    summary: 'No longer ask for a condition, also one that was not met in time',
    body: waiveConditionBody,
    example: { conditionId: exampleIds.condition, reason: 'The insurer covers them under the hall’s policy.' },
    refusals: ['CONDITION_UNKNOWN', 'CONDITION_NOT_OPEN'],
  }),
  commandRoute({
    command: 'submitReport',
    summary: 'Hand in the report, also before it is due, or again after a question',
    body: submitReportBody,
    example: {
      outputs: [{ activity: 0, target: 2, achieved: 1, comment: 'The second hall was flooded.' }],
      whatChanged: 'Eleven fathers and sons talk to each other again.',
      spent: [{ line: 0, spentPence: pence(95_000) }],
      whatContinues: 'The fathers meet monthly by themselves.',
      lessons: 'Evenings suit people better than Saturdays.',
    },
    refusals: ['REPORT_HANDED_IN', 'REPORT_NOTHING_ASKED', 'REPORT_QUESTION_UNANSWERED', ...report],
  }),
  commandRoute({
    command: 'queryReport',
    summary: 'Ask the group about its report',
    body: queryReportBody,
    example: { question: 'How many of the eleven came to both sessions?' },
    refusals: ['REPORT_NOT_HANDED_IN'],
  }),
  commandRoute({
    command: 'acceptReport',
    summary: 'Accept the report; what was not paid can be awarded again, what was not used is asked back',
    body: acceptReportBody,
    example: {},
    refusals: ['REPORT_NOT_HANDED_IN', ...duty, ...moneyUnderWay],
  }),
  commandRoute({
    command: 'waiveReport',
    summary: 'Close the grant without a report',
    body: waiveReportBody,
    example: { reason: 'The group has dissolved; its last treasurer showed us the receipts.' },
    refusals: ['REPORT_HANDED_IN', ...duty, ...moneyUnderWay],
  }),
  commandRoute({
    command: 'recordRefund',
    summary: 'Record that money which was asked back is in the bank, all of it or a part',
    body: recordRefundBody,
    example: { amountPence: pence(6_500), receivedOn: calendarDate('2027-03-02') },
    refusals: ['REFUND_NOT_DUE', 'REFUND_TOO_LARGE', 'DAY_IN_FUTURE'],
  }),
  commandRoute({
    command: 'writeOffRefund',
    summary: 'Write off what is still due back',
    body: writeOffRefundBody,
    example: { reason: 'The group has dissolved and has no money left.' },
    refusals: ['REFUND_NOT_DUE', ...duty],
  }),
  commandRoute({
    command: 'terminate',
    summary: 'End a grant before its time; nothing more is paid, and money may be asked back',
    body: terminateBody,
    example: { reason: 'The group spent the first part on something else.', refundPence: pence(50_000) },
    refusals: [...moneyUnderWay, 'REFUND_OVER_PAID'],
  }),
  commandRoute({
    command: 'extendDate',
    summary: 'Give more time: move a date to a later one, and its timer and reminders with it',
    body: extendDateBody,
    example: {
      which: 'report',
      to: instant('2027-12-10T17:00:00.000Z'),
      reason: 'The hall was flooded, so the last workshop is in November.',
    },
    refusals: ['DATE_NOT_SET', 'CONDITION_UNKNOWN', 'DATE_PASSED', 'DATE_NOT_LATER'],
  }),
  commandRoute({
    command: 'reassign',
    summary: 'Give a grant another owner',
    body: reassignBody,
    example: { ownerId: exampleIds.otherPerson },
    refusals: ['PERSON_UNKNOWN', 'OWNER_NOT_STAFF'],
  }),
  commandRoute({
    command: 'hold',
    summary: 'Stop payments and clocks; only managers see why',
    body: holdBody,
    example: { reason: 'A parent has raised a safeguarding worry; the trustee for safeguarding is looking into it.' },
    refusals: ['ON_HOLD_ALREADY'],
  }),
  commandRoute({
    command: 'release',
    summary: 'Let payments and clocks go on; each date is later by as long as they stood still',
    body: releaseBody,
    example: { reason: 'It was a misunderstanding.' },
    refusals: ['NOT_ON_HOLD'],
  }),
];
