import { sql } from 'kysely';
import type { Role } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRows } from '../../read';
import type { Asker } from '../asker';
import type { Named } from '../named';

/** Who could be given something to look after: those who hold one of some roles for a pot. */
export async function listPeopleWithRole(
  db: Database,
  asker: Asker,
  { potId, roles }: { readonly potId: string | null; readonly roles: readonly Role[] },
): Promise<readonly Named[]> {
  return readRows(
    db,
    asker,
    sql<Named>`
      select p.id, p.name from person p
      where p.tenant_id = ${asker.tenantId}::uuid and p.left_at is null and exists (
        select from role r where r.tenant_id = p.tenant_id and r.person_id = p.id and r.ended_at is null and r.name = any(${roles}::text[])
          and (r.pot_id is null or r.pot_id = ${potId}::uuid))
      order by lower(p.name), p.id limit 200
    `.compile(db),
  );
}
