import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../../db/client';

/** The people who act for a party, in the order of their ids: those whom its mails go to. */
export async function peopleOfParty(tx: Tx, tenantId: string, partyId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ people: readonly string[] }>`
    select ${actingFor(tenantId, partyId)} as people
  `.execute(tx);
  return rows[0]?.people ?? [];
}

/** The same as one value, to be read in a statement with others; the party by its id, or as a column has it. */
export function actingFor(tenantId: string, partyId: string | RawBuilder<unknown>): RawBuilder<readonly string[]> {
  return sql`(
    select coalesce(jsonb_agg(distinct r.person_id order by r.person_id), '[]')
    from role r join person p on p.tenant_id = r.tenant_id and p.id = r.person_id
    where r.tenant_id = ${tenantId} and r.party_id = ${partyId} and r.ended_at is null and p.left_at is null)`;
}
