import { sql } from 'kysely';
import type { Instant } from '../../../src/domain/calendar/calendar';
import type { Database } from '../../client';
import { readRow, readUnfencedRow } from '../../read';

/** What anybody may know of a round that takes applications, or will. */
export interface PublishedRound {
  readonly id: string;
  readonly name: string;
  readonly pot: string;
  readonly potId: string;
  readonly organisation: string;
  /** As the organisation's addresses have it. */
  readonly slug: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  /** Whether it is planned, and not open yet. */
  readonly isComing: boolean;
  /** How often its dates were changed, among other things. */
  readonly version: number;
}

/** A round that takes applications or is planned, for anybody. Undefined for any other. */
export async function findPublishedRound(db: Database, id: string): Promise<PublishedRound | undefined> {
  const whose = await readUnfencedRow<{ tenant_id: string }>(
    db,
    sql<{ tenant_id: string }>`select tenant_id from app.organisation_of_published_round(${id}::uuid)`.compile(db),
  );
  if (whose === undefined) return undefined;
  const tenantId = whose.tenant_id;
  return readRow(
    db,
    { tenantId },
    sql<PublishedRound>`
      select r.id, r.name, pot.name as pot, pot.id as "potId", tenant.name as organisation, tenant.slug, r.opens_at as "opensAt", r.closes_at as "closesAt",
        r.state = 'draft' as "isComing", r.version
      from round r join pot on pot.tenant_id = r.tenant_id and pot.id = r.pot_id join tenant on tenant.id = r.tenant_id
      where r.tenant_id = ${tenantId}::uuid and r.id = ${id}::uuid and (r.state = 'open' or (r.state = 'draft' and pot.state = 'open'))
    `.compile(db),
  );
}
