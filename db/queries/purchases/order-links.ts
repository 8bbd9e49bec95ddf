import { sql } from 'kysely';
import type { Database } from '../../client';
import { readRow } from '../../read';
import { lookOf, type Look } from '../look';

/** What the link in a mail about an order opens, and as whom. */
export interface OrderLink {
  readonly purchaseId: string;
  readonly personId: string;
  readonly providerId: string;
  readonly organisation: Look;
}

/** How long after the end of an order its link still shows it, so that its provider sees that it was paid. */
const shownAfterEnd = '30 days';

/**
 * What a link opens, by the mail that it is in. Undefined where the person acts for the provider no more, or the order has been over for
 * thirty days.
 */
export function findOrderLink(
  db: Database,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<OrderLink | undefined> {
  return readRow(
    db,
    { tenantId },
    sql<OrderLink>`
      select p.id as "purchaseId", o.person_id as "personId", p.provider_id as "providerId", ${lookOf} as organisation
      from outbox o
        join tenant t on t.id = o.tenant_id
        join purchase p on o.subject_type = 'purchase' and p.tenant_id = o.tenant_id and p.id = o.subject_id
        join person on person.tenant_id = o.tenant_id and person.id = o.person_id and person.left_at is null
      where o.tenant_id = ${tenantId}::uuid and o.id = ${id}::uuid
        and exists (select 1 from role r where r.tenant_id = o.tenant_id and r.person_id = o.person_id and r.name = 'provider'
          and r.party_id = p.provider_id and r.ended_at is null)
        and (not p.final or (select max(e.at) from event e where e.tenant_id = p.tenant_id and e.subject_id = p.id) > app.now() - ${shownAfterEnd}::interval)
    `.compile(db),
  );
}
