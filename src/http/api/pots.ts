import { pence } from '../../domain/money/money';
import { defaultPolicy } from '../../domain/policy/policy';
import type { RefusalCode } from '../../domain/refusals/refusal';
import {
  addBudgetBody,
  closePotBody,
  openPotBody,
  publishPolicyBody,
  restoreLetterBody,
  rewordLetterBody,
  tryLetterBody,
} from '../schemas/pots';
import { commandRoute, type CommandRoute } from './command-route';
import { exampleIds } from './examples';

/** What can be wrong with a policy. */
const ofPolicies: readonly RefusalCode[] = [
  'PERIOD_MALFORMED',
  'PERIOD_NEGATIVE',
  'PERIOD_TOO_LONG',
  'PERIOD_NOT_CALENDAR',
  'CEILING_NOT_POSITIVE',
  'CEILING_TOO_HIGH',
  'GROUP_CAP_NOT_POSITIVE',
  'DELEGATION_OVER_CEILING',
  'LEFTOVERS_OUT_OF_RANGE',
  'ORGANISATION_TYPES_MISSING',
  'INCOME_LIMIT_NOT_POSITIVE',
  'AREAS_MISSING',
  'KEY_MALFORMED',
  'KEY_REPEATED',
  'TEXT_MISSING',
  'HELP_NOT_REACHABLE',
  'HELP_TELEPHONE_MALFORMED',
  'HELP_EMAIL_MALFORMED',
  'CHOICES_MISSING',
  'CHOICES_UNWANTED',
  'WORD_LIMIT_NOT_POSITIVE',
  'WORD_LIMIT_UNWANTED',
  'CHECK_REPEATED',
  'CRITERIA_MISSING',
  'TOP_SCORE_OUT_OF_RANGE',
  'QUORUM_TOO_SMALL',
  'SIGNATORIES_TOO_FEW',
  'REMINDER_TOO_EARLY',
  'INSTALMENTS_MISSING',
  'INSTALMENT_SHARE_NOT_WHOLE',
  'INSTALMENT_SHARES_NOT_100',
  'INSTALMENTS_OUT_OF_ORDER',
];

/** The commands about pots over HTTP. */
export const potRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'openPot',
    summary: 'Open a pot: what may be awarded from a fund, and by which rules',
    body: openPotBody,
    example: {
      fundId: exampleIds.fund,
      name: 'Croydon small grants',
      referencePrefix: 'CRO',
      ownerId: exampleIds.person,
      budgetPence: pence(2_000_000),
      policy: defaultPolicy,
    },
    creates: true,
    refusals: [
      'NOT_FOR_ONE_POT',
      'FUND_UNKNOWN',
      'FUND_CLOSED',
      'PERSON_UNKNOWN',
      'OWNER_NOT_STAFF',
      'REFERENCE_PREFIX_TAKEN',
      ...ofPolicies,
    ],
  }),
  commandRoute({
    command: 'publishPolicy',
    summary: 'Publish new rules for everything in the pot that is not yet awarded',
    body: publishPolicyBody,
    example: { policy: defaultPolicy, reason: 'The panel now meets every four weeks.' },
    refusals: ofPolicies,
  }),
  commandRoute({
    command: 'addBudget',
    summary: 'Add to what may be awarded from the pot',
    body: addBudgetBody,
    example: { amountPence: pence(500_000), reason: 'The funder added to the pledge.' },
  }),
  commandRoute({
    command: 'rewordLetter',
    summary: 'Word a letter of the pot in its own way, with placeholders for its facts',
    body: rewordLetterBody,
    example: {
      letter: 'question-asked',
      subject: 'A question from {organisation}',
      text: 'We would like to know a little more before we go on.\n\nPlease answer by {date}.',
    },
    refusals: ['LETTER_BRACES', 'LETTER_PLACEHOLDER_UNKNOWN', 'LETTER_FACT_MISSING', 'LETTER_HOLDS_BANK_NUMBER'],
  }),
  commandRoute({
    command: 'restoreLetter',
    summary: 'Word a letter of the pot in the usual way again',
    body: restoreLetterBody,
    example: { letter: 'question-asked' },
    refusals: ['LETTER_USUAL_ALREADY'],
  }),
  commandRoute({
    command: 'tryLetter',
    summary: 'Send yourself a letter of the pot as a group of it would get it',
    body: tryLetterBody,
    example: { letter: 'question-asked', grantId: exampleIds.application },
    refusals: ['LETTER_GRANT_UNKNOWN'],
  }),
  commandRoute({
    command: 'closePot',
    summary: 'Close a pot in which nothing runs',
    body: closePotBody,
    example: {},
    refusals: ['POT_HAS_RUNNING_GRANTS'],
  }),
];
