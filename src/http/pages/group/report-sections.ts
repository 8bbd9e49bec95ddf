import type { BudgetLine, Activity } from '../../../domain/application/application';
import { pence, type Pence } from '../../../domain/money/money';
import type { ReportDraft } from '../../../domain/award/report-draft';
import type { Refusal } from '../../../domain/refusals/refusal';
import type { Field, Fields } from '../form/field';
import { sum } from '../frame/sum';
import { groupWords } from './words';

const w = groupWords.report;

/** The parts of a report, by the names of their addresses and in their order. */
export const reportParts = {
  activities: 'outputs',
  changed: 'whatChanged',
  money: 'spent',
  continues: 'whatContinues',
  lessons: 'lessons',
} as const satisfies Record<keyof typeof w.sections, keyof ReportDraft>;

/** The name of a part's address. */
export type ReportSlug = keyof typeof reportParts;

/** Whether a part of an address names a part of a report. */
export const isReportSlug = (text: string): text is ReportSlug => Object.hasOwn(reportParts, text);

/** One part of a report: a page of its own. */
export interface ReportSection {
  readonly slug: ReportSlug;
  readonly title: string;
  readonly fields: Fields;
  /** What of a draft it holds. */
  readonly key: keyof ReportDraft;
  /** What was answered, line by line. */
  readonly answer: (draft: ReportDraft) => readonly string[];
}

/** What was agreed, as far as a report tells of it. */
export interface Agreed {
  readonly activities: readonly Activity[];
  readonly budget: readonly BudgetLine[];
}

/** The parts of the report about what was agreed. */
export function reportSections({ activities, budget }: Agreed): readonly ReportSection[] {
  const section = (slug: ReportSlug, fields: Fields, answer: ReportSection['answer']): ReportSection => ({
    slug,
    title: w.sections[slug],
    fields,
    key: reportParts[slug],
    answer,
  });
  const words = (slug: 'changed' | 'continues' | 'lessons', hint: string): ReportSection => {
    const key = reportParts[slug];
    return section(
      slug,
      { [slug]: { kind: 'longText', at: `/${key}`, label: w.sections[slug], hint, rows: 6, atMost: 10_000 } },
      (draft) => (draft[key] === undefined ? [] : draft[key].split('\n')),
    );
  };
  return [
    section('activities', outputFields(activities), ({ outputs = {} }) =>
      activities.flatMap(({ description, target, unit }, place) => {
        const { achieved, comment } = outputs[place] ?? {};
        if (achieved === undefined) return [];
        return [w.outputLine(description, achieved, target, unit), ...(comment === undefined ? [] : [comment])];
      }),
    ),
    words('changed', w.changedHint),
    section('money', spendingFields(budget), (draft) => {
      const lines = budget.flatMap(({ description, askedPence }, place) => {
        const spent = draft.spent?.[place];
        return spent === undefined ? [] : [w.spentLine(description, sum(spent), sum(askedPence))];
      });
      return lines.length < 2 ? lines : [...lines, w.total(sum(spentSoFar(draft)))];
    }),
    words('continues', w.continuesHint),
    words('lessons', w.lessonsHint),
  ];
}

/** What a draft says was spent so far, in pence. */
export const spentSoFar = ({ spent = {} }: ReportDraft): Pence =>
  pence(Object.values(spent).reduce((total, amount) => total + amount, 0));

function outputFields(activities: readonly Activity[]): Fields {
  return Object.fromEntries(
    activities.flatMap(({ description, target, unit }, place): readonly (readonly [string, Field])[] => [
      [
        `achieved${String(place)}`,
        {
          kind: 'count',
          at: `/outputs/${String(place)}/achieved`,
          label: w.achieved(description, unit),
          hint: w.target(target, unit),
        },
      ],
      [
        `comment${String(place)}`,
        {
          kind: 'longText',
          at: `/outputs/${String(place)}/comment`,
          label: w.comment,
          hint: w.commentHint,
          rows: 2,
          atMost: 4_000,
        },
      ],
    ]),
  );
}

/** A line that other money paid for is not asked about. */
function spendingFields(budget: readonly BudgetLine[]): Fields {
  return Object.fromEntries(
    budget.flatMap(({ description, askedPence }, place): readonly (readonly [string, Field])[] =>
      askedPence === 0
        ? []
        : [
            [
              `spent${String(place)}`,
              {
                kind: 'money',
                at: `/spent/${String(place)}`,
                label: w.spent(description),
                hint: w.asked(sum(askedPence)),
              },
            ],
          ],
    ),
  );
}

/** What of the refusals of a report is said in one of its parts. */
export const reportRefusalsIn = ({ key }: ReportSection, refusals: readonly Refusal[]): readonly Refusal[] =>
  refusals.filter(({ field = '' }) => field === `/${key}` || field.startsWith(`/${key}/`));
