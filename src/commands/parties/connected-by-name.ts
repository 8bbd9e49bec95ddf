import { sql } from 'kysely';
import type { Tx } from '../../../db/client';

/** Whom to look for among those who are connected with a party. */
export interface NamedAt {
  readonly partyId: string;
  readonly name: string;
  /** Only somebody who was written down from a paper, and cannot sign in. */
  readonly withoutLogin?: true;
}

/** Whoever is connected with the party by a name: written down twice, one person would count as two. */
export async function connectedByName(
  tx: Tx,
  tenantId: string,
  { partyId, name, withoutLogin }: NamedAt,
): Promise<string | undefined> {
  const found = await tx
    .selectFrom('party_connection as c')
    .innerJoin('person as p', (join) => join.onRef('p.tenant_id', '=', 'c.tenant_id').onRef('p.id', '=', 'c.person_id'))
    .select('p.id')
    .where('c.tenant_id', '=', tenantId)
    .where('c.party_id', '=', partyId)
    .where('c.ended_at', 'is', null)
    .where('p.left_at', 'is', null)
    .$if(withoutLogin === true, (query) => query.where('p.login_id', 'is', null))
    .where(sql`lower(p.name)`, '=', name.trim().toLowerCase())
    .orderBy('p.id')
    .executeTakeFirst();
  return found?.id;
}
