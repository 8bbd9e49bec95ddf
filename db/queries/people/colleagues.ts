import { sql } from 'kysely';
import { staffRoles, type HeldRole } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRows } from '../../read';
import type { Asker } from '../asker';
import type { Named } from '../named';

/** Somebody of the staff, with the roles that say what they can look after. */
export interface Colleague extends Named {
  readonly roles: readonly HeldRole[];
}

/** The staff of the organisation by name, at most 200. */
export function listColleagues(db: Database, asker: Asker): Promise<readonly Colleague[]> {
  return readRows(
    db,
    asker,
    sql<Colleague>`
      select p.id, p.name, held.roles from person p
      cross join lateral (
        select json_agg(json_build_object('name', r.name, 'potId', r.pot_id, 'partyId', r.party_id, 'ownLimitPence', r.own_limit_pence)) as roles
        from role r where r.tenant_id = p.tenant_id and r.person_id = p.id and r.ended_at is null and r.name = any(${[...staffRoles]}::text[])
      ) held
      where p.tenant_id = ${asker.tenantId}::uuid and p.left_at is null and held.roles is not null
      order by lower(p.name), p.id limit 200
    `.compile(db),
  );
}
