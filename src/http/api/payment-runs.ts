import {
  authoriseRunBody,
  buildRunBody,
  cancelRunBody,
  dropPaymentBody,
  exportRunBody,
  markSentBody,
  overtakeQueueBody,
  payAgainBody,
  reassignRunBody,
  recordOutcomesBody,
  requestAuthorisationBody,
} from '../schemas/payment-runs';
import { commandRoute, type CommandRoute } from './command-route';
import { exampleIds } from './examples';

const paymentId = '0199d3a0-5c1e-7000-8000-0000000000c1';

/** The commands about payment runs, and about paying again what came back, over HTTP. */
export const paymentRunRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'buildRun',
    summary: 'Put ready payments of a pot into a payment run',
    body: buildRunBody,
    example: { potId: exampleIds.pot, name: '9 November' },
    creates: true,
    refusals: [
      'POT_UNKNOWN',
      'PAYMENT_UNKNOWN',
      'PAYMENT_LISTED_TWICE',
      'PAYMENT_NOT_READY',
      'PAYMENT_ON_HOLD',
      'PAYEE_WITHOUT_BANK_DETAILS',
      'BANK_DETAILS_UNREADABLE',
      'RUN_EMPTY',
      'SAME_PERSON',
      'CONNECTED_PERSON',
    ],
  }),
  commandRoute({
    command: 'dropPayment',
    summary: 'Take a payment out of a run, which is then authorised anew',
    body: dropPaymentBody,
    example: { paymentId, reason: 'The group is changing its bank.' },
    refusals: ['PAYMENT_NOT_IN_RUN'],
  }),
  commandRoute({
    command: 'requestAuthorisation',
    summary: 'Ask for a payment run to be authorised',
    body: requestAuthorisationBody,
    example: {},
    refusals: ['RUN_EMPTY'],
  }),
  commandRoute({
    command: 'authoriseRun',
    summary: 'Authorise a payment run exactly as it was shown',
    body: authoriseRunBody,
    example: { seenHash: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' },
    refusals: ['SEEN_HASH_STALE', 'PAYMENT_ON_HOLD', 'SAME_PERSON', 'CONNECTED_PERSON'],
  }),
  commandRoute({
    command: 'exportRun',
    summary: 'Release an authorised run’s file for the bank',
    body: exportRunBody,
    example: {},
    refusals: ['PAYMENT_ON_HOLD', 'BANK_DETAILS_UNREADABLE'],
  }),
  commandRoute({
    command: 'markSent',
    summary: 'Say that a run’s file is with the bank',
    body: markSentBody,
    example: {},
    refusals: ['PAYMENT_ON_HOLD', 'SAME_PERSON', 'CONNECTED_PERSON'],
  }),
  commandRoute({
    command: 'recordOutcomes',
    summary: 'Record what the bank statement shows of payments: settled, returned, or unknown',
    body: recordOutcomesBody,
    example: { outcomes: [{ paymentId, outcome: 'settled', on: '2026-11-09' }] },
    refusals: ['PAYMENT_LISTED_TWICE', 'PAYMENT_NOT_IN_RUN', 'OUTCOME_KNOWN_ALREADY', 'DAY_IN_FUTURE'],
  }),
  commandRoute({
    command: 'cancelRun',
    summary: 'Give up a payment run that was not sent; its payments stay ready',
    body: cancelRunBody,
    example: { reason: 'Built twice by mistake.' },
  }),
  commandRoute({
    command: 'reassignRun',
    summary: 'Give a payment run another owner',
    body: reassignRunBody,
    example: { ownerId: exampleIds.otherPerson, reason: 'Away until January.' },
    refusals: ['RUN_OWNER_UNFIT'],
  }),
  commandRoute({
    command: 'payAgain',
    summary: 'Pay an instalment again that the bank sent back, to new bank details',
    body: payAgainBody,
    example: { paymentId },
    refusals: ['PAYMENT_UNKNOWN', 'PAYMENT_NOT_RETURNED', 'BANK_DETAILS_UNCHANGED'],
  }),
  commandRoute({
    command: 'overtakeQueue',
    summary: 'Let a payment that waits for cash go before those that wait longer, if the bank covers it now',
    body: overtakeQueueBody,
    example: { paymentId, reason: 'Their hall has to be paid before the holidays.' },
    refusals: ['PAYMENT_UNKNOWN', 'PAYMENT_NOT_WAITING', 'OVERTAKING_NOT_COVERED', 'SAME_PERSON', 'CONNECTED_PERSON'],
  }),
];
