/**
 * The deadlines of a grant from offer to closed: what is due, who is told before and after, by the policy's periods. Those of
 * an application before its decision are set where it is assessed.
 */
import { addPeriod, type Instant } from '../calendar/calendar';
import { deadline, type Deadline, type DeadlineStep } from '../calendar/deadlines';
import type { Policy } from '../policy/policy';

/** By when the offer is to be accepted; then it runs out. */
export function offerDeadline(at: Instant, { offer }: Pick<Policy, 'offer'>, now: Instant): Deadline {
  const before = { command: 'remindOffer', periods: offer.remindBefore };
  return deadline('offer', at, { before, then: 'lapseOffer' }, now);
}

/** By when a condition is to be met; then it has failed, and payments stay blocked. */
export function conditionDeadline(conditionId: string, at: Instant, now: Instant): Deadline {
  return deadline('condition', at, { then: 'failCondition' }, now, conditionId);
}

/** How often a condition is looked at again whose date passed while what the group sent for it waited for somebody. */
const evidenceIsAwaited = 'P7D';

/**
 * What becomes of an open condition when its date comes. What the group has sent in time keeps it from failing until somebody has
 * looked: it is asked again in a week. Whoever looks settles it, gives more time, or asks for more, and then the week is the group's.
 * @returns when it is to be looked at again; undefined where it fails now
 */
export function conditionAwaitsLook(evidenceAt: Instant | null, at: Instant): Instant | undefined {
  return evidenceAt === null ? undefined : addPeriod(at, evidenceIsAwaited);
}

/** When an instalment falls due. */
export function instalmentDeadline(paymentId: string, at: Instant, now: Instant): Deadline {
  return deadline('instalment', at, { then: 'payInstalment' }, now, paymentId);
}

/**
 * By when the report is to be handed in; then it is overdue. The first reminder is the one that asks for it; where there is
 * none before the day, it is asked for on the day. `isAskedFor`: whether the group was asked already, as for a date that is moved.
 */
export function reportDeadline(
  at: Instant,
  { report }: Pick<Policy, 'report'>,
  isAskedFor: boolean,
  now: Instant,
): Deadline {
  const before = { command: 'remindReport', periods: report.remindBefore };
  const after = { command: 'remindReport', periods: report.remindAfter };
  const reminding = deadline('report', at, { before, then: 'reportOverdue', after }, now);
  return isAskedFor ? reminding : { ...reminding, steps: withAsking(reminding) };
}

function withAsking({ at, steps }: Deadline): readonly DeadlineStep[] {
  const [first, ...others] = steps;
  return first?.command === 'remindReport'
    ? [{ command: 'reportFallsDue', at: first.at }, ...others]
    : [{ command: 'reportFallsDue', at }, ...steps];
}

/** By when somebody is to read a report that was handed in; then the owner is chased. */
export function readingDeadline(at: Instant, now: Instant): Deadline {
  return deadline('reading', at, { then: 'chaseReading' }, now);
}

/** By when money is to be back; the group is reminded then, and once more after the same time again. */
export function refundDeadline(at: Instant, { refundWithin }: Pick<Policy, 'refundWithin'>, now: Instant): Deadline {
  return deadline(
    'refund',
    at,
    { then: 'remindRefund', after: { command: 'remindRefund', periods: [refundWithin] } },
    now,
  );
}

/** A grant that waits for nothing more closes by itself, at once. */
export function closingDeadline(at: Instant): Deadline {
  return deadline('close', at, { then: 'closeGrant' }, at);
}
