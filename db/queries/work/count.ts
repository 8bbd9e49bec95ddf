import { sql } from 'kysely';
import type { Database } from '../../client';
import { readRow } from '../../read';
import type { Asker } from '../asker';
import type { WorkFilters } from './kinds';
import { today } from './today';
import { waiting } from './waiting';

/** Nobody needs to know how many there are beyond this. */
export const countedAtMost = 100;

/** How much waits, up to a hundred, and how much of it is late: its day has passed. */
export async function countWork(
  db: Database,
  asker: Asker,
  filters: WorkFilters,
): Promise<{ readonly waiting: number; readonly late: number }> {
  const most = sql.lit(countedAtMost);
  const row = await readRow(
    db,
    asker,
    sql<{ waiting: number; late: number }>`
      with found as (select * from (${waiting(asker, filters, most)}) w order by w.due, w.id limit ${most})
      select count(*)::int as waiting, (count(*) filter (where promised and due < ${today}))::int as late from found
    `.compile(db),
  );
  return row ?? { waiting: 0, late: 0 };
}
