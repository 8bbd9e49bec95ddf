/**
 * A refusal is an answer, not an exception: a stable code for programs, one sentence or two for a volunteer, the field
 * it is about and the facts behind it. It is stored with the command it answers and kept in histories, so its facts are
 * ids, pence, dates and states only: never a name, an address or anything that a person typed.
 *
 * To add one, add a line to `refusals`. Say what happened, why, and what to do instead. `{name}` in the text is a fact
 * that `refuse` then demands: names that end in `Pence` are read out as pounds, in `On` as dates, in `At` as instants; `state`
 * and `stage` as the table of words for states has them.
 */
import { type CalendarDate, dateInWords, type Instant, instantInWords } from '../calendar/calendar';
import { formatPounds, type Pence } from '../money/money';
import { commandRefusals } from './commands';
import { assessmentRefusals } from './assessment';
import { directoryRefusals } from './directory';
import { deliveryRefusals } from './delivery';
import { fileRefusals } from './files';
import { paymentRefusals } from './payments';
import { purchaseRefusals } from './purchases';
import { setUpRefusals } from './set-up';
import { signInRefusals } from './sign-in';
import { viewRefusals } from './views';
import { stateInWords } from '../words/state-words';

/** Every refusal of the product, by its code. */
export const refusals = {
  ...commandRefusals,
  ...setUpRefusals,
  ...signInRefusals,
  ...assessmentRefusals,
  ...deliveryRefusals,
  ...paymentRefusals,
  ...purchaseRefusals,
  ...directoryRefusals,
  ...fileRefusals,
  ...viewRefusals,

  // Money and budgets
  POT_EXHAUSTED:
    'Only {leftPence} of this pot can still be awarded, which is less than this award. Award less, or wait until money comes back to the pot.',
  GROUP_CAP_EXCEEDED:
    'A group can receive at most {capPence} in {period} over all pots, so this group can be awarded at most {awardablePence} now. Award that or less, or decide again once earlier awards no longer count.',
  PURCHASE_OVER_BUDGET:
    'Only {leftPence} of this budget is left, after what is spent and what is promised. Ask for a service that costs less, or cancel an order that is no longer needed.',
  PURCHASE_PRICE_NOT_POSITIVE: 'The price is not more than £0. Enter what the provider will charge, including VAT.',

  // Who may do it
  SAME_PERSON:
    'You cannot do this, because you {because}, and two different people must have looked at it. Ask a colleague to do it.',
  CONNECTED_PERSON:
    'You cannot do this, because you are connected to {to}. Ask a colleague who is not connected to do it.',
  QUORUM_NOT_MET:
    'This cannot be decided yet: {counted} of the people present can decide on it and {quorum} are needed. People who are connected to the group, helped to write the application or left the room do not count. Ask another panel member to join, or decide at the next meeting.',
  RULING_MISSING:
    'Somebody here knows the group, and the chair has not ruled on it yet. Record whether they decide, stay without deciding, or leave. Then decide.',
  ALREADY_SIGNED:
    'You have accepted this already, and the others who accept must be different people. Ask another committee member to accept.',
  SIGNATORIES_RELATED:
    'The people who accept for the group must not be related or live together. Ask another committee member to accept.',

  // Periods
  PERIOD_MALFORMED:
    'This is not a length of time that we understand. Write P, a number, and D, W, M or Y for days, weeks, months or years, such as P28D. For hours, minutes or seconds write PT, a number, and H, M or S, such as PT48H.',
  PERIOD_NEGATIVE: 'A length of time here cannot be less than zero. Leave out the minus sign.',
  PERIOD_TOO_LONG: 'This length of time is over 30 years, which is more than any grant needs. Choose a shorter one.',
  PERIOD_NOT_CALENDAR:
    'This is counted in whole days or more, not hours, minutes or seconds. Write it in days, weeks, months or years, such as P12M.',

  // A pot's policy
  CEILING_NOT_POSITIVE: 'The most that one grant can be is not more than £0. Enter a sum over £0.',
  CEILING_TOO_HIGH: 'A grant of this kind can be at most {ceilingPence}. Enter that or less.',
  GROUP_CAP_NOT_POSITIVE:
    'The most that a group can receive in a year is not more than £0, so nothing could be awarded. Enter a sum over £0.',
  ORGANISATION_TYPES_MISSING: 'No kind of organisation could apply. Choose at least one.',
  ORGANISATION_TYPE_UNKNOWN: 'This kind of organisation is not on our list. Choose one that is.',
  AREAS_MISSING:
    'The list of areas is empty, so nobody could apply. Add an area, or leave the list out to accept all areas.',
  INCOME_LIMIT_NOT_POSITIVE:
    'The most that an organisation’s yearly income can be is not more than £0. Enter a sum over £0, or leave it out.',
  KEY_MALFORMED:
    'A key is a short name in small letters, digits and underscores, at most 40 of them, that begins with a letter, such as why_now. Change it to one.',
  KEY_REPEATED: 'This key is used twice, so the answers could not be told apart. Give each its own.',
  TEXT_MISSING: 'There is no text for people to read here. Write some.',
  HELP_NOT_REACHABLE: 'Nobody could reach this person. Give a telephone number, an email address, or both.',
  HELP_TELEPHONE_MALFORMED: 'This does not look like a telephone number, such as 020 7946 0000. Check it.',
  HELP_EMAIL_MALFORMED: 'This does not look like an email address, such as name@example.org. Check it.',
  CHOICES_MISSING: 'A question with choices needs at least two different ones. Add them.',
  CHOICES_UNWANTED: 'Only a question with choices has a list of them. Take the list out, or make it one.',
  WORD_LIMIT_NOT_POSITIVE: 'The word limit is not a whole number over zero. Enter one, or leave it out.',
  WORD_LIMIT_UNWANTED: 'Only a question answered in words has a word limit. Take it out.',
  CHECK_UNKNOWN: 'This is not a check that we know. Choose one from the list.',
  CRITERIA_MISSING: 'There is nothing to judge applications by. Add at least one criterion.',
  TOP_SCORE_OUT_OF_RANGE: 'The top score is not a whole number from 1 to {atMost}. Enter one that is.',
  CHECK_REPEATED: 'This check is on the list twice. Take one out.',
  QUORUM_TOO_SMALL: 'A panel decides with at least two people. Enter a whole number of two or more.',
  DELEGATION_NEGATIVE: 'The sum that one person may award alone is less than £0. Enter £0 if nobody may.',
  DELEGATION_OVER_CEILING:
    'The sum that one person may award alone is over the most that a grant can be, {ceilingPence}. Enter that or less.',
  SIGNATORIES_TOO_FEW:
    'An offer is accepted by at least two people, so that nobody can bind a group alone. Enter two or more.',
  REMINDER_TOO_EARLY:
    'This reminder would be sent before there is anything to remind of. Make it shorter than the time it counts back from.',
  INSTALMENTS_MISSING: 'There is no instalment, so a grant could never be paid. Add at least one.',
  INSTALMENT_SHARE_NOT_WHOLE:
    'An instalment’s share is not a whole number of percent from 1 to 100. Enter a whole number.',
  INSTALMENT_SHARES_NOT_100:
    'The instalments add up to {sumPercent} percent of the grant. Change them so that they add up to 100.',
  INSTALMENTS_OUT_OF_ORDER: 'This instalment would be due before the one above it. Put the earlier one first.',
  LEFTOVERS_OUT_OF_RANGE:
    'What a group may keep at the end is £0 or more, and at most the {ceilingPence} that a grant can be. Enter a sum between them.',
  DECISION_RULE_UNKNOWN: 'This is not a way of deciding that we know. Choose one from the list.',

  // An application
  AMOUNT_NOT_POSITIVE: 'You have not asked for any money. Enter how much you would like.',
  AMOUNT_OVER_CEILING: 'The most that you can ask for is {ceilingPence}. Ask for that or less.',
  PURPOSE_MISSING: 'You have not said what the money is for. Tell us in a sentence or two.',
  ACTIVITIES_MISSING: 'You have not told us what you will do. Add at least one activity.',
  ACTIVITY_DESCRIPTION_MISSING: 'This activity has no description. Say what you will do.',
  ACTIVITY_OUTPUT_MISSING:
    'You have not said what this activity will give people. Say what you will count, such as workshops held.',
  ACTIVITY_UNIT_MISSING: 'The number has no unit. Say what is counted, such as people or sessions.',
  TARGET_NOT_POSITIVE: 'The number you plan is not a whole number over zero. Enter how many you plan.',
  PEOPLE_HELPED_NOT_POSITIVE:
    'The number of people you will help is not a whole number over zero. Your best guess will do.',
  AREA_MISSING: 'You have not said where you will do this. Enter the area.',
  AREA_NOT_COVERED: 'This pot does not give grants in that area. It covers {areas}. Look for another fund near you.',
  POSTCODE_MALFORMED: 'This does not look like a UK postcode, such as CR0 1XX. Check it, or leave it out.',
  DATE_INVALID: 'This day does not exist. Check the day, month and year.',
  DATES_REVERSED: 'The last day is before the first. Check both dates.',
  COSTS_BEFORE_DECISION:
    'The work would begin before {earliestOn}, and this pot does not pay for anything from before its decision. Choose a first day on or after that.',
  BUDGET_MISSING: 'You have not said what you will spend the money on. Add at least one line.',
  BUDGET_DESCRIPTION_MISSING: 'This line does not say what the money buys. Describe it.',
  BUDGET_SUM_NEGATIVE: 'This sum is less than £0. Enter £0 or more.',
  SUM_TOO_LARGE: 'This sum is over {limitPence}, which is more than any project of this size costs. Check the figures.',
  BUDGET_LINE_EMPTY: 'This line costs nothing. Enter what it costs, or take it out.',
  BUDGET_LINE_DOES_NOT_ADD_UP:
    'This line costs {costPence}, but what you ask from us and the other money come to {sumPence}. Change them so that they are the same.',
  BUDGET_TOTAL_DIFFERS:
    'You ask for {askedPence}, but your budget lines ask us for {linesPence} in total. Change them so that they are the same.',
  CONTACTS_NOT_TWO: 'We need two contacts, so that we can reach you when one is away. Give exactly two.',
  CONTACT_NAME_MISSING: 'This contact has no name. Enter their full name.',
  CONTACT_EMAIL_MALFORMED: 'This does not look like an email address, such as name@example.org. Check it.',
  CONTACT_REPEATED: 'Both contacts are the same person. Name somebody else as the second.',
  CONTACTS_SHARE_EMAIL:
    'Both contacts have the same email address, but each signs in with their own. Enter a different one for the second.',
  ORGANISATION_TYPE_NOT_ELIGIBLE:
    'This pot does not give grants to organisations of your kind. Ask the fund’s officer who else might.',
  INCOME_MISSING:
    'This pot is for smaller organisations, so we need your yearly income. Enter it from your last accounts.',
  INCOME_NEGATIVE: 'Your yearly income is less than £0. Enter £0 or more.',
  INCOME_TOO_HIGH:
    'This pot is for organisations with a yearly income of at most {limitPence}. Ask the fund’s officer who else might help.',
  ANSWER_MISSING: 'This question must be answered. Write an answer.',
  ANSWER_UNKNOWN: 'There is no such question in this pot. Leave this answer out.',
  ANSWER_TOO_LONG:
    'Your answer has {words} words, and there is room for {maxWords}. Shorten it by {over}, and keep what matters most.',
  ANSWER_NOT_SHORT:
    'Your answer has {characters} characters or more than one line, and there is room for {atMost} on one line. Shorten it.',
  ANSWER_NOT_MONEY: 'Your answer is not a sum of money. Write it in pounds, such as 250 or 1,999.50.',
  ANSWER_NOT_A_CHOICE: 'Your answer is not one of the choices. Choose one of them.',
  ANSWER_NOT_A_NUMBER: 'Your answer is not a number. Write it in digits, such as 12 or 7.5.',
  ANSWER_FILE_MISSING: 'There is no file here yet. Choose one, then upload it.',
  ADDRESS_NOT_IN_LINES:
    'An address has four lines: building and street, a second line that may be empty, town, and postcode. Write it so.',
  ADDRESS_STREET_MISSING: 'The building and street are missing. Enter them.',
  ADDRESS_TOWN_MISSING: 'The town or city is missing. Enter it.',
  ADDRESS_POSTCODE_MISSING: 'The postcode is missing. Enter it.',
  ADDRESS_POSTCODE_MALFORMED: 'This does not look like a UK postcode, such as CR0 1XX. Check it.',
  ANSWER_NOT_A_DATE: 'Your answer is not a date. Write it as year, month and day, such as 2026-11-09.',
  DECLARATION_MISSING: 'You have not confirmed this. Read it, and tick it if it is true.',
  DECLARATION_UNKNOWN: 'There is no such statement to confirm in this pot. Leave it out.',

  // Purchases and bank details
  CLIENT_REFERENCE_MALFORMED:
    'A client reference is one to three letters and one to five digits, such as WC-1047. Use the reference that your own records gave.',
  CLIENT_REFERENCE_LIKE_NAME:
    'This looks like a person’s name, which must never be kept here. Use the reference that your own records gave, such as WC-1047.',
  CLIENT_REFERENCE_LIKE_DATE:
    'This looks like a date of birth, which must never be kept here. Use the reference that your own records gave, such as WC-1047.',
  CLIENT_REFERENCE_WITHIN:
    'The client’s reference is in this text. It is kept in its own place only, so that few people read it. Write this without it.',
  SORT_CODE_MALFORMED: 'A sort code has 6 digits, such as 08-99-99. Copy it from a bank statement or card.',
  ACCOUNT_NUMBER_MALFORMED:
    'An account number has 8 digits, such as 66374958. Copy it from a bank statement; if yours has 7, put a 0 in front.',
  ACCOUNT_NAME_MISSING:
    'The name on the account is missing. Copy it from a bank statement; it must be the organisation’s account.',

  // A report
  OUTPUT_NOT_REPORTED: 'You planned this but have not said how it went. Enter how many you reached, even if it is 0.',
  OUTPUT_REPORTED_TWICE: 'This activity is reported twice. Take one out.',
  OUTPUT_UNKNOWN: 'There is no such activity in your plan. Report only what was planned; tell us the rest in words.',
  OUTPUT_TARGET_DIFFERS: 'You agreed to {target} here, and this says otherwise. Enter the number that was agreed.',
  ACHIEVED_NEGATIVE: 'The number you reached is not a whole number of zero or more. Enter how many.',
  COMMENT_MISSING:
    'This is fewer than planned, and you have not said why. A few words will do: it helps others, and does not count against you.',
  WHAT_CHANGED_MISSING: 'You have not said what changed for people. Tell us in a few sentences.',
  WHAT_CONTINUES_MISSING: 'You have not said what goes on now that the money is spent. A sentence will do.',
  LESSONS_MISSING: 'You have not said what you learned. A sentence will do; what went wrong is as useful.',
  SPENDING_NOT_REPORTED: 'You have not said what you spent on this line. Enter it, even if it is £0.',
  SPENDING_REPORTED_TWICE: 'This line of the budget is reported twice. Take one out.',
  SPENDING_LINE_UNKNOWN: 'There is no such line in your budget. Put the sum on the line that it belongs to.',
  SPENDING_NEGATIVE: 'This sum is less than £0. Enter £0 or more.',
  SPENT_MORE_THAN_PAID:
    'These lines come to {spentPence}, but we have paid you {paidPence}. Enter only what you spent of our money.',
} as const satisfies Readonly<Record<string, string>>;

