import { disarm, type Deadline } from '../../domain/calendar/deadlines';
import { rearmBlockedInstalments } from '../../domain/award/instalment-due';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import type { Change } from '../apply/change';
import { blockedInstalments } from '../payments/payment-of-grant';
import { countedFrom, type GrantContext } from './grant-context';

/** A condition as it stands. */
interface Condition {
  readonly state: string;
  readonly number: number;
  readonly due_at: string | null;
  /** Since when what the group sent waits to be looked at. */
  readonly evidence_at: string | null;
}

/** A condition of this grant, by its id. */
export async function findCondition(
  { tx, tenantId, subjectId }: Pick<GrantContext, 'tx' | 'tenantId' | 'subjectId'>,
  conditionId: string,
): Promise<Condition | undefined> {
  return tx
    .selectFrom('condition')
    .select(['state', 'number', 'due_at', 'evidence_at'])
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .where('id', '=', conditionId)
    .executeTakeFirst();
}

/** How a condition is settled, and from which states. */
interface Settling {
  readonly conditionId: string;
  readonly from: readonly string[];
  readonly to: 'met' | 'waived' | 'failed';
}

/**
 * Settles a condition: its date is no longer waited for. One that is met or waived no longer blocks payments, so instalments that
 * fell due meanwhile fall due now. @refusal CONDITION_UNKNOWN, CONDITION_NOT_OPEN
 */
export async function settleCondition(
  c: GrantContext,
  { conditionId, from, to }: Settling,
): Promise<(Pick<Change, 'writes' | 'event'> & { readonly deadlines: readonly Deadline[] }) | Refusal> {
  const condition = await findCondition(c, conditionId);
  if (condition === undefined) return refuse('CONDITION_UNKNOWN', { field: '/conditionId' });
  const { state, number } = condition;
  if (!from.includes(state)) return refuse('CONDITION_NOT_OPEN', { field: '/conditionId', facts: { state } });

  const deadlines = disarm(c.deadlines, 'condition', conditionId);
  return {
    deadlines: to === 'failed' ? deadlines : await withInstalmentsDueAgain(c, deadlines, conditionId),
    writes: [
      c.tx
        .updateTable('condition')
        .set({ state: to, settled_by: c.actorId, settled_at: c.at, evidence_at: null })
        .where('tenant_id', '=', c.tenantId)
        .where('id', '=', conditionId)
        .compile(),
    ],
    event: { before: { conditionId, state }, after: { conditionId, number, conditionState: to } },
  };
}

/**
 * The deadlines once a blocker is gone: instalments that fell due meanwhile fall due now, unless a condition, other than the one that
 * is being settled, still blocks them.
 */
export async function withInstalmentsDueAgain(
  c: GrantContext,
  deadlines: readonly Deadline[],
  settledConditionId?: string,
): Promise<readonly Deadline[]> {
  const unmet = await c.tx
    .selectFrom('condition')
    .select('id')
    .where('tenant_id', '=', c.tenantId)
    .where('grant_id', '=', c.subjectId)
    .where('state', 'in', ['open', 'failed'])
    .execute();
  if (unmet.some(({ id }) => id !== settledConditionId)) return deadlines;
  const now = countedFrom(c, 'instalment');
  const blocked = await blockedInstalments(c.tx, c.tenantId, c.subjectId, now);
  return rearmBlockedInstalments(deadlines, blocked, now);
}
