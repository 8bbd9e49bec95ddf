import { sql, type CompiledQuery } from 'kysely';
import type { Deadline } from '../../domain/calendar/deadlines';
import type { GrantContext } from './grant-context';

/** The tables whose rows show a deadline's date, and whether the deadline is about one row of them or the grant's only one. */
const shown = {
  condition: { table: 'condition', by: sql`r.id = m.about` },
  instalment: { table: 'payment', by: sql`r.id = m.about` },
  report: { table: 'report', by: sql`true` },
  refund: { table: 'refund', by: sql`r.state = 'due'` },
} as const;

/** Rows that show the date of a deadline follow it when it moves. */
export function movedDueDates(
  { tx, tenantId, subjectId }: GrantContext,
  deadlines: readonly Deadline[],
): readonly CompiledQuery[] {
  return Object.entries(shown).flatMap(([name, { table, by }]) => {
    const moved = deadlines.filter((one) => one.name === name).map(({ about, at }) => ({ about: about ?? null, at }));
    if (moved.length === 0) return [];
    return [
      sql`
        update ${sql.table(table)} r set due_at = m.at
        from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m (about uuid, at timestamptz)
        where r.tenant_id = ${tenantId} and r.grant_id = ${subjectId} and ${by}
      `.compile(tx),
    ];
  });
}
