import { pence, sumPence } from '../../../../domain/money/money';
import type { GrantData } from '../grant/data';
import { sumsAlike } from '../../frame/sum';
import { grantWords } from '../words';

/** A group's report beside what was agreed, as its template has it; undefined before it is sent. */
export function reportView({ grant, events }: Pick<GrantData, 'grant' | 'events'>) {
  const content = grant.report?.content;
  if (content == null) return undefined;
  const { activities = [], budget = [] } = grant.application ?? {};
  const alike = sumsAlike(content.spent.flatMap(({ line, spentPence }) => [budget[line]?.askedPence, spentPence]));
  return {
    hasComments: content.outputs.some(({ comment }) => comment !== undefined),
    // The newest is first: what was asked last is what was answered.
    question: events.find(({ type }) => type === 'report_queried')?.text ?? '',
    answer: content.answer ?? '',
    outputs: content.outputs.map(({ activity, target, achieved, comment }) => {
      const planned = activities[activity];
      return {
        what: [planned?.description, planned?.output].filter((part) => part !== undefined && part !== '').join(': '),
        target: String(target),
        achieved: String(achieved),
        isLess: achieved < target,
        comment: comment ?? '',
      };
    }),
    spent: content.spent.map(({ line, spentPence }) => ({
      what: budget[line]?.description ?? grantWords.application.lineNumber(line + 1),
      asked: alike(budget[line]?.askedPence ?? 0),
      spent: alike(spentPence),
    })),
    total: {
      asked: alike(sumPence(content.spent.map(({ line }) => pence(budget[line]?.askedPence ?? 0)))),
      spent: alike(sumPence(content.spent.map(({ spentPence }) => pence(spentPence)))),
    },
    whatChanged: content.whatChanged,
    whatContinues: content.whatContinues,
    lessons: content.lessons,
  };
}
