import type { Activity, BudgetLine } from '../../domain/application/application';
import {
  type CalendarDate,
  dateInWords,
  type Instant,
  londonDate,
  shortDateInWords,
} from '../../domain/calendar/calendar';
import type { ChecklistItem } from '../../domain/application/checklist';
import { formatPounds, type Pence, sumPence } from '../../domain/money/money';
import { type Block, document, type Document, facts, heading, newPage, paragraph, table } from './document';
import { type InterestFact, interestInWords, meetingBlocks, type MeetingFacts } from './minute';
import { activitiesTable, budgetTable } from './plan';
import { say } from './say';
import { checkWords, meetingWords as words, reportWords } from './words/meeting';

/** An earlier grant to a group. */
export interface EarlierGrant {
  readonly reference: string;
  readonly pot: string;
  readonly decidedOn: CalendarDate;
  readonly awardedPence: Pence;
  readonly cameBackPence: Pence;
  readonly reportState: string | null;
}

/** One application, as the panel reads it: nobody's address or telephone. */
export interface PackItem {
  readonly isWithheld: false;
  readonly reference: string;
  readonly group: string;
  readonly organisationType: string | null;
  readonly incomePence: Pence | null;
  readonly isAppeal: boolean;
  readonly submittedAt: Instant;
  readonly askedPence: Pence;
  /** What it is judged by, with what each asks. */
  readonly judgedBy: string;
  readonly purpose: string;
  readonly area: string;
  readonly startsOn: CalendarDate;
  readonly endsOn: CalendarDate;
  readonly peopleHelped: number;
  readonly childrenOrAdultsAtRisk: boolean;
  readonly giftsInKind: string | null;
  readonly activities: readonly Activity[];
  readonly budget: readonly BudgetLine[];
  readonly answers: readonly { readonly label: string; readonly answer: string }[];
  readonly questions: readonly { readonly question: string; readonly answer: string | null }[];
  readonly checks: readonly ChecklistItem[];
  readonly history: readonly EarlierGrant[];
  /** The most that it can be awarded now under the limit for one group. */
  readonly awardablePence: Pence;
  readonly interests: readonly InterestFact[];
}

/** An application that is kept from whoever reads, who is connected to its group. */
export type WithheldItem = Pick<PackItem, 'reference' | 'group' | 'askedPence' | 'interests'> & {
  readonly isWithheld: true;
};

/** What a panel's pack is made of. */
export interface PackFacts extends MeetingFacts {
  readonly canBeAwardedPence: Pence;
  readonly inTheBankPence: Pence;
  readonly items: readonly (PackItem | WithheldItem)[];
}

/** The pack for a panel's meeting: what there is, then each application on pages of its own, in the order in which they came. */
export function packText(of: PackFacts): Document {
  const { items } = of;
  return document(say(words.packTitle, { date: dateInWords(londonDate(of.startsAt)) }), [
    paragraph(words.packIntro),
    ...meetingBlocks(of),
    heading(2, words.money),
    facts([
      [words.canBeAwarded, formatPounds(of.canBeAwardedPence)],
      [words.inTheBank, formatPounds(of.inTheBankPence)],
      [words.askedInAll, formatPounds(sumPence(items.map(({ askedPence }) => askedPence)))],
    ]),
    heading(2, words.contents),
    items.length === 0
      ? paragraph(words.noItems)
      : table({
          caption: words.contentsCaption,
          columns: [
            { heading: words.number, share: 0.6 },
            { heading: words.group, share: 2.4 },
            { heading: words.reference, share: 1.4 },
            { heading: words.asked, isMoney: true },
          ],
          rows: items.map(({ group, reference, askedPence }, place) => [
            String(place + 1),
            group,
            reference,
            formatPounds(askedPence),
          ]),
        }),
    ...items.flatMap(itemBlocks),
  ]);
}

