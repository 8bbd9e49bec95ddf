import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../../db/client';
import type { ConnectionFacts } from '../../domain/connections';

/** Whom is asked about: the people, by their ids or by what gives an array of them in SQL, and the parties that they may be connected to. */
export interface AskedAbout {
  readonly persons: readonly string[] | RawBuilder<readonly string[]>;
  readonly parties: readonly string[];
}

/** The standing connections of some people with anybody, and of anybody with some parties; those that have ended are left out. */
export async function connectionFacts(tx: Tx, tenantId: string, about: AskedAbout): Promise<ConnectionFacts> {
  const { rows } = await sql<{ facts: ConnectionFacts }>`select ${connections(tenantId, about)} as facts`.execute(tx);
  return rows[0]?.facts ?? { withPersons: [], withParties: [] };
}

/** The same as one value, to be read in a statement with others. The kinds are those of the columns' checks. */
export function connections(tenantId: string, { persons, parties }: AskedAbout): RawBuilder<ConnectionFacts> {
  return sql`jsonb_build_object(
    'withPersons', (
      select coalesce(jsonb_agg(jsonb_build_object('personId', c.person_id, 'otherPersonId', c.other_id, 'kind', c.kind)), '[]')
      from person_connection c
      where c.tenant_id = ${tenantId} and c.ended_at is null
        and (c.person_id = any((${persons})::uuid[]) or c.other_id = any((${persons})::uuid[]))),
    'withParties', (
      select coalesce(jsonb_agg(jsonb_build_object('personId', c.person_id, 'partyId', c.party_id, 'kind', c.kind)), '[]')
      from party_connection c
      where c.tenant_id = ${tenantId} and c.ended_at is null and c.party_id = any(${parties}::uuid[])))`;
}
