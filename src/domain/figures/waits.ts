/** How long people waited for something, counted in days: what is usual, what the slowest had, and how often a promise was missed. */

/** How many waited so many days; of them, for how many a day had been promised, and how many of those it was missed for. */
export interface Waited {
  readonly days: number;
  readonly count: number;
  readonly promised: number;
  readonly missed: number;
}

/** What waits come to. Days are null where nobody has waited yet. */
export interface Waits {
  readonly count: number;
  /** Half waited no longer. */
  readonly medianDays: number | null;
  /** One in ten waited at least so long. */
  readonly slowestTenthDays: number | null;
  readonly promised: number;
  readonly missed: number;
}

/** What waits come to, given in any order and with any number of lines for the same number of days. */
export function waitsOf(waited: readonly Waited[]): Waits {
  const sorted = waited.filter(({ count }) => count > 0).toSorted((one, other) => one.days - other.days);
  const total = (of: (one: Waited) => number) => sorted.reduce((sum, one) => sum + of(one), 0);
  const count = total((one) => one.count);
  return {
    count,
    medianDays: daysOf(sorted, Math.ceil(count / 2)),
    // The first of the slowest tenth, of whom there is always one.
    slowestTenthDays: daysOf(sorted, count - Math.ceil(count / 10) + 1),
    promised: total((one) => one.promised),
    missed: total((one) => one.missed),
  };
}

/** How long somebody waited who comes so far down the line, from 1 for the shortest wait. */
function daysOf(sorted: readonly Waited[], place: number): number | null {
  let before = 0;
  for (const { days, count } of sorted) {
    before += count;
    if (before >= place) return days;
  }
  return null;
}
