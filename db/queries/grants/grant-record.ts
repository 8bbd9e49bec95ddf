import { sql } from 'kysely';
import type { Database } from '../../client';
import { inTenant } from '../../transaction';

/** Where a grant is: an organisation's, by its id. */
export interface GrantPlace {
  readonly tenantId: string;
  readonly id: string;
}

/** A command as whoever runs Grantpot may see it: nothing that somebody typed. */
export interface RecordedCommand {
  readonly id: string;
  readonly type: string;
  readonly status: 'stored' | 'applied' | 'refused' | 'failed';
  /** The code of its refusal. */
  readonly code: string | null;
  /** Whether the engine sent it, and no person. */
  readonly engines: boolean;
  readonly receivedAt: string;
  readonly appliedAt: string | null;
  readonly attempts: number;
}

/** A subject of a grant's: a purchase with its state. */
export interface RecordedPurchase {
  readonly id: string;
  readonly state: string;
  readonly pricePence: number;
  readonly nextDueAt: string | null;
}

/** The grants with this reference, one at most in each organisation, or the one with this id. */
export async function findGrantPlaces(
  db: Database,
  wanted: { readonly id: string } | { readonly reference: string },
): Promise<readonly GrantPlace[]> {
  const tenants = await sql<{ tenant_id: string }>`select tenant_id from app.tenants()`.execute(db);
  const found: GrantPlace[] = [];
  for (const { tenant_id: tenantId } of tenants.rows) {
    const row = await inTenant(db, tenantId, (tx) =>
      tx
        .selectFrom('application')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where((a) => ('id' in wanted ? a('id', '=', wanted.id) : a('reference', '=', wanted.reference)))
        .executeTakeFirst(),
    );
    if (row !== undefined) found.push({ tenantId, id: row.id });
  }
  return found;
}

/** All commands of a grant with what came of them, the oldest first; what waits for it that failed three times; and its purchases. */
export async function readRecord(db: Database, { tenantId, id }: GrantPlace) {
  return inTenant(db, tenantId, async (tx) => {
    const commands = await sql<RecordedCommand>`
      select c.id, c.type, c.status, c.outcome #>> '{refusal,code}' as code, c.actor_id is null as engines,
        c.received_at as "receivedAt", c.applied_at as "appliedAt", c.attempts
      from command c where c.tenant_id = ${tenantId}::uuid and c.subject_id = ${id}::uuid order by c.sequence
    `.execute(tx);
    const purchases = await sql<RecordedPurchase>`
      select p.id, p.state, p.price_pence as "pricePence", p.next_due_at as "nextDueAt"
      from purchase p where p.tenant_id = ${tenantId}::uuid and p.grant_id = ${id}::uuid order by p.created_at, p.id
    `.execute(tx);
    const { stuck } = await tx
      .selectFrom('application')
      .select('stuck')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return { commands: commands.rows, purchases: purchases.rows, stuck };
  });
}
