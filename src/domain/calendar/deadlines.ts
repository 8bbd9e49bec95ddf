/**
 * What a subject waits for. Its deadlines are kept in its own row, so the lock that orders its commands orders its clock too,
 * and a run that starts from the row knows every instant that comes next.
 *
 * A *deadline* has a name, may be about one thing of the subject (a condition, a payment), and has *steps*: at each step's
 * instant the engine sends the step's command. A step that was taken is gone; a date that is moved is set anew.
 */
import { addPeriod, afterPause, compareInstants, type Instant, type Period, subtractPeriod } from './calendar';

/** One instant of a deadline, and the engine's command for it. */
export interface DeadlineStep {
  readonly command: string;
  readonly at: Instant;
}

/** Something that is due at an instant (UTC), with the reminders before it and the chasers after it. */
export interface Deadline {
  readonly name: string;
  /** The id of the condition or payment that it is about, where there is one. */
  readonly about?: string;
  readonly at: Instant;
  readonly steps: readonly DeadlineStep[];
}

/** How a deadline is told of: commands for the periods before it, at it, and after it. */
export interface Telling {
  readonly before?: { readonly command: string; readonly periods: readonly Period[] };
  readonly then?: string;
  readonly after?: { readonly command: string; readonly periods: readonly Period[] };
}

/** The engine's command that comes next for a subject. Its key makes it one command however often it is sent. */
export interface DueStep extends DeadlineStep {
  readonly name: string;
  readonly about?: string;
  readonly key: string;
}

/** The steps of what is told at so many instants. */
const stepsOf = (told: Telling['before'], atPeriod: (period: Period) => Instant): readonly DeadlineStep[] =>
  told === undefined ? [] : told.periods.map((period) => ({ command: told.command, at: atPeriod(period) }));

const isSame = (one: { name: string; about?: string }, name: string, about?: string): boolean =>
  one.name === name && one.about === about;

/** A deadline with its steps in order; reminders that would lie in the past are left out. */
export function deadline(name: string, at: Instant, telling: Telling, now: Instant, about?: string): Deadline {
  const early = stepsOf(telling.before, (period) => subtractPeriod(at, period));
  const late = stepsOf(telling.after, (period) => addPeriod(at, period));
  const steps = [
    ...early.filter((step) => compareInstants(step.at, now) > 0 && compareInstants(step.at, at) < 0),
    ...(telling.then === undefined ? [] : [{ command: telling.then, at }]),
    ...late.filter((step) => compareInstants(step.at, now) > 0),
  ];
  return {
    name,
    ...(about === undefined ? {} : { about }),
    at,
    steps: steps.toSorted((one, other) => compareInstants(one.at, other.at)),
  };
}

/** Sets a deadline, in place of the one of the same name about the same thing. */
export function arm(deadlines: readonly Deadline[], armed: Deadline): readonly Deadline[] {
  return [...disarm(deadlines, armed.name, armed.about), armed];
}

/** Takes a deadline away, for good. */
export function disarm(deadlines: readonly Deadline[], name: string, about?: string): readonly Deadline[] {
  return deadlines.filter((one) => !isSame(one, name, about));
}

/** Takes away all deadlines of a name, whatever they are about. */
export function disarmAll(deadlines: readonly Deadline[], name: string): readonly Deadline[] {
  return deadlines.filter((one) => one.name !== name);
}

/** The deadline of a name, about one thing or about none. */
export function findDeadline(deadlines: readonly Deadline[], name: string, about?: string): Deadline | undefined {
  return deadlines.find((one) => isSame(one, name, about));
}

/** The deadlines once a step was taken: the step is gone, and so is a deadline that has none left. */
export function withoutStep(deadlines: readonly Deadline[], taken: DueStep): readonly Deadline[] {
  return deadlines
    .map((one) =>
      isSame(one, taken.name, taken.about)
        ? { ...one, steps: one.steps.filter((step) => step.command !== taken.command || step.at !== taken.at) }
        : one,
    )
    .filter((one) => one.steps.length > 0);
}

/** The clocks of a subject: whether all stand still (on hold), and which names do (a question is open). */
export interface Clocks {
  readonly held: boolean;
  readonly pausedNames: readonly string[];
}

/** All steps that come next, soonest first. While on hold nothing comes; what is paused waits; what failed three times is left to people. */
export function dueInstants(
  deadlines: readonly Deadline[],
  clocks: Clocks,
  stuck: readonly string[],
): readonly DueStep[] {
  if (clocks.held) return [];
  return deadlines
    .filter((one) => !clocks.pausedNames.includes(one.name))
    .flatMap((one) =>
      one.steps.map((step) => ({
        ...step,
        name: one.name,
        ...(one.about === undefined ? {} : { about: one.about }),
        key: [one.name, one.about ?? '', step.command, step.at].join('|'),
      })),
    )
    .filter((step) => !stuck.includes(step.key))
    .toSorted((one, other) => compareInstants(one.at, other.at));
}

/** The deadlines after a pause of those names (or of all): each later by as long as the pause. */
export function afterPauseOf(
  deadlines: readonly Deadline[],
  names: readonly string[] | 'all',
  pausedAt: Instant,
  resumedAt: Instant,
): readonly Deadline[] {
  return deadlines.map((one) =>
    names === 'all' || names.includes(one.name)
      ? {
          ...one,
          at: afterPause(one.at, pausedAt, resumedAt),
          steps: one.steps.map((step) => ({ ...step, at: afterPause(step.at, pausedAt, resumedAt) })),
        }
      : one,
  );
}
