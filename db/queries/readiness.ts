import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from '../client';

/** The newest migration that this code knows, by name. */
function newestMigration(): string {
  const names = readdirSync(join(__dirname, '../migrations'))
    .filter((file) => /^\d{4}_.*\.[jt]s$/.test(file))
    .map((file) => file.slice(0, -3));
  return names.toSorted().at(-1) ?? '';
}

/** Whether the database answers and has every migration that this code needs. @throws what the database says when it does not answer. */
export async function isMigrated(db: Database): Promise<boolean> {
  const { rows } = await sql<{
    ran: boolean;
  }>`select exists (select 1 from kysely_migration where name = ${newestMigration()}) as ran`.execute(db);
  return rows[0]?.ran === true;
}
