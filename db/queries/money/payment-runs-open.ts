import { sql } from 'kysely';
import type { Database } from '../../client';

/** How many payment runs of all organisations are under way: built, and not yet compared with the bank's statement to the end. */
export async function countOpenPaymentRuns(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from app.subjects_running('payment_run', '00000000-0000-0000-0000-000000000000', 100000)
  `.execute(db);
  return rows[0]?.count ?? 0;
}
