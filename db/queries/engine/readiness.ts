import { sql } from 'kysely';
import type { Database } from '../../client';
import { knownMigrations } from '../../migrate';

/** Whether the database has every migration that this code needs, and what time it is there. @throws what the database says when it does not answer. */
export async function readMigrated(db: Database): Promise<{ readonly migrated: boolean; readonly now: string }> {
  const { rows } = await sql<{ migrated: boolean; now: string }>`
    select exists (select 1 from kysely_migration where name = ${knownMigrations().at(-1) ?? ''}) as migrated, app.now() as now
  `.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error('a select without a table gives one row');
  return row;
}
