import { sql } from 'kysely';
import type { Database } from '../../client';
import { readRows } from '../../read';
import type { Asker } from '../asker';
import type { Named } from '../named';

/** Who can be the one named owner of what belongs to a pot, by name: its grants officers and fund managers. */
export async function listOwners(db: Database, asker: Asker, potId: string | null): Promise<readonly Named[]> {
  return readRows(
    db,
    asker,
    sql<Named>`
      select p.id, p.name from person p
      where p.tenant_id = ${asker.tenantId}::uuid and p.left_at is null and p.id in (
        select r.person_id from role r where r.tenant_id = ${asker.tenantId}::uuid and r.ended_at is null
          and r.name in ('fund_manager', 'grants_officer') and (r.pot_id is null or ${potId}::uuid is null or r.pot_id = ${potId}::uuid))
      order by lower(p.name), p.id limit 200
    `.compile(db),
  );
}
