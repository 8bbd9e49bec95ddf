/**
 * Counts of people that are so small that somebody could be recognised by them. What is told to funders and steering groups hides them; and
 * what is hidden cannot be found by taking what is shown from the total, since at least so many people are always hidden together.
 */

/** Fewer people than this are not told apart. Five is the usual threshold of UK official statistics (Government Statistical Service, "Guidance for tables"). */
export const fewestPeopleTold = 5;

/** A count of people as it may be told: itself, none, or only that they are few. */
export function peopleTold(count: number): number | 'few' {
  return count > 0 && count < fewestPeopleTold ? 'few' : count;
}

/** Whether a count says that somebody is meant, and so few that they could be known. */
const isSmall = (count: number): boolean => peopleTold(count) === 'few';

/** Lines of a breakdown as they may be told. */
export interface ToldApart<Line> {
  readonly apart: readonly Line[];
  /** What is told together, because it is about too few people; nothing when there is none. */
  readonly together: readonly Line[];
}

/**
 * Which lines of a breakdown may be told apart, by what is counted of people in each. Those about too few are told together; where even
 * together they are about too few, the line with the next fewest joins them.
 */
export function toldApart<Line>(lines: readonly Line[], peopleOf: (line: Line) => readonly number[]): ToldApart<Line> {
  const hasSmall = (line: Line) => peopleOf(line).some(isSmall);
  const together = new Set(lines.filter(hasSmall));
  const others = lines
    .filter((line) => !together.has(line))
    .toSorted((a, b) => total(peopleOf(a)) - total(peopleOf(b)));
  for (const next of others) {
    const summed = summedBy([...together].map(peopleOf));
    if (together.size === 0 || !summed.some(isSmall)) break;
    together.add(next);
  }
  return { apart: lines.filter((line) => !together.has(line)), together: [...together] };
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
const summedBy = (all: readonly (readonly number[])[]): readonly number[] =>
  (all[0] ?? []).map((_, place) => total(all.map((counts) => counts[place] ?? 0)));
