import { sql } from 'kysely';
import type { Database } from '../client';
import { readRows } from '../read';
import type { Asker } from './asker';
import type { Named } from './named';

/** The names of some parties, by name; whoever asks acts for them. */
export async function listNames(db: Database, asker: Asker, ids: readonly string[]): Promise<readonly Named[]> {
  if (ids.length === 0) return [];
  return readRows(
    db,
    asker,
    sql<Named>`select id, name from party where tenant_id = ${asker.tenantId}::uuid and id = any(${[...ids]}::uuid[]) order by lower(name), id`.compile(
      db,
    ),
  );
}
