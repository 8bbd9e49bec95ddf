import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import { connections, type AskedAbout } from '../../../db/queries/grants/standing-facts';
import type { ConnectionFacts } from '../../domain/decision/connections';

/** The standing connections of some people with anybody, and of anybody with some parties; those that have ended are left out. */
export async function connectionFacts(tx: Tx, tenantId: string, about: AskedAbout): Promise<ConnectionFacts> {
  const { rows } = await sql<{ facts: ConnectionFacts }>`select ${connections(tenantId, about)} as facts`.execute(tx);
  return rows[0]?.facts ?? { withPersons: [], withParties: [] };
}
