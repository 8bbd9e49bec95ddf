import type { CompiledQuery } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import { deadline, findDeadline, type Deadline } from '../../domain/calendar/deadlines';
import { conditionDeadline, offerDeadline, refundDeadline, reportDeadline } from '../../domain/award/grant-deadlines';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { findCondition } from './conditions';
import { countedFrom, policyOf, type GrantContext } from './grant-context';
import { readReport } from './read-report';
import { findDueRefund } from './refunds';
import { updateReport } from './write-report';

/** The dates of a grant that can be moved. */
export const movableDates = ['offer', 'condition', 'report', 'refund', 'check', 'decision'] as const;
export type MovableDate = (typeof movableDates)[number];

/** A date that is waited for, or that passed without what was waited for. */
interface Movable {
  /** Null once it has passed and is no longer waited for. */
  readonly currentAt: Instant | null;
  readonly movedTo: (to: Instant) => Deadline;
  readonly writes: (to: Instant) => readonly CompiledQuery[];
  /** Whether the group is told. */
  readonly isForGroup: boolean;
}

const notSet = (which: MovableDate): Refusal => refuse('DATE_NOT_SET', { field: '/which', facts: { which } });

/** One of the grant's dates, if there is anything to wait for. @refusal DATE_NOT_SET, CONDITION_UNKNOWN */
export async function movableDate(
  c: GrantContext,
  which: MovableDate,
  about: string | undefined,
): Promise<Movable | Refusal> {
  switch (which) {
    case 'offer':
      return c.row.stage === 'offered'
        ? { ...plain(c, which, (to, now) => offerDeadline(to, policyOf(c), now)), isForGroup: true }
        : notSet(which);
    case 'check':
      return ['submitted', 'checking'].includes(c.row.stage)
        ? plain(c, which, (to, now) => deadline(which, to, { then: 'chaseCheck' }, now))
        : notSet(which);
    case 'decision':
      return c.row.stage === 'assessing'
        ? plain(c, which, (to, now) => deadline(which, to, { then: 'chaseDecision' }, now))
        : notSet(which);
    case 'condition':
      return condition(c, about);
    case 'report':
      return c.row.stage === 'active' ? report(c) : notSet(which);
    case 'refund':
      return refund(c);
  }
}

function plain(c: GrantContext, which: MovableDate, movedTo: (to: Instant, now: Instant) => Deadline): Movable {
  return {
    currentAt: findDeadline(c.deadlines, which)?.at ?? null,
    movedTo: (to) => movedTo(to, countedFrom(c, which)),
    writes: () => [],
    isForGroup: false,
  };
}

async function condition(c: GrantContext, conditionId: string | undefined): Promise<Movable | Refusal> {
  if (conditionId === undefined) return refuse('CONDITION_UNKNOWN', { field: '/about' });
  const found = await findCondition(c, conditionId);
  if (found === undefined) return refuse('CONDITION_UNKNOWN', { field: '/about' });
  if (c.row.stage !== 'active' || !['open', 'failed'].includes(found.state)) return notSet('condition');
  return {
    currentAt: found.due_at as Instant | null,
    movedTo: (to) => conditionDeadline(conditionId, to, countedFrom(c, 'condition')),
    writes: (to) => [
      c.tx
        .updateTable('condition')
        .set({ state: 'open', due_at: to, settled_by: null, settled_at: null })
        .where('tenant_id', '=', c.tenantId)
        .where('id', '=', conditionId)
        .compile(),
    ],
    isForGroup: true,
  };
}

async function report(c: GrantContext): Promise<Movable | Refusal> {
  const { state, dueAt, wasSubmitted } = await readReport(c);
  if (state === 'submitted' || dueAt === null) return notSet('report');
  const isAskedFor = state !== 'not_due';
  return {
    currentAt: dueAt,
    movedTo: (to) => reportDeadline(to, policyOf(c), isAskedFor, countedFrom(c, 'report')),
    writes: (to) => [
      updateReport(c, { due_at: to, ...(state === 'overdue' ? { state: wasSubmitted ? 'queried' : 'due' } : {}) }),
    ],
    isForGroup: true,
  };
}

async function refund(c: GrantContext): Promise<Movable | Refusal> {
  const due = await findDueRefund(c);
  if (due === undefined) return notSet('refund');
  return {
    currentAt: due.dueAt,
    movedTo: (to) => refundDeadline(to, policyOf(c), countedFrom(c, 'refund')),
    writes: (to) => [
      c.tx
        .updateTable('refund')
        .set({ due_at: to })
        .where('tenant_id', '=', c.tenantId)
        .where('id', '=', due.refundId)
        .compile(),
    ],
    isForGroup: true,
  };
}
