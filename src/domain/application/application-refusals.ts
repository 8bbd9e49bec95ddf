/** What keeps an application from being submitted, field by field, by the pot's policy. */
import { addressRefusals, isPostcode } from './address';
import type { Activity, ApplicationContent, BudgetLine, Contact } from './application';
import { type CalendarDate, isCalendarDate } from '../calendar/calendar';
import { addPence, pence, type Pence, readPounds, sumPence } from '../money/money';
import {
  type OrganisationType,
  organisationTypes,
  type Policy,
  type Question,
  shortAnswerAtMost,
} from '../policy/policy';
import { pointer, type Refusal, refuse } from '../refusals/refusal';

/** £10 million: beyond it a budget line is a slip of the keyboard, and below it sums stay exact. */
const LARGEST_SUM = pence(1_000_000_000);

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const ANSWER_KEY = /^[a-z][a-z0-9_]{0,39}$/;

const found = (all: readonly (Refusal | undefined)[]): readonly Refusal[] =>
  all.filter((refusal) => refusal !== undefined);

const isBlank = (text: string): boolean => text.trim() === '';

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

/** The same person however their name is typed: case, accents and spaces do not make another. */
function nameKey(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().split(/\s+/).join(' ').trim();
}

function activityRefusal(activity: Activity, position: number): readonly Refusal[] {
  const at = (name: string) => pointer('activities', position, name);
  return found([
    isBlank(activity.description) ? refuse('ACTIVITY_DESCRIPTION_MISSING', { field: at('description') }) : undefined,
    isBlank(activity.output) ? refuse('ACTIVITY_OUTPUT_MISSING', { field: at('output') }) : undefined,
    isCount(activity.target) ? undefined : refuse('TARGET_NOT_POSITIVE', { field: at('target') }),
    isBlank(activity.unit) ? refuse('ACTIVITY_UNIT_MISSING', { field: at('unit') }) : undefined,
  ]);
}

/** What is wrong with the activities: none, or one without description, output, target or unit. */
export function activityRefusals(activities: readonly Activity[]): readonly Refusal[] {
  if (activities.length === 0) return [refuse('ACTIVITIES_MISSING', { field: '/activities' })];
  return activities.flatMap(activityRefusal);
}

function sumRefusal(amount: Pence, field: string): Refusal | undefined {
  if (amount < 0) return refuse('BUDGET_SUM_NEGATIVE', { field });
  if (amount > LARGEST_SUM) return refuse('SUM_TOO_LARGE', { field, facts: { limitPence: LARGEST_SUM } });
  return undefined;
}

function budgetLineRefusals(line: BudgetLine, position: number): readonly Refusal[] {
  const at = (name: string) => pointer('budget', position, name);
  const { costPence, askedPence, otherPence } = line;
  const description = isBlank(line.description)
    ? [refuse('BUDGET_DESCRIPTION_MISSING', { field: at('description') })]
    : [];
  const sums = found([
    sumRefusal(costPence, at('costPence')),
    sumRefusal(askedPence, at('askedPence')),
    sumRefusal(otherPence, at('otherPence')),
  ]);
  if (sums.length > 0) return [...description, ...sums];
  const sumOfBoth = addPence(askedPence, otherPence);
  return [
    ...description,
    ...found([
      costPence === 0 && sumOfBoth === 0 ? refuse('BUDGET_LINE_EMPTY', { field: at('costPence') }) : undefined,
      costPence === sumOfBoth
        ? undefined
        : refuse('BUDGET_LINE_DOES_NOT_ADD_UP', {
            field: at('costPence'),
            facts: { costPence, sumPence: sumOfBoth },
          }),
    ]),
  ];
}

/**
 * What is wrong with a budget that asks for a sum: no line, a line that does not add up, or lines that together ask for
 * something else. Also for the budget that a group agrees anew when it is awarded less.
 */
export function budgetRefusals(budget: readonly BudgetLine[], askedPence: Pence): readonly Refusal[] {
  if (budget.length === 0) return [refuse('BUDGET_MISSING', { field: '/budget' })];
  const lines = budget.flatMap(budgetLineRefusals);
  if (lines.some(({ code }) => code === 'BUDGET_SUM_NEGATIVE' || code === 'SUM_TOO_LARGE')) return lines;
  const linesPence = sumPence(budget.map((line) => line.askedPence));
  if (linesPence === askedPence) return lines;
  return [...lines, refuse('BUDGET_TOTAL_DIFFERS', { field: '/budget', facts: { askedPence, linesPence } })];
}

/**
 * COSTS_BEFORE_DECISION, when the work begins before the day that it is decided on and the pot does not pay for that.
 * Asked at submission with that day (no decision can be earlier), and again when the award is made.
 */
export function costsBeforeDecision(
  startsOn: CalendarDate,
  decidedOn: CalendarDate,
  policy: Pick<Policy, 'allowCostsBeforeDecision'>,
): Refusal | undefined {
  if (policy.allowCostsBeforeDecision || startsOn >= decidedOn) return undefined;
  return refuse('COSTS_BEFORE_DECISION', { field: '/startsOn', facts: { earliestOn: decidedOn } });
}

