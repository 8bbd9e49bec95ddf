/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The number that so many percent are not above. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

/** How long something took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The median of how long something took with each, one after the other, in milliseconds. */
export async function timesOf<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (const item of items) times.push(await timed(() => work(item)));
  return median(times);
}

/** Does something with each, so many at once. */
export async function atOnce<Item>(
  count: number,
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const waiting = items.values(); // one iterator for all: each item is taken once, whatever it is
  const one = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: count }, one));
}

/** What came of rounds in turns. */
export interface InTurns {
  readonly product: readonly number[];
  readonly baseline: readonly number[];
  /** The median of product by baseline, round by round: what slows the machine down slows both. */
  readonly ratio: number;
}

/** Measures product and baseline in turns, since the machine's speed drifts; what each measures first, to warm up, is not counted. */
export async function inTurns(
  rounds: number,
  measure: { readonly product: () => Promise<number>; readonly baseline: () => Promise<number> },
): Promise<InTurns> {
  const product: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    baseline.push(await measure.baseline());
    product.push(await measure.product());
  }
  return { product, baseline, ratio: median(product.map((value, round) => value / (baseline[round] ?? NaN))) };
}

/** Numbers as a note shows them. */
export function listed(values: readonly number[], digits = 1): string {
  return values.map((value) => value.toFixed(digits)).join(' ');
}