/** The stable code of a refusal; programs may rely on it, its sentence may be bettered. */
export type RefusalCode = keyof typeof refusals;

/** What a fact may be: an id, a sum, a date, a state, a count; never a name or free text. */
export type Fact = string | number | boolean | null | readonly string[];

/** The facts behind a refusal, by name. */
export type Facts = Readonly<Record<string, Fact>>;

/** Why something was not done, as told to people and to programs. */
export interface Refusal {
  readonly code: RefusalCode;
  /** The catalogue's sentence with the facts read into it. */
  readonly detail: string;
  /** JSON pointer into the request's body, where one field is to blame. */
  readonly field?: string;
  readonly facts?: Facts;
  /** What else is wrong with the same request, where several things are; these have no others of their own. */
  readonly also?: readonly Refusal[];
}

type Named<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Named<Rest> : never;

type FactNamed<Name extends string> = Name extends `${string}Pence`
  ? Pence
  : Name extends `${string}On`
    ? CalendarDate
    : Name extends `${string}At`
      ? Instant
      : Fact;

type FactsOf<Code extends RefusalCode> = { readonly [Name in Named<(typeof refusals)[Code]>]: FactNamed<Name> };

type About<Code extends RefusalCode> = RefusalCode extends Code
  ? [about?: { readonly field?: string | undefined; readonly facts?: Facts }]
  : [Named<(typeof refusals)[Code]>] extends [never]
    ? [about?: { readonly field?: string | undefined; readonly facts?: Facts }]
    : [about: { readonly field?: string | undefined; readonly facts: Facts & FactsOf<Code> }];

