import { sql } from 'kysely';
import type { Database } from '../../client';
import { readRows } from '../../read';
import type { Asker } from '../asker';
import { cappingAwards, type CappingAward } from '../grants/capping-awards';
import type { Named } from '../named';

/** A group that somebody applies for, with what it had: its cap may leave it less than a pot offers. */
export interface ApplyingGroup extends Named {
  readonly awards: readonly CappingAward[];
}

/** Some groups by name; whoever asks acts for them. */
export async function listApplyingGroups(
  db: Database,
  asker: Asker,
  ids: readonly string[],
): Promise<readonly ApplyingGroup[]> {
  if (ids.length === 0) return [];
  return readRows(
    db,
    asker,
    sql<ApplyingGroup>`
      select g.id, g.name, ${cappingAwards(sql`g.tenant_id`, sql`g.id`)} as awards from party g
      where g.tenant_id = ${asker.tenantId}::uuid and g.id = any(${[...ids]}::uuid[]) order by lower(g.name), g.id
    `.compile(db),
  );
}
