import type { Instant } from '../../domain/calendar/calendar';
import { clockShows, type StandingStill } from '../../domain/award/pauses';
import type { Policy } from '../../domain/policy/policy';
import type { SubjectContext } from '../apply/definition';
import type { Mail } from '../apply/change';

/** What the effect of a command on a grant is given. */
export type GrantContext<Body = unknown> = SubjectContext<Body, 'grant'>;

/** A command that says nothing but its name. */
export type EmptyBody = Readonly<Record<string, never>>;

/** The one thing of the grant that an engine's command is about, such as a condition. */
export interface AboutBody {
  readonly about: string;
}

/** The person who asked. @throws Error for the engine, which cannot send such a command. */
export function actorOf({ actorId }: Pick<GrantContext, 'actorId'>): string {
  if (actorId === null) throw new Error('only a person can ask for this');
  return actorId;
}

/** The policy as it was snapshotted onto the grant. */
export function policyOf({ policy }: Pick<GrantContext, 'policy'>): Policy {
  if (policy === null) throw new Error('a grant always has a policy');
  return policy;
}

/** Since when the grant's clocks stand still. */
export function standingStill({ row }: Pick<GrantContext, 'row'>): StandingStill {
  return { heldSince: row.held_since as Instant | null, pausedSince: row.paused_since as Instant | null };
}

/** From when a deadline that is set now is counted: while the grant is on hold, from where its clocks stopped. */
export function countedFrom(c: Pick<GrantContext, 'row' | 'at'>, deadlineName: string): Instant {
  return clockShows(deadlineName, standingStill(c), c.at);
}

/** One mail to each of several people; nobody twice. */
export function mailTo(
  people: readonly (string | null)[],
  template: Mail['template'],
  facts?: Mail['facts'],
): readonly Mail[] {
  return [...new Set(people)].flatMap((to) =>
    to === null ? [] : [{ template, to, ...(facts === undefined ? {} : { facts }) }],
  );
}

/** A command that says why. */
export interface WithReason {
  readonly reason: string;
}
