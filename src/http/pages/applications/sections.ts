import type { ApplicationDraft } from '../../../domain/application/application-draft';
import { dateInWords, isCalendarDate } from '../../../domain/calendar/calendar';
import { formatPounds, pence } from '../../../domain/money/money';
import { shortAnswerAtMost, type Policy, type Question } from '../../../domain/policy/policy';
import { answerLines } from '../../../domain/application/question-answer';
import type { Refusal } from '../../../domain/refusals/refusal';
import type { Field, Fields } from '../form/field';
import { fileWords } from '../files/words';
import { organisationWords } from '../frame/policy-words';
import type { RoomUnderCap } from '../frame/room-under-cap';
import { sum } from '../frame/sum';
import { applicationWords as w } from './words';

/** One question of an application, or a few that belong together: a page of its own. */
export interface Section {
  /** Its place in the address. */
  readonly slug: string;
  readonly part: 'group' | 'work' | 'money' | 'more' | 'end';
  /** The page's heading, and its line in the list. */
  readonly title: string;
  readonly fields: Fields;
  /** Where in the draft its answers are, as JSON pointers; what is refused there or below is said here. */
  readonly covers: readonly string[];
  readonly isOptional: boolean;
  /** The key of the question that it answers with files. */
  readonly filesFor?: string;
  /** What was answered, line by line; none where nothing was. */
  readonly answer: (draft: ApplicationDraft) => readonly string[];
  /** The draft with the section's answers in place of those that it had. */
  readonly put: (draft: ApplicationDraft, body: Readonly<Record<string, unknown>>) => ApplicationDraft;
}

type DraftKey = keyof ApplicationDraft;

/** Every question that a pot asks, in the order in which they are asked. */
export function sectionsOf(policy: Policy): readonly Section[] {
  return [
    organisation(policy),
    income(policy),
    of(
      'risk',
      'group',
      { risk: { kind: 'yesNo', at: '/childrenOrAdultsAtRisk', ...q.risk } },
      ({ childrenOrAdultsAtRisk: risk }) => (risk === undefined ? [] : [risk ? w.yes : w.no]),
    ),
    contacts,
    of(
      'purpose',
      'work',
      { purpose: { kind: 'longText', at: '/purpose', rows: 8, atMost: 20_000, ...q.purpose } },
      ({ purpose }) => text(purpose),
    ),
    activities,
    of('people', 'work', { people: { kind: 'count', at: '/peopleHelped', ...q.people } }, ({ peopleHelped }) =>
      peopleHelped === undefined ? [] : [String(peopleHelped)],
    ),
    where(policy),
    dates(policy),
    budget,
    {
      ...of(
        'gifts',
        'money',
        { gifts: { kind: 'longText', at: '/giftsInKind', atMost: 20_000, ...q.gifts } },
        ({ giftsInKind }) => text(giftsInKind),
      ),
      isOptional: true,
    },
    ...policy.questions.map(ownQuestion),
    ...(policy.eligibility.declarations.length === 0 ? [] : [declarations(policy)]),
  ];
}

const q = w.questions;

