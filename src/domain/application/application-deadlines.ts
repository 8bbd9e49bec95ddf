/** The deadlines of an application until it is decided: what is due, and what the engine does then, by the policy's periods. */
import { addPeriod, type Instant } from '../calendar/calendar';
import { deadline, type Deadline } from '../calendar/deadlines';
import { clockShows, type StandingStill } from '../award/pauses';
import type { Policy } from '../policy/policy';

/** When a draft that nobody touched is given up, counted from when it was last saved (UTC). */
export function draftDeadline({ draftsExpireAfter }: Pick<Policy, 'draftsExpireAfter'>, savedAt: Instant): Deadline {
  return deadline('draft', addPeriod(savedAt, draftsExpireAfter), { then: 'expireDraft' }, savedAt);
}

/** By when an officer is to have checked an application that was submitted; then its owner is chased. */
export function checkDeadline({ checkWithin }: Pick<Policy, 'checkWithin'>, submittedAt: Instant): Deadline {
  return deadline('check', addPeriod(submittedAt, checkWithin), { then: 'chaseCheck' }, submittedAt);
}

/** By when the group is to answer a question; then it is reminded. */
export function answerDeadline(
  questionId: string,
  { answerWithin }: Pick<Policy, 'answerWithin'>,
  clocks: StandingStill,
  askedAt: Instant,
): Deadline {
  const from = clockShows('answer', clocks, askedAt);
  return deadline('answer', addPeriod(from, answerWithin), { then: 'chaseAnswer' }, from, questionId);
}

/** By when an application is to be decided that was passed to the panel, or appealed about; then its owner is chased. */
export function decisionDeadline(
  { decideWithin }: Pick<Policy, 'decideWithin'>,
  clocks: StandingStill,
  passedAt: Instant,
): Deadline {
  const from = clockShows('decision', clocks, passedAt);
  return deadline('decision', addPeriod(from, decideWithin), { then: 'chaseDecision' }, from);
}

/** Until when a group may ask that a refusal is looked at again; then it is final. */
export function appealDeadline({ appealWithin }: Pick<Policy, 'appealWithin'>, refusedAt: Instant): Deadline {
  return deadline('appeal', addPeriod(refusedAt, appealWithin), { then: 'endAppealWindow' }, refusedAt);
}