/** The names that programs have for roles and checks, as people say them: `payment_maker` is `payment maker`. */
const plainly = (item: string): string => (/^[a-z]+(_[a-z]+)+$/.test(item) ? item.replaceAll('_', ' ') : item);

/** Of several roles one is enough. */
const oneOf = new Intl.ListFormat('en-GB', { type: 'disjunction' });

function read(name: string, fact: Fact | undefined): string {
  if (fact === undefined || fact === null) return 'unknown';
  if (typeof fact === 'object' && name === 'needs') return oneOf.format(fact.map(plainly));
  if (typeof fact === 'object') return fact.length === 0 ? 'nothing' : fact.map(plainly).join(', ');
  if (typeof fact === 'number' && name.endsWith('Pence')) return formatPounds(fact as Pence);
  if (typeof fact === 'string' && name.endsWith('On')) return dateInWords(fact as CalendarDate);
  if (typeof fact === 'string' && name.endsWith('At')) return instantInWords(fact as Instant);
  if (typeof fact === 'string' && (name === 'state' || name === 'stage')) return stateInWords(fact);
  return String(fact);
}

/**
 * A refusal by its code, with the sentence of the catalogue. The facts that the sentence names are demanded by type;
 * a code that is only known at run time needs none, and a fact that is missing then reads "unknown".
 */
export function refuse<Code extends RefusalCode>(code: Code, ...[about]: About<Code>): Refusal {
  const facts: Facts | undefined = about?.facts;
  return {
    code,
    detail: refusals[code].replace(/\{(\w+)\}/g, (_, name: string) => read(name, facts?.[name])),
    ...(about?.field === undefined ? {} : { field: about.field }),
    ...(facts === undefined ? {} : { facts }),
  };
}

/** All that is wrong with one request as one refusal: the first, with the others in `also`. Undefined when nothing is. */
export function together(found: readonly Refusal[]): Refusal | undefined {
  const [first, ...also] = found;
  return first === undefined || also.length === 0 ? first : { ...first, also };
}

/** A JSON pointer (RFC 6901) from its parts: `pointer('budget', 0, 'costPence')` is `/budget/0/costPence`. */
export function pointer(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