const text = (value: string | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : value.split('\n');

/** A section whose answers are fields of the draft. */
function of(
  slug: string,
  part: Section['part'],
  fields: Fields,
  answer: Section['answer'],
  title: string = Object.values(fields)[0]?.label ?? '',
): Section {
  const covers = Object.values(fields).map(({ at }) => at);
  const keys = covers.map((at) => at.slice(1) as DraftKey);
  return {
    slug,
    part,
    title,
    fields,
    covers,
    isOptional: false,
    answer,
    put: (draft, body) => ({ ...without(draft, keys), ...body }),
  };
}

const without = (draft: ApplicationDraft, keys: readonly DraftKey[]): ApplicationDraft =>
  Object.fromEntries(Object.entries(draft).filter(([key]) => !keys.includes(key as DraftKey)));

function organisation({ eligibility }: Policy): Section {
  const options = eligibility.organisationTypes.map((value) => ({ value, words: organisationWords[value] }));
  return of(
    'organisation',
    'group',
    { organisation: { kind: 'choice', at: '/organisationType', options, ...q.organisation } },
    ({ organisationType: type }) => (type === undefined ? [] : [organisationWords[type]]),
  );
}

function income({ eligibility: { maxIncomePence } }: Policy): Section {
  const hint = maxIncomePence === undefined ? q.income.open : q.income.hint(formatPounds(maxIncomePence));
  return {
    ...of(
      'income',
      'group',
      { income: { kind: 'money', at: '/organisationIncomePence', label: q.income.label, hint } },
      ({ organisationIncomePence: income }) => (income === undefined ? [] : [sum(income)]),
    ),
    isOptional: maxIncomePence === undefined,
  };
}

const contacts: Section = of(
  'contacts',
  'group',
  {
    contacts: {
      kind: 'rows',
      at: '/contacts',
      label: q.contacts.label,
      hint: q.contacts.hint,
      line: q.contacts.line,
      addWords: q.contacts.add,
      atLeast: 2,
      atMost: 2,
      each: {
        name: { kind: 'text', at: '/name', label: q.contacts.name },
        email: { kind: 'email', at: '/email', label: q.contacts.email },
        phone: { kind: 'tel', at: '/phone', label: q.contacts.phone },
        role: { kind: 'text', at: '/role', label: q.contacts.role },
      },
    },
  },
  ({ contacts: all = [] }) =>
    all.map(({ name, email, phone, role }) => [name, role, email, phone].filter((one) => one !== undefined).join(', ')),
  q.contacts.title,
);

const activities: Section = of(
  'activities',
  'work',
  {
    activities: {
      kind: 'rows',
      at: '/activities',
      label: q.activities.label,
      hint: q.activities.hint,
      line: q.activities.line,
      addWords: q.activities.add,
      atMost: 12,
      each: {
        description: { kind: 'text', at: '/description', label: q.activities.description },
        output: { kind: 'text', at: '/output', label: q.activities.output, hint: q.activities.outputHint },
        target: { kind: 'count', at: '/target', label: q.activities.target },
        unit: { kind: 'text', at: '/unit', label: q.activities.unit, hint: q.activities.unitHint },
      },
    },
  },
  ({ activities: all = [] }) =>
    all.flatMap(({ description = '', target = 0, unit = '', output = '' }) => [
      description,
      w.activity(target, unit, output),
    ]),
  q.activities.title,
);

function where({ eligibility: { areas } }: Policy): Section {
  const area: Field =
    areas === undefined
      ? { kind: 'text', at: '/area', label: q.where.area, hint: q.where.areaHint, width: 20 }
      : {
          kind: 'choice',
          at: '/area',
          label: q.where.areaList,
          options: areas.map((value) => ({ value, words: value })),
          ...(areas.length > 8 ? { asList: true } : {}),
        };
  const postcode: Field = {
    kind: 'text',
    at: '/postcode',
    label: q.where.postcode,
    width: 10,
    autocomplete: 'postal-code',
  };
  return of(
    'where',
    'work',
    { area, postcode },
    (draft) => [draft.area, draft.postcode].filter((one) => one !== undefined && one !== '') as string[],
    q.where.title,
  );
}

function dates({ allowCostsBeforeDecision }: Policy): Section {
  const startsHint = allowCostsBeforeDecision ? q.dates.anyHint : q.dates.startsHint;
  return of(
    'dates',
    'work',
    {
      starts: { kind: 'date', at: '/startsOn', label: q.dates.starts, hint: startsHint },
      ends: { kind: 'date', at: '/endsOn', label: q.dates.ends, hint: q.dates.anyHint },
    },
    ({ startsOn = '', endsOn = '' }) =>
      isCalendarDate(startsOn) && isCalendarDate(endsOn)
        ? [w.from(dateInWords(startsOn), dateInWords(endsOn))]
        : text(startsOn),
    q.dates.title,
  );
}

/** What the lines of a budget come to, in pence. */
export function budgetSums(budgetLines: ApplicationDraft['budget'] = []) {
  const sumOf = (key: 'costPence' | 'askedPence' | 'otherPence') =>
    pence(budgetLines.reduce((total, line) => total + (line[key] ?? 0), 0));
  return { costPence: sumOf('costPence'), askedPence: sumOf('askedPence'), otherPence: sumOf('otherPence') };
}

/** The fields of a budget; also of one that is agreed anew. */
export const budgetFields = {
  budget: {
    kind: 'rows',
    at: '/budget',
    label: q.budget.label,
    hint: q.budget.hint,
    line: q.budget.line,
    addWords: q.budget.add,
    atMost: 20,
    each: {
      description: { kind: 'text', at: '/description', label: q.budget.description },
      cost: { kind: 'money', at: '/costPence', label: q.budget.cost },
      asked: { kind: 'money', at: '/askedPence', label: q.budget.asked },
      other: { kind: 'money', at: '/otherPence', label: q.budget.other },
    },
  },
} as const satisfies Fields;

/** The fields of a budget, with what the group can ask for. */
export const budgetWithin = ({ atMostPence, told }: RoomUnderCap): Fields => ({
  budget: {
    ...budgetFields.budget,
    hint: [q.budget.hint, told ?? w.list.upTo(formatPounds(atMostPence))].join(' '),
  },
});

/** The fields of what a group will do; also where it is agreed anew. */
export const activityFields: Fields = activities.fields;

const budget: Section = {
  ...of(
    'budget',
    'money',
    budgetFields,
    ({ budget: all = [] }) => {
      const told = all.map(({ description = '', costPence = 0, askedPence = 0, otherPence = 0 }) =>
        w.budgetLine(description, ...inPounds({ costPence, askedPence, otherPence })),
      );
      return all.length < 2 ? told : [...told, w.total(...inPounds(budgetSums(all)))];
    },
    q.budget.title,
  ),
  covers: ['/budget', '/askedPence'],
  // What is asked for is what the lines ask for: nobody has to add it up.
  put: (draft, body) => {
    const lines = body['budget'] as ApplicationDraft['budget'];
    return { ...draft, budget: lines, askedPence: budgetSums(lines).askedPence };
  },
};

const inPounds = (sums: { readonly costPence: number; readonly askedPence: number; readonly otherPence: number }) =>
  [sums.costPence, sums.askedPence, sums.otherPence].map(sum) as [string, string, string];

function ownQuestion(question: Question): Section {
  const at = `/answers/${question.key}`;
  const label = question.required ? question.label : q.optional(question.label);
  return {
    slug: `question-${question.key.replaceAll('_', '-')}`,
    part: 'more',
    title: question.label,
    // A file's box is called so in every form.
    fields: { [question.kind === 'file' ? 'file' : 'answer']: ownField(question, at, label) },
    covers: [at],
    isOptional: !question.required,
    ...(question.kind === 'file' ? { filesFor: question.key } : {}),
    answer: ({ answers }) => answerLines(question, answers?.[question.key]),
    put: (draft, body) => {
      if (question.kind === 'file') return draft;
      const { [question.key]: _, ...others } = draft.answers ?? {};
      return { ...draft, answers: { ...others, ...(body['answers'] as Readonly<Record<string, string>> | undefined) } };
    },
  };
}

function ownField({ kind, choices = [], maxWords }: Question, at: string, label: string): Field {
  switch (kind) {
    case 'text':
      return {
        kind: 'longText',
        at,
        label,
        ...(maxWords === undefined ? {} : { atMostWords: maxWords, hint: q.words(maxWords) }),
      };
    case 'short_text':
      return { kind: 'text', at, label, atMost: shortAnswerAtMost, isCounted: true };
    case 'money':
      return { kind: 'text', at, label, hint: q.money, prefix: '£', width: 10 };
    case 'choice':
      return { kind: 'choice', at, label, options: choices.map((value) => ({ value, words: value })) };
    case 'number':
      return { kind: 'text', at, label, width: 10 };
    case 'date':
      return { kind: 'date', at, label, hint: q.dates.anyHint };
    case 'address':
      return { kind: 'address', at, label };
    case 'file':
      return { kind: 'file', at, label, hint: fileWords.hint };
  }
}

function declarations({ eligibility }: Policy): Section {
  const options = eligibility.declarations.map(({ key, text: words }) => ({ value: key, words }));
  const { title, label, hint } = q.declarations;
  return {
    ...of(
      'declarations',
      'end',
      { declarations: { kind: 'several', at: '/declarations', label, hint, options } },
      ({ declarations: all = [] }) => options.filter(({ value }) => all.includes(value)).map(({ words }) => words),
      title,
    ),
  };
}

/** What of the refusals of an application is said in a section. */
export const refusalsIn = ({ covers }: Pick<Section, 'covers'>, refusals: readonly Refusal[]): readonly Refusal[] =>
  refusals.filter(({ field = '' }) => covers.some((at) => field === at || field.startsWith(`${at}/`)));

/** Where a section stands: nothing said yet, to be looked at again, or done. */
export type SectionState = 'done' | 'todo' | 'mend' | 'optional';

/** Where a section of a draft stands, by all that its rules refuse. */
export function stateOf(section: Section, draft: ApplicationDraft, refusals: readonly Refusal[]): SectionState {
  const isAnswered = section.answer(draft).length > 0;
  if (refusalsIn(section, refusals).length > 0) return isAnswered ? 'mend' : 'todo';
  return isAnswered ? 'done' : section.isOptional ? 'optional' : 'todo';
}
