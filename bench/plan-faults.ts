/** One step of a plan as Postgres explains and analyses it; counts are for each of its loops. */
export interface PlanStep {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanStep[];
}

/** How much a plan may do. */
export interface PlanBounds {
  /** Rows of one table that one step reads, over all its loops. */
  readonly readAtMost: number;
  /** Rows that are sorted: the usual page, or one that is put together from one of each pot, group or account. */
  readonly sortAtMost: number;
}

/** What is wrong with a plan: a large table read from end to end, more than a page sorted, more read than a page needs. */
export function faultsOf(
  plan: PlanStep,
  large: ReadonlySet<string>,
  { readAtMost, sortAtMost }: PlanBounds,
): readonly string[] {
  return stepsOf(plan).flatMap((step) => {
    const type = step['Node Type'];
    const table = step['Relation Name'] ?? '';
    const read = rowsRead(step);
    const faults = [];
    if (type === 'Seq Scan' && large.has(table) && read > 0) faults.push(`reads ${table} from end to end`);
    else if (table !== '' && read > readAtMost)
      faults.push(`reads ${read.toFixed(0)} rows of ${table} by ${step['Index Name'] ?? type}`);
    const sorted = step.Plans?.[0] === undefined ? 0 : step.Plans[0]['Actual Rows'];
    if (type.endsWith('Sort') && sorted > sortAtMost) faults.push(`sorts ${sorted.toFixed(0)} rows`);
    return faults;
  });
}

const rowsRead = (step: PlanStep): number =>
  (step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0) + (step['Rows Removed by Index Recheck'] ?? 0)) *
  step['Actual Loops'];

function stepsOf(step: PlanStep): readonly PlanStep[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}
