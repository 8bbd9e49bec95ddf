import type { Tx } from '../../../db/client';
import type { ConnectionFacts, PartyConnection, PersonConnection } from '../../domain/connections';

/** Whom is asked about: the people, and the parties that they may be connected to. */
export interface AskedAbout {
  readonly persons: readonly string[];
  readonly parties: readonly string[];
}

/** The standing connections of some people with anybody, and of anybody with some parties; those that have ended are left out. */
export async function connectionFacts(
  tx: Tx,
  tenantId: string,
  { persons, parties }: AskedAbout,
): Promise<ConnectionFacts> {
  const withPersons =
    persons.length === 0
      ? []
      : await tx
          .selectFrom('person_connection')
          .select(['person_id as personId', 'other_id as otherPersonId', 'kind'])
          .where('tenant_id', '=', tenantId)
          .where((row) => row.or([row('person_id', 'in', persons), row('other_id', 'in', persons)]))
          .where('ended_at', 'is', null)
          .execute();
  const withParties =
    parties.length === 0
      ? []
      : await tx
          .selectFrom('party_connection')
          .select(['person_id as personId', 'party_id as partyId', 'kind'])
          .where('tenant_id', '=', tenantId)
          .where('party_id', 'in', parties)
          .where('ended_at', 'is', null)
          .execute();
  // The kinds are those of the columns' checks.
  return { withPersons: withPersons as PersonConnection[], withParties: withParties as PartyConnection[] };
}
