/** What a group tells at the end of its grant, and what becomes of the money that it did not need. */
import type { Activity, BudgetLine } from '../application/application';
import { type Pence, subtractPence, sumPence, ZERO } from '../money/money';
import { pointer, type Refusal, refuse } from '../refusals/refusal';

/** The states of a report. */
export const reportStates = ['not_due', 'due', 'overdue', 'submitted', 'queried', 'accepted', 'waived'] as const;

/** How far a report has come. */
export type ReportState = (typeof reportStates)[number];

/** How one planned activity went. */
export interface ReportedOutput {
  /** The place of the activity in the plan that was agreed, from 0. */
  readonly activity: number;
  /** As it was agreed: it is on the form, so that target and achievement are read side by side. */
  readonly target: number;
  readonly achieved: number;
  /** Needed where fewer were reached than planned. */
  readonly comment?: string;
}

/** What was spent of the grant on one line of the budget. */
export interface ReportedSpending {
  /** The place of the line in the budget that was agreed, from 0. */
  readonly line: number;
  readonly spentPence: Pence;
}

/** An end-of-grant report. */
export interface ReportContent {
  readonly outputs: readonly ReportedOutput[];
  readonly whatChanged: string;
  readonly spent: readonly ReportedSpending[];
  readonly whatContinues: string;
  readonly lessons: string;
  /** To the question about what was handed in before; only where there is one. */
  readonly answer?: string | undefined;
}

/** Stands for a report that was handed in and whose words were erased. */
export const nothingKept: ReportContent = { outputs: [], whatChanged: '', spent: [], whatContinues: '', lessons: '' };

/** What was agreed at the award: the application's plan and budget, or those agreed anew. */
export interface AgreedPlan {
  readonly activities: readonly Activity[];
  readonly budget: readonly BudgetLine[];
}

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

const found = (all: readonly (Refusal | undefined)[]): readonly Refusal[] =>
  all.filter((refusal) => refusal !== undefined);

function outputRefusals(outputs: readonly ReportedOutput[], planned: readonly Activity[]): readonly Refusal[] {
  const each = outputs.flatMap((output, position) => {
    const at = (name: string) => pointer('outputs', position, name);
    const plan = planned[output.activity];
    if (plan === undefined) return [refuse('OUTPUT_UNKNOWN', { field: at('activity') })];
    if (outputs.findIndex(({ activity }) => activity === output.activity) < position) {
      return [refuse('OUTPUT_REPORTED_TWICE', { field: at('activity') })];
    }
    if (!Number.isSafeInteger(output.achieved) || output.achieved < 0) {
      return [refuse('ACHIEVED_NEGATIVE', { field: at('achieved') })];
    }
    return found([
      output.target === plan.target
        ? undefined
        : refuse('OUTPUT_TARGET_DIFFERS', { field: at('target'), facts: { target: plan.target } }),
      output.achieved < plan.target && isBlank(output.comment)
        ? refuse('COMMENT_MISSING', { field: at('comment') })
        : undefined,
    ]);
  });
  const missing = planned.flatMap((_, place) =>
    outputs.some(({ activity }) => activity === place)
      ? []
      : [refuse('OUTPUT_NOT_REPORTED', { field: '/outputs', facts: { activity: place } })],
  );
  return [...each, ...missing];
}

function spendingRefusals(
  spent: readonly ReportedSpending[],
  budget: readonly BudgetLine[],
  paidPence: Pence,
): readonly Refusal[] {
  const each = found(
    spent.map(({ line, spentPence }, position) => {
      if (budget[line] === undefined)
        return refuse('SPENDING_LINE_UNKNOWN', { field: pointer('spent', position, 'line') });
      if (spent.findIndex((other) => other.line === line) < position) {
        return refuse('SPENDING_REPORTED_TWICE', { field: pointer('spent', position, 'line') });
      }
      if (spentPence < 0) return refuse('SPENDING_NEGATIVE', { field: pointer('spent', position, 'spentPence') });
      return undefined;
    }),
  );
  const missing = budget.flatMap(({ askedPence }, place) =>
    askedPence === 0 || spent.some(({ line }) => line === place)
      ? [] // a line that other money paid for may be left out
      : [refuse('SPENDING_NOT_REPORTED', { field: '/spent', facts: { line: place } })],
  );
  const wrong = [...each, ...missing];
  if (wrong.length > 0) return wrong;
  // one at a time, because a single line may be so large that their sum is no longer exact
  const tooLarge = spent.find(({ spentPence }) => spentPence > paidPence);
  const spentPence = tooLarge?.spentPence ?? totalSpent(spent);
  return spentPence > paidPence
    ? [refuse('SPENT_MORE_THAN_PAID', { field: '/spent', facts: { spentPence, paidPence } })]
    : [];
}

