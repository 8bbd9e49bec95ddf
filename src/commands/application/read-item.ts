import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import type { ItemToDecide } from '../../domain/decision';
import { connections } from '../readings/connection-facts';
import { duties } from '../readings/duties-done';
import { actingFor } from '../readings/people-of-party';

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
  const { rows } = await sql<Pick<ItemToDecide, 'facts' | 'declared' | 'done'> & { acting: readonly string[] }>`
    select ${connections(tenantId, { persons, parties: [partyId] })} as facts, ${actingFor(tenantId, partyId)} as acting,
      ${duties(tenantId, [grantId])} as done,
      (select coalesce(jsonb_agg(jsonb_build_object('personId', i.person_id, 'level', i.level)), '[]')
       from interest i where i.tenant_id = ${tenantId} and i.application_id = ${grantId}) as declared
  `.execute(tx);
  const [read] = rows;
  if (read === undefined) throw new Error('a select without a table gives one row');
  const { facts, acting, declared, done } = read;
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
    declared,
    done,
  };
}
