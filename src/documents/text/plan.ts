import type { Activity, BudgetLine } from '../../domain/application/application';
import { formatPounds, type Pence, sumPence } from '../../domain/money/money';
import { type Block, table } from './document';
import { say } from './say';

/** What a document calls the parts of a plan; `targetOf` with `{target}` and `{unit}`. */
type PlanWords = Readonly<
  Record<'activity' | 'counted' | 'target' | 'targetOf' | 'line' | 'cost' | 'fromUs' | 'other' | 'total', string>
>;

/** What a group will do, and how many, as a table. */
export const activitiesTable = (caption: string, activities: readonly Activity[], words: PlanWords): Block =>
  table({
    caption,
    columns: [{ heading: words.activity, share: 3 }, { heading: words.counted, share: 2 }, { heading: words.target }],
    rows: activities.map(({ description, output, target, unit }) => [
      description,
      output,
      say(words.targetOf, { target: String(target), unit }),
    ]),
  });

/** What it costs and who pays it, line by line with the sums of all, as a table. */
export function budgetTable(caption: string, lines: readonly BudgetLine[], words: PlanWords): Block {
  const sums = ({ costPence, askedPence, otherPence }: Record<'costPence' | 'askedPence' | 'otherPence', Pence>) =>
    [costPence, askedPence, otherPence].map((one) => formatPounds(one));
  return table({
    caption,
    columns: [
      { heading: words.line, share: 3 },
      { heading: words.cost, isMoney: true },
      { heading: words.fromUs, isMoney: true },
      { heading: words.other, isMoney: true },
    ],
    rows: lines.map((line) => [line.description, ...sums(line)]),
    total: [
      words.total,
      ...sums({
        costPence: sumPence(lines.map(({ costPence }) => costPence)),
        askedPence: sumPence(lines.map(({ askedPence }) => askedPence)),
        otherPence: sumPence(lines.map(({ otherPence }) => otherPence)),
      }),
    ],
  });
}
