import type { Tx } from '../../../db/client';

/** The people who act for a party: those whom its mails go to. */
export async function peopleOfParty(tx: Tx, tenantId: string, partyId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('role')
    .innerJoin('person', (join) =>
      join.onRef('person.tenant_id', '=', 'role.tenant_id').onRef('person.id', '=', 'role.person_id'),
    )
    .select('role.person_id as personId')
    .distinct()
    .where('role.tenant_id', '=', tenantId)
    .where('role.party_id', '=', partyId)
    .where('role.ended_at', 'is', null)
    .where('person.left_at', 'is', null)
    .orderBy('role.person_id')
    .execute();
  return rows.map(({ personId }) => personId);
}
