import { sql } from 'kysely';
import type { Instant } from '../../../src/domain/calendar/calendar';
import type { Database } from '../../client';
import { readRow, readUnfencedRow } from '../../read';

/** What anybody may know of a round that takes applications. */
export interface OpenRound {
  readonly id: string;
  readonly name: string;
  readonly pot: string;
  readonly potId: string;
  readonly organisation: string;
  /** As the organisation's addresses have it. */
  readonly slug: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  /** How often its dates were changed, among other things. */
  readonly version: number;
}

/** A round that takes applications, for anybody. Undefined for any other. */
export async function findOpenRound(db: Database, id: string): Promise<OpenRound | undefined> {
  const whose = await readUnfencedRow<{ tenant_id: string }>(
    db,
    sql<{ tenant_id: string }>`select tenant_id from app.organisation_of_open_round(${id}::uuid)`.compile(db),
  );
  if (whose === undefined) return undefined;
  const tenantId = whose.tenant_id;
  return readRow(
    db,
    { tenantId },
    sql<OpenRound>`
      select r.id, r.name, pot.name as pot, pot.id as "potId", tenant.name as organisation, tenant.slug, r.opens_at as "opensAt", r.closes_at as "closesAt", r.version
      from round r join pot on pot.tenant_id = r.tenant_id and pot.id = r.pot_id join tenant on tenant.id = r.tenant_id
      where r.tenant_id = ${tenantId}::uuid and r.id = ${id}::uuid and r.state = 'open'
    `.compile(db),
  );
}
