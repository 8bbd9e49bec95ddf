import type { Tx } from '../../../db/client';
import type { ItemToDecide } from '../../domain/decision';
import { connectionFacts } from '../readings/connection-facts';
import { dutiesDone } from '../readings/duties-done';
import { peopleOfParty } from '../readings/people-of-party';

/** The application that is asked about. */
export interface Item {
  readonly tenantId: string;
  readonly grantId: string;
  readonly partyId: string;
  readonly isAppeal: boolean;
}

/**
 * What says who may assess and decide an application, as far as these people are concerned. Who acts for the group is
 * connected to it, whether or not anybody wrote that down. Interests count in whichever meeting they were declared.
 */
export async function readItem(
  tx: Tx,
  { tenantId, grantId, partyId, isAppeal }: Item,
  persons: readonly string[],
): Promise<ItemToDecide> {
  const facts = await connectionFacts(tx, tenantId, { persons, parties: [partyId] });
  const acting = await peopleOfParty(tx, tenantId, partyId);
  const declared = await tx
    .selectFrom('interest')
    .select(['person_id as personId', 'level'])
    .where('tenant_id', '=', tenantId)
    .where('application_id', '=', grantId)
    .execute();
  return {
    partyId,
    isAppeal,
    facts: {
      ...facts,
      withParties: [
        ...facts.withParties,
        ...acting.map((personId) => ({ personId, partyId, kind: 'employee' as const })),
      ],
    },
    declared: declared as ItemToDecide['declared'], // the levels are those of the column's check
    done: await dutiesDone(tx, tenantId, [grantId]),
  };
}
