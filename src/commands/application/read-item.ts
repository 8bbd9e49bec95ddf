import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import { actingFor, connections, duties, lastToRule, type AskedAbout } from '../../../db/queries/grants/standing-facts';
import type { ItemToDecide } from '../../domain/decision/decision';

/** The application that is asked about. */
export interface Item {
  readonly tenantId: string;
  readonly grantId: string;
  readonly partyId: string;
  /** Who receives the money for the group; who is connected to it is as good as connected to the group. */
  readonly hostId?: string | null;
  readonly isAppeal: boolean;
  /** The meeting that is to decide it: only what its own chair ruled counts. Outside a meeting, what a chair ruled last. */
  readonly meetingId?: string | null;
}

/**
 * What says who may assess and decide an application, as far as these people are concerned. Who acts for the group is
 * connected to it, whether or not anybody wrote that down. Interests count in whichever meeting they were declared.
 */
export async function readItem(tx: Tx, item: Item, persons: AskedAbout['persons']): Promise<ItemToDecide> {
  const [read] = await readItems(tx, item.tenantId, [item], persons);
  if (read === undefined) throw new Error('each item that is asked about is read');
  return read;
}

interface ItemRow extends Pick<ItemToDecide, 'facts' | 'declared' | 'done'> {
  readonly acting: readonly string[];
}

/** The same for any number of applications of one organisation, in their order, in one statement. */
export async function readItems(
  tx: Tx,
  tenantId: string,
  items: readonly Omit<Item, 'tenantId'>[],
  persons: AskedAbout['persons'],
): Promise<readonly ItemToDecide[]> {
  const parties = [...new Set(items.flatMap(({ partyId, hostId }) => [partyId, hostId ?? partyId]))];
  const asked = JSON.stringify(
    items.map(({ grantId, partyId, meetingId }, place) => ({ place, grantId, partyId, meetingId })),
  );
  const { rows } = await sql<ItemRow>`
    select ${connections(tenantId, { persons, parties })} as facts, ${actingFor(tenantId, sql`i."partyId"`)} as acting,
      ${duties(tenantId, sql`array[i."grantId"]`)} as done,
      (select coalesce(jsonb_agg(jsonb_build_object('personId', n.person_id, 'level', n.level,
         'ruling', case when n.meeting_id = coalesce(i."meetingId", ${lastToRule}) then n.ruling end)), '[]')
       from interest n where n.tenant_id = ${tenantId} and n.application_id = i."grantId") as declared
    from jsonb_to_recordset(${asked}::jsonb) as i (place int, "grantId" uuid, "partyId" uuid, "meetingId" uuid)
    order by i.place
  `.execute(tx);
  return rows.map(({ facts, acting, declared, done }, place) => {
    const { partyId = '', hostId = null, isAppeal = false } = items[place] ?? {};
    const ofHost = facts.withParties.filter((one) => one.partyId === hostId).map((one) => ({ ...one, partyId }));
    const actingForIt = acting.map((personId) => ({ personId, partyId, kind: 'employee' as const }));
    return {
      partyId,
      isAppeal,
      declared,
      done,
      facts: { ...facts, withParties: [...facts.withParties, ...ofHost, ...actingForIt] },
    };
  });
}
