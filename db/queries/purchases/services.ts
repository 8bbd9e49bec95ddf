import { sql } from 'kysely';
import type { CalendarDate, Instant } from '../../../src/domain/calendar/calendar';
import { countTold, type NeedKind } from '../../../src/domain/purchases/services';
import type { Database } from '../../client';
import { readRow, readRows } from '../../read';
import type { Asker } from '../asker';
import { now } from '../instants';
import { nameOf } from '../named';
import { ownerToldTo } from '../owner-told';
import { afterNamed, namedRowOf, oneMoreThan, pageByName, type Cursor } from '../paging';

/** What narrows the directory. */
export interface ServiceFilters {
  readonly need?: NeedKind | undefined;
  readonly providerId?: string | undefined;
  /** However it is written. */
  readonly area?: string | undefined;
}

const offered = (db: Database, asker: Asker) =>
  db
    .selectFrom('service as v')
    .select([
      'v.id',
      'v.name',
      sql<NeedKind>`v.need`.as('need'),
      'v.price_pence as pricePence',
      'v.area',
      'v.who_for as whoFor',
      sql<CalendarDate | null>`v.next_free_on`.as('nextFreeOn'),
      sql<Instant>`v.confirmed_at`.as('confirmedAt'),
      nameOf('party', 'v.party_id').as('provider'),
      nameOf('person', 'v.owner_id').as('owner'),
      now.as('now'),
    ])
    .where('v.tenant_id', '=', asker.tenantId)
    .where('v.withdrawn_at', 'is', null);

/** The services that are offered, by name. Whoever works with the organisation may see them all. */
export async function listServices(
  db: Database,
  asker: Asker,
  filters: ServiceFilters,
  wanted: { limit: number; cursor?: Cursor | undefined },
) {
  const last = wanted.cursor === undefined ? undefined : namedRowOf(wanted.cursor);
  let query = offered(db, asker);
  if (filters.need !== undefined) query = query.where('v.need', '=', filters.need);
  if (filters.providerId !== undefined) query = query.where('v.party_id', '=', filters.providerId);
  if (filters.area !== undefined) query = query.where(sql`lower(v.area)`, '=', filters.area.trim().toLowerCase());
  if (last !== undefined) query = query.where(afterNamed('service', 'v', asker.tenantId, last));
  const rows = await readRows(
    db,
    asker,
    query
      .orderBy(sql`lower(v.name)`)
      .orderBy('v.id')
      .limit(oneMoreThan(wanted.limit))
      .compile(),
  );
  return pageByName(rows.map(ownerToldTo(asker, () => null)), wanted.limit);
}

/** How often something was needed somewhere and nobody offered it, in the last twelve months; null for a count that is too small to tell. */
export interface UnmetNeedCounted {
  readonly need: NeedKind;
  readonly area: string;
  readonly count: number | null;
}

/** What was needed and nobody offered in the last twelve months, the most often needed first; too small counts last, by their names. */
export async function countUnmetNeeds(db: Database, asker: Asker): Promise<readonly UnmetNeedCounted[]> {
  const rows = await readRows(
    db,
    asker,
    sql<{ need: NeedKind; area: string; count: number }>`
      select u.need, min(u.area) as area, count(*)::int as count from unmet_need u
      where u.tenant_id = ${asker.tenantId}::uuid and u.logged_at > app.now() - interval '1 year'
      group by u.need, lower(u.area) order by case when count(*) < 5 then 0 else count(*) end desc, u.need, lower(u.area) limit 200
    `.compile(db),
  );
  return rows.map(({ count, ...one }) => ({ ...one, count: countTold(count) }));
}

/** One service that is offered. Undefined for one that is not, or not any more. */
export async function findService(db: Database, asker: Asker, id: string) {
  const found = await readRow(db, asker, offered(db, asker).where('v.id', '=', id).compile());
  return found === undefined ? undefined : ownerToldTo<typeof found>(asker, () => null)(found);
}