function amountRefusal(askedPence: Pence, { ceilingPence }: Policy): Refusal | undefined {
  if (askedPence <= 0) return refuse('AMOUNT_NOT_POSITIVE', { field: '/askedPence' });
  if (askedPence > ceilingPence)
    return refuse('AMOUNT_OVER_CEILING', { field: '/askedPence', facts: { ceilingPence } });
  return undefined;
}

function areaRefusal(area: string, { eligibility: { areas } }: Policy): Refusal | undefined {
  if (isBlank(area)) return refuse('AREA_MISSING', { field: '/area' });
  if (areas === undefined || areas.some((covered) => nameKey(covered) === nameKey(area))) return undefined;
  return refuse('AREA_NOT_COVERED', { field: '/area', facts: { areas } });
}

function dateRefusals(content: ApplicationContent, policy: Policy, submittedOn: CalendarDate): readonly Refusal[] {
  const { startsOn, endsOn } = content;
  const invalid = found([
    isCalendarDate(startsOn) ? undefined : refuse('DATE_INVALID', { field: '/startsOn' }),
    isCalendarDate(endsOn) ? undefined : refuse('DATE_INVALID', { field: '/endsOn' }),
  ]);
  if (invalid.length > 0) return invalid;
  return found([
    endsOn < startsOn ? refuse('DATES_REVERSED', { field: '/endsOn' }) : undefined,
    costsBeforeDecision(startsOn, submittedOn, policy),
  ]);
}

/** Whether all say one and the same, and not nothing. */
const isOne = (texts: readonly string[]): boolean => new Set(texts).size === 1 && !texts.includes('');

/** What is wrong with an application's two contacts, each with a pointer such as `/contacts/1/email`. */
export function contactRefusals(contacts: readonly Contact[]): readonly Refusal[] {
  const each = contacts.flatMap(({ name, email }, position) =>
    found([
      isBlank(name) ? refuse('CONTACT_NAME_MISSING', { field: pointer('contacts', position, 'name') }) : undefined,
      EMAIL.test(email.trim())
        ? undefined
        : refuse('CONTACT_EMAIL_MALFORMED', { field: pointer('contacts', position, 'email') }),
    ]),
  );
  if (contacts.length !== 2) return [refuse('CONTACTS_NOT_TWO', { field: '/contacts' }), ...each];
  if (isOne(contacts.map(({ name }) => nameKey(name)))) {
    return [...each, refuse('CONTACT_REPEATED', { field: '/contacts/1/name' })];
  }
  if (isOne(contacts.map(({ email }) => email.trim().toLowerCase()))) {
    return [...each, refuse('CONTACTS_SHARE_EMAIL', { field: '/contacts/1/email' })];
  }
  return each;
}

function incomeRefusal(income: Pence | undefined, { eligibility }: Policy): Refusal | undefined {
  const limitPence = eligibility.maxIncomePence;
  const field = '/organisationIncomePence';
  if (income === undefined) return limitPence === undefined ? undefined : refuse('INCOME_MISSING', { field });
  if (income < 0) return refuse('INCOME_NEGATIVE', { field });
  if (limitPence === undefined || income <= limitPence) return undefined;
  return refuse('INCOME_TOO_HIGH', { field, facts: { limitPence } });
}

function organisationTypeRefusal(type: OrganisationType, { eligibility }: Policy): Refusal | undefined {
  return eligibility.organisationTypes.includes(type)
    ? undefined
    : refuse('ORGANISATION_TYPE_NOT_ELIGIBLE', { field: '/organisationType' });
}

/** What somebody says of their group before they begin an application. */
export interface EligibilityAnswers {
  readonly organisationType?: OrganisationType | undefined;
  /** In a year. */
  readonly organisationIncomePence?: Pence | undefined;
  readonly area?: string | undefined;
}

/** The questions that a pot's rules make worth asking before anything is written; none where they leave nobody out. */
export function eligibilityQuestions({ eligibility }: Policy): readonly (keyof EligibilityAnswers)[] {
  const { organisationTypes: types, maxIncomePence, areas } = eligibility;
  return [
    ...(types.length < organisationTypes.length ? (['organisationType'] as const) : []),
    ...(maxIncomePence === undefined ? [] : (['organisationIncomePence'] as const)),
    ...(areas === undefined ? [] : (['area'] as const)),
  ];
}

/** What a pot's rules say of somebody's answers, the same as they would say of the application; each with a pointer to its answer. */
export function eligibilityRefusals(answers: EligibilityAnswers, policy: Policy): readonly Refusal[] {
  const asked = eligibilityQuestions(policy);
  const { organisationType, organisationIncomePence, area = '' } = answers;
  const typeRefusal =
    organisationType === undefined
      ? refuse('ORGANISATION_TYPE_MISSING', { field: '/organisationType' })
      : organisationTypeRefusal(organisationType, policy);
  return found([
    asked.includes('organisationType') ? typeRefusal : undefined,
    incomeRefusal(organisationIncomePence, policy),
    asked.includes('area') ? areaRefusal(area, policy) : undefined,
  ]);
}

