/** Choices that a seed repeats. */
export interface Chance {
  /** A number from 0 to under 1. */
  next(): number;
  /** A number from the first to under the second. */
  between(from: number, to: number): number;
  /** Whether something that happens so often, from 0 to 1, happens now. */
  happens(probability: number): boolean;
  /** One of these, each as likely as it weighs. */
  weighed<Choice extends string>(weights: Readonly<Record<Choice, number>>): Choice;
  /** Choices of their own for a part: how many are drawn elsewhere does not move them. */
  stream(name: string): Chance;
}

/** The choices of a seed. */
export function chanceOf(seed: string): Chance {
  let state = hash(seed);
  const next = () => {
    // mulberry32, by Tommy Ettinger (public domain): small, and good enough to choose by.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    happens: (probability) => next() < probability,
    weighed: <Choice extends string>(weights: Readonly<Record<Choice, number>>): Choice => {
      const choices = Object.entries<number>(weights) as [Choice, number][];
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      const chosen = choices.find(([, weight]) => (left -= weight) < 0) ?? choices.at(-1);
      if (chosen === undefined) throw new RangeError('there is nothing to choose from');
      return chosen[0];
    },
    stream: (name) => chanceOf(`${seed}/${name}`),
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (const char of text) sum = Math.imul(sum ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return sum;
}
