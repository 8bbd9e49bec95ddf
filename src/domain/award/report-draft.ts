/** A report while it is being written: anything may still be missing. Handing it in fills no gap, it names them all. */
import { pence, type Pence } from '../money/money';
import type { Refusal } from '../refusals/refusal';
import { type AgreedPlan, answerRefusal, reportRefusals, type ReportContent } from './report';

/** What a draft of a report holds. Activities and budget lines are known by their place in the plan that was agreed, from 0. */
export interface ReportDraft {
  readonly outputs?:
    | Readonly<Record<string, { readonly achieved?: number | undefined; readonly comment?: string | undefined }>>
    | undefined;
  readonly whatChanged?: string | undefined;
  /** Whole pence. */
  readonly spent?: Readonly<Record<string, number>> | undefined;
  readonly whatContinues?: string | undefined;
  readonly lessons?: string | undefined;
  /** To the question about what was handed in before. */
  readonly answer?: string | undefined;
}

/**
 * The report that a draft makes, and everything that keeps it from being handed in: those of `reportRefusals` and `answerRefusal`, each with a
 * pointer into the draft. @param asked what was handed in before, where it is asked about
 */
export function completedReport(
  draft: ReportDraft,
  agreed: AgreedPlan,
  paidPence: Pence,
  asked?: ReportContent,
): { readonly content: ReportContent; readonly refusals: readonly Refusal[] } {
  const outputs = agreed.activities.flatMap(({ target }, activity) => {
    const { achieved, comment } = draft.outputs?.[activity] ?? {};
    if (achieved === undefined) return [];
    return [{ activity, target, achieved, ...(comment === undefined ? {} : { comment }) }];
  });
  const spent = agreed.budget.flatMap((_, line) => {
    const spentPence = draft.spent?.[line];
    return spentPence === undefined ? [] : [{ line, spentPence: pence(spentPence) }];
  });
  const content: ReportContent = {
    outputs,
    whatChanged: draft.whatChanged ?? '',
    spent,
    whatContinues: draft.whatContinues ?? '',
    lessons: draft.lessons ?? '',
    // What was answered to a question that is over is not said again.
    ...(asked === undefined || draft.answer === undefined || draft.answer.trim() === ''
      ? {}
      : { answer: draft.answer }),
  };
  const told = { outputs: outputs.map(({ activity }) => activity), spent: spent.map(({ line }) => line) };
  const unanswered = answerRefusal(content, asked);
  return {
    content,
    refusals: [
      ...(unanswered === undefined ? [] : [unanswered]),
      ...reportRefusals(content, agreed, paidPence).map((refusal) => inDraft(refusal, told)),
    ],
  };
}

/** A refusal about a report's lists, as one about the place in the plan: a draft has no lists. */
function inDraft(
  refusal: Refusal,
  told: { readonly outputs: readonly number[]; readonly spent: readonly number[] },
): Refusal {
  const { field = '', code, facts } = refusal;
  if (code === 'OUTPUT_NOT_REPORTED') return { ...refusal, field: `/outputs/${String(facts?.['activity'])}/achieved` };
  if (code === 'SPENDING_NOT_REPORTED') return { ...refusal, field: `/spent/${String(facts?.['line'])}` };
  const [, list = '', position = '', name = ''] = /^\/(outputs|spent)\/(\d+)\/(\w+)$/.exec(field) ?? [];
  if (list === 'outputs') return { ...refusal, field: `/outputs/${String(told.outputs[Number(position)])}/${name}` };
  return list === 'spent' ? { ...refusal, field: `/spent/${String(told.spent[Number(position)])}` } : refusal;
}

/** A report that was handed in, as the draft that it was: to begin from when something is asked about it. What was answered before is not in it. */
export function draftOf({ outputs, spent, whatChanged, whatContinues, lessons }: ReportContent): ReportDraft {
  return {
    outputs: Object.fromEntries(
      outputs.map(({ activity, achieved, comment }) => [
        String(activity),
        { achieved, ...(comment === undefined ? {} : { comment }) },
      ]),
    ),
    whatChanged,
    spent: Object.fromEntries(spent.map(({ line, spentPence }) => [String(line), spentPence])),
    whatContinues,
    lessons,
  };
}