function answerRefusal(question: Question, answer: string): Refusal | undefined {
  const field = pointer('answers', question.key);
  if (isBlank(answer)) {
    if (!question.required) return undefined;
    return question.kind === 'file' ? refuse('ANSWER_FILE_MISSING', { field }) : refuse('ANSWER_MISSING', { field });
  }
  switch (question.kind) {
    case 'text': {
      const { maxWords } = question;
      const words = answer.trim().split(/\s+/).length;
      if (maxWords === undefined || words <= maxWords) return undefined;
      return refuse('ANSWER_TOO_LONG', { field, facts: { words, maxWords, over: words - maxWords } });
    }
    case 'short_text': {
      const characters = answer.trim().length;
      if (characters <= shortAnswerAtMost && !/[\r\n]/.test(answer.trim())) return undefined;
      return refuse('ANSWER_NOT_SHORT', { field, facts: { characters, atMost: shortAnswerAtMost } });
    }
    case 'choice':
      return question.choices?.includes(answer) === true ? undefined : refuse('ANSWER_NOT_A_CHOICE', { field });
    case 'number':
      return /^-?\d{1,12}(\.\d{1,6})?$/.test(answer.trim()) ? undefined : refuse('ANSWER_NOT_A_NUMBER', { field });
    case 'money':
      return readPounds(answer) === undefined ? refuse('ANSWER_NOT_MONEY', { field }) : undefined;
    case 'date':
      return isCalendarDate(answer.trim()) ? undefined : refuse('ANSWER_NOT_A_DATE', { field });
    case 'address':
    case 'file':
      return undefined;
  }
}

function answerRefusals(answers: ApplicationContent['answers'], { questions }: Policy): readonly Refusal[] {
  const asked = new Set(questions.map(({ key }) => key));
  const unknown = Object.keys(answers).filter((key) => !asked.has(key));
  return [
    ...questions
      .filter(({ kind }) => kind === 'address')
      .flatMap(({ key }) => {
        const answer = Object.hasOwn(answers, key) ? (answers[key] ?? '') : '';
        return isBlank(answer) ? [] : addressRefusals(answer, pointer('answers', key));
      }),
    ...found(
      questions.map((question) =>
        answerRefusal(question, Object.hasOwn(answers, question.key) ? (answers[question.key] ?? '') : ''),
      ),
    ),
    // a key that is no key may be anything that somebody typed, and a refusal is kept: only a plain one is repeated
    ...unknown.map((key) =>
      refuse('ANSWER_UNKNOWN', { field: ANSWER_KEY.test(key) ? pointer('answers', key) : '/answers' }),
    ),
  ];
}

function declarationRefusals(confirmed: readonly string[], { eligibility }: Policy): readonly Refusal[] {
  const keys = eligibility.declarations.map(({ key }) => key);
  return [
    ...keys
      .filter((key) => !confirmed.includes(key))
      .map((key) => refuse('DECLARATION_MISSING', { field: '/declarations', facts: { declaration: key } })),
    ...confirmed.flatMap((key, position) =>
      keys.includes(key) ? [] : [refuse('DECLARATION_UNKNOWN', { field: pointer('declarations', position) })],
    ),
  ];
}

/**
 * Everything that keeps an application from being submitted on a day (in London) under a policy, each with a JSON
 * pointer to its field; none when it may be. The group's cap, the pot's budget and its rounds are asked elsewhere.
 */
export function applicationRefusals(
  content: ApplicationContent,
  policy: Policy,
  { submittedOn }: { readonly submittedOn: CalendarDate },
): readonly Refusal[] {
  return [
    ...found([
      amountRefusal(content.askedPence, policy),
      isBlank(content.purpose) ? refuse('PURPOSE_MISSING', { field: '/purpose' }) : undefined,
    ]),
    ...activityRefusals(content.activities),
    ...found([
      isCount(content.peopleHelped) ? undefined : refuse('PEOPLE_HELPED_NOT_POSITIVE', { field: '/peopleHelped' }),
      areaRefusal(content.area, policy),
      content.postcode === undefined || isPostcode(content.postcode)
        ? undefined
        : refuse('POSTCODE_MALFORMED', { field: '/postcode' }),
    ]),
    ...dateRefusals(content, policy, submittedOn),
    ...budgetRefusals(content.budget, content.askedPence),
    ...contactRefusals(content.contacts),
    ...found([
      organisationTypeRefusal(content.organisationType, policy),
      incomeRefusal(content.organisationIncomePence, policy),
    ]),
    ...answerRefusals(content.answers, policy),
    ...declarationRefusals(content.declarations, policy),
  ];
}
