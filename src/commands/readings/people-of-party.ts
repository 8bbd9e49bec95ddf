import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import { actingFor } from '../../../db/queries/grants/standing-facts';

/** The people who act for a party, in the order of their ids: those whom its mails go to. */
export async function peopleOfParty(tx: Tx, tenantId: string, partyId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ people: readonly string[] }>`
    select ${actingFor(tenantId, partyId)} as people
  `.execute(tx);
  return rows[0]?.people ?? [];
}
