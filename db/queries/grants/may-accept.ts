import { sql } from 'kysely';
import type { Database } from '../../client';
import { readRows } from '../../read';
import type { Asker } from '../asker';

/** An offer, and who may accept it for its group. */
export interface OfferOf {
  readonly grantId: string;
  readonly partyId: string;
  /** What ties somebody to the group so that their acceptance binds it. */
  readonly mayBind: readonly string[];
}

/** What ties the asker to a party. */
export interface OwnTie {
  readonly partyId: string;
  readonly kind: string;
}

/** What ties the asker to these parties, as far as it is known: with some of it their acceptance binds the party. */
export const listOwnTies = (db: Database, asker: Asker, partyIds: readonly string[]): Promise<readonly OwnTie[]> =>
  readRows(
    db,
    asker,
    sql<OwnTie>`
      select party_id as "partyId", kind from party_connection
      where tenant_id = ${asker.tenantId}::uuid and person_id = ${asker.personId}::uuid and ended_at is null
        and party_id = any(${[...partyIds]}::uuid[])
      order by party_id, kind
    `.compile(db),
  );

/** Who besides the asker acts for a group, may bind it, and has not accepted its offer yet: their names. */
export async function listMayAccept(db: Database, asker: Asker, of: OfferOf): Promise<readonly string[]> {
  const rows = await readRows(
    db,
    asker,
    sql<{ readonly name: string }>`
      select distinct p.id, p.name from role r join person p on p.tenant_id = r.tenant_id and p.id = r.person_id
      where r.tenant_id = ${asker.tenantId}::uuid and r.party_id = ${of.partyId}::uuid and r.ended_at is null
        and p.left_at is null and p.id <> ${asker.personId}::uuid
        and exists (select from party_connection c where c.tenant_id = p.tenant_id and c.person_id = p.id and c.ended_at is null
          and c.party_id = ${of.partyId}::uuid and c.kind = any(${[...of.mayBind]}::text[]))
        and not exists (select from acceptance s where s.tenant_id = p.tenant_id and s.person_id = p.id
          and s.grant_id = ${of.grantId}::uuid)
      order by p.name, p.id limit 20
    `.compile(db),
  );
  return rows.map(({ name }) => name);
}
