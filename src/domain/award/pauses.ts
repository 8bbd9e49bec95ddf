/**
 * Clocks that stand still: all of a grant's while it is on hold, and those of checking and deciding while a question to the
 * group is open. The two may overlap in any way; time that both stand still counts once, and a deadline moves once for it,
 * when its clock goes on.
 *
 * So a question that is answered during a hold leaves `pausedSince` as it is, for the release to count from, and a release
 * during an open question leaves it to the answer. Whether a question is open is said by the questions, not by `pausedSince`.
 */
import { compareInstants, type Instant } from '../calendar/calendar';
import { afterPauseOf, type Deadline } from '../calendar/deadlines';

/** The deadlines that stand still while a question to the group is open. */
export const pausedByQuestion: readonly string[] = ['check', 'decision'];

/** Since when a grant's clocks stand still (UTC); null for those that run. */
export interface StandingStill {
  /** All of them. */
  readonly heldSince: Instant | null;
  /** Those of {@link pausedByQuestion}. */
  readonly pausedSince: Instant | null;
}

/** What a grant's row holds after clocks stopped or went on. */
export interface Clockwork {
  readonly deadlines: readonly Deadline[];
  readonly pausedSince: Instant | null;
}

const earlier = (one: Instant, other: Instant | null): Instant =>
  other === null || compareInstants(one, other) <= 0 ? one : other;

/**
 * What the clock of a deadline shows: the instant at which it stopped, or now. A deadline that is set while its clock stands
 * still is counted from there, and moves with the others when it goes on.
 */
export function clockShows(name: string, { heldSince, pausedSince }: StandingStill, at: Instant): Instant {
  const stopped = pausedByQuestion.includes(name) && pausedSince !== null ? earlier(pausedSince, heldSince) : heldSince;
  return stopped ?? at;
}

/** Since when the clocks of checking and deciding stand still once a question is asked: the first that is open counts. */
export function asked({ pausedSince }: StandingStill, at: Instant): Instant {
  return pausedSince ?? at;
}

/**
 * The last open question is answered: checking and deciding go on, each later by as long as it stood still; on hold they go
 * on only with the release.
 */
export function answered(
  deadlines: readonly Deadline[],
  { heldSince, pausedSince }: StandingStill,
  at: Instant,
): Clockwork {
  if (heldSince !== null || pausedSince === null) return { deadlines, pausedSince };
  return { deadlines: afterPauseOf(deadlines, pausedByQuestion, pausedSince, at), pausedSince: null };
}

/**
 * The hold is over: every deadline is later by as long as its clock stood still. Those of checking and deciding wait on while
 * a question is open, and then count from whichever stopped them first.
 */
export function released(
  deadlines: readonly Deadline[],
  { heldSince, pausedSince, questionOpen }: StandingStill & { readonly questionOpen: boolean },
  at: Instant,
): Clockwork {
  if (heldSince === null) return { deadlines, pausedSince };
  const paused = deadlines.filter(({ name }) => pausedByQuestion.includes(name));
  const others = deadlines.filter(({ name }) => !pausedByQuestion.includes(name));
  const moved = afterPauseOf(others, 'all', heldSince, at);
  const stopped = pausedSince === null ? heldSince : earlier(pausedSince, heldSince);
  return questionOpen
    ? { deadlines: [...moved, ...paused], pausedSince: stopped }
    : { deadlines: [...moved, ...afterPauseOf(paused, 'all', stopped, at)], pausedSince: null };
}