function itemBlocks(item: PackItem | WithheldItem, place: number): readonly Block[] {
  const { group, reference } = item;
  const begins = [newPage, heading(2, say(words.item, { number: String(place + 1), group, reference }))];
  if (item.isWithheld) return [...begins, paragraph(words.withheld)];
  return [
    ...begins,
    ...(item.isAppeal ? [paragraph(words.appeal)] : []),
    ...aboutBlocks(item),
    ...planBlocks(item),
    ...answerBlocks(item),
    ...checkBlocks(item),
    ...historyBlocks(item),
  ];
}

const aboutBlocks = (item: PackItem): readonly Block[] => [
  heading(3, words.about),
  paragraph(item.purpose),
  facts([
    [words.asked, formatPounds(item.askedPence)],
    [words.organisation, item.organisationType?.replaceAll('_', ' ') ?? words.notSaid],
    [words.income, item.incomePence === null ? words.notSaid : formatPounds(item.incomePence)],
    [words.area, item.area],
    [words.period, say(words.fromTo, { first: dateInWords(item.startsOn), last: dateInWords(item.endsOn) })],
    [words.people, String(item.peopleHelped)],
    [words.atRisk, item.childrenOrAdultsAtRisk ? words.yes : words.no],
    [words.judgedBy, item.judgedBy],
    [words.submitted, dateInWords(londonDate(item.submittedAt))],
    [
      words.interests,
      item.interests.length === 0 ? words.noInterests : `${item.interests.map(interestInWords).join('. ')}.`,
    ],
  ]),
];

const planBlocks = ({ activities, budget, giftsInKind }: PackItem): readonly Block[] => [
  heading(3, words.activities),
  activitiesTable(words.activities, activities, words),
  heading(3, words.budget),
  budgetTable(words.budget, budget, words),
  ...(giftsInKind === null || giftsInKind.trim() === '' ? [] : [facts([[words.giftsInKind, giftsInKind]])]),
];

const answerBlocks = ({ answers, questions }: PackItem): readonly Block[] => [
  ...(answers.length === 0
    ? []
    : [heading(3, words.answers), facts(answers.map(({ label, answer }) => [label, answer] as const))]),
  ...(questions.length === 0
    ? []
    : [
        heading(3, words.questions),
        table({
          caption: words.questionsCaption,
          columns: [{ heading: words.question }, { heading: words.answer }],
          rows: questions.map(({ question, answer }) => [question, answer ?? words.noAnswer]),
        }),
      ]),
];

function checkBlocks({ checks }: PackItem): readonly Block[] {
  if (checks.length === 0) return [];
  return [
    heading(3, words.checks),
    table({
      caption: words.checksCaption,
      columns: [{ heading: words.check }, { heading: words.state }],
      rows: checks.map(({ kind, state, expiresOn }) => [
        checkWords[kind],
        state === 'passed'
          ? say(words.passed, { date: expiresOn === undefined ? '' : dateInWords(expiresOn) })
          : state === 'expired'
            ? words.expired
            : words.toDo,
      ]),
    }),
  ];
}

const historyBlocks = ({ history, awardablePence }: PackItem): readonly Block[] => [
  heading(3, words.history),
  history.length === 0
    ? paragraph(words.noHistory)
    : table({
        caption: words.historyCaption,
        columns: [
          { heading: words.reference, share: 1.6 },
          { heading: words.pot, share: 1.6 },
          { heading: words.decidedOn, share: 1.2 },
          { heading: words.awardedSum, isMoney: true },
          { heading: words.cameBack, isMoney: true },
          { heading: words.report, share: 1.2 },
        ],
        rows: history.map(({ reference, pot, decidedOn, awardedPence, cameBackPence, reportState }) => [
          reference,
          pot,
          shortDateInWords(decidedOn),
          formatPounds(awardedPence),
          formatPounds(cameBackPence),
          reportState === null ? '' : (reportWords[reportState] ?? ''),
        ]),
      }),
  paragraph(say(words.cap, { awardable: formatPounds(awardablePence) })),
];
