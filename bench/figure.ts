import type { Place } from './place';

/** What one figure came to. */
export interface Measured {
  /** In the figure's unit; mostly a ratio to what was measured beside it. */
  readonly value: number;
  /** What it was made of, and what else was seen: a line each, without the figure's name. */
  readonly notes: readonly string[];
}

/** One figure of the benchmark's table. */
export interface Figure {
  /** One word, by which it can be asked for alone. */
  readonly name: string;
  /** What is measured against what, in one line. */
  readonly what: string;
  /** What it should come to, in its unit. */
  readonly reach: number;
  /** Whether it should be at least its reach, or at most. */
  readonly better: 'more' | 'less';
  /** `x` for a ratio. */
  readonly unit: 'x' | '%' | 'ms' | 's' | 'KB' | 'MiB';
  /** Measures it. Both sides of a ratio are measured in turns, in this same place. */
  measure(place: Place): Promise<Measured>;
}

/** Whether what was measured is what it should be. */
export function isReached({ better, reach }: Figure, value: number): boolean {
  return better === 'more' ? value >= reach : value <= reach;
}
