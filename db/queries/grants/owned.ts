import { sql } from 'kysely';
import { ownedKinds, type Owned, type OwnedKind } from '../../../src/domain/people/handing-over';
import type { Database } from '../../client';
import { readRow } from '../../read';
import type { Asker } from '../asker';

/** What one person looks after, so that it can be shown before it goes to somebody else. */
export interface LookedAfter {
  /** By kind and pot. */
  readonly owned: readonly Owned[];
  /** Meetings that are planned, with them as chair. */
  readonly chairs: number;
}

/** Each kind's table, and its pot. */
const tables: Readonly<Record<OwnedKind, readonly [table: string, pot: string]>> = {
  payment_run: ['payment_run', 'o.pot_id'],
  grant: ['application', 'o.pot_id'],
  purchase: ['purchase', 'o.pot_id'],
  round: ['round', 'o.pot_id'],
  pot: ['pot', 'o.id'],
  fund: ['fund', 'null::uuid'],
};

/** What a person of the organisation looks after, also what is over; in one round trip. */
export async function readLookedAfter(db: Database, asker: Asker, personId: string): Promise<LookedAfter> {
  const { tenantId } = asker;
  const counts = ownedKinds.map((kind) => {
    const [table, pot] = tables[kind];
    return sql`select ${sql.lit(kind)} as kind, ${sql.raw(pot)} as "potId", count(*)::int as count from ${sql.table(table)} o
      where o.tenant_id = ${tenantId}::uuid and o.owner_id = ${personId}::uuid group by 2`;
  });
  const row = await readRow(
    db,
    asker,
    sql<LookedAfter>`
      select (select coalesce(json_agg(o), '[]'::json) from (${sql.join(counts, sql` union all `)}) o) as owned,
        (select count(*)::int from meeting m where m.tenant_id = ${tenantId}::uuid and m.state = 'planned' and m.chair_id = ${personId}::uuid) as chairs
    `.compile(db),
  );
  return row ?? { owned: [], chairs: 0 };
}
