import { sql, type CompiledQuery } from 'kysely';
import type { Tx } from '../../../db/client';
import type { Instant } from '../../domain/calendar/calendar';
import type { FollowUp } from '../apply/change';
import { afterPauseOf, dueInstants, type Deadline } from '../../domain/calendar/deadlines';

/** A hold of a grant that ends. */
export interface HoldOver {
  readonly tenantId: string;
  readonly grantId: string;
  readonly heldSince: Instant;
  readonly at: Instant;
}

/** What the release of a grant does to its purchases: their new dates, and the command that tells each run of them. */
export interface Resumed {
  readonly writes: readonly CompiledQuery[];
  readonly followUps: readonly FollowUp[];
}

/**
 * The clocks of a grant's purchases stand still while it is on hold: each of their deadlines is later by as long as that. For the
 * command that releases the grant, which holds its lock; the purchases are locked after it.
 */
export async function resumePurchases(tx: Tx, { tenantId, grantId, heldSince, at }: HoldOver): Promise<Resumed> {
  const purchases = await tx
    .selectFrom('purchase')
    .select(['id', 'deadlines', 'stuck'])
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', grantId)
    .where('final', '=', false)
    .orderBy('id')
    .forUpdate()
    .execute();
  if (purchases.length === 0) return { writes: [], followUps: [] };
  const moved = purchases.map(({ id, deadlines, stuck }) => {
    const later = afterPauseOf(deadlines as unknown as readonly Deadline[], 'all', heldSince, at);
    const next = dueInstants(later, { held: false, pausedNames: [] }, stuck)[0];
    return { id, deadlines: later, next_due_at: next?.at ?? null };
  });
  const writes = [
    sql`
      update purchase p set deadlines = m.deadlines, next_due_at = m.next_due_at, version = p.version + 1
      from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m (id uuid, deadlines jsonb, next_due_at timestamptz)
      where p.tenant_id = ${tenantId} and p.id = m.id
    `.compile(tx),
  ];
  const followUps = purchases.map(({ id }) => ({
    command: 'noteRelease' as const,
    subjectId: id,
    key: `purchase:${id}:release:${heldSince}`,
  }));
  return { writes, followUps };
}