/** All that a report says was spent of the grant. */
export function totalSpent(spent: readonly ReportedSpending[]): Pence {
  return sumPence(spent.map(({ spentPence }) => spentPence));
}

/**
 * Everything that keeps a report from being handed in, each with a JSON pointer to its field: every planned activity and
 * every line that the grant pays for is told once, and no more is spent of the grant than was paid (in pence).
 */
export function reportRefusals(content: ReportContent, agreed: AgreedPlan, paidPence: Pence): readonly Refusal[] {
  return [
    ...outputRefusals(content.outputs, agreed.activities),
    ...found([isBlank(content.whatChanged) ? refuse('WHAT_CHANGED_MISSING', { field: '/whatChanged' }) : undefined]),
    ...spendingRefusals(content.spent, agreed.budget, paidPence),
    ...found([
      isBlank(content.whatContinues) ? refuse('WHAT_CONTINUES_MISSING', { field: '/whatContinues' }) : undefined,
      isBlank(content.lessons) ? refuse('LESSONS_MISSING', { field: '/lessons' }) : undefined,
    ]),
  ];
}

/** Whether a report waits for the answer to a question about it, also one whose date has passed. */
export const isAskedAbout = ({
  state,
  wasSubmitted,
}: {
  readonly state: string;
  readonly wasSubmitted: boolean;
}): boolean => state === 'queried' || (state === 'overdue' && wasSubmitted);

const told = ({ outputs, whatChanged, spent, whatContinues, lessons }: ReportContent): string =>
  JSON.stringify([
    outputs.map(({ activity, target, achieved, comment }) => [activity, target, achieved, comment ?? '']),
    whatChanged,
    spent.map(({ line, spentPence }) => [line, spentPence]),
    whatContinues,
    lessons,
  ]);

/**
 * What is wrong with the answer to the question about a report: REPORT_NOTHING_ASKED where there is none, and REPORT_QUESTION_UNANSWERED where
 * neither an answer nor anything else is new. @param asked what was handed in before and is asked about; undefined where nothing is
 */
export function answerRefusal(content: ReportContent, asked: ReportContent | undefined): Refusal | undefined {
  if (asked === undefined)
    return isBlank(content.answer) ? undefined : refuse('REPORT_NOTHING_ASKED', { field: '/answer' });
  const isNew = !isBlank(content.answer) || told(content) !== told(asked);
  return isNew ? undefined : refuse('REPORT_QUESTION_UNANSWERED', { field: '/answer' });
}

/** What a grant was paid and did not need, by where it goes. */
export interface Leftover {
  /** To be returned, and awardable again when it is in the bank. */
  readonly refundDuePence: Pence;
  /** Small enough for the group to keep. */
  readonly keptPence: Pence;
}

/**
 * Where the rest of what a grant was paid goes when its report is accepted. Leftovers up to the policy's sum are kept whole; one penny
 * more and all of them are to be returned. What a budget holder bought was paid to providers, so nothing of it is left with her employer.
 * @throws RangeError where a group spent more than it was paid
 */
export function leftover(grant: {
  readonly paidPence: Pence;
  readonly spentPence: Pence;
  readonly keepUpToPence: Pence;
  readonly isDrawnDown: boolean;
}): Leftover {
  if (grant.isDrawnDown) return { refundDuePence: ZERO, keptPence: ZERO };
  const unused = subtractPence(grant.paidPence, grant.spentPence);
  if (unused < 0) throw new RangeError('A grant spends what it was paid.');
  const isKept = unused <= grant.keepUpToPence;
  return { refundDuePence: isKept ? ZERO : unused, keptPence: isKept ? unused : ZERO };
}
