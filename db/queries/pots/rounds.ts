import { sql, type RawBuilder } from 'kysely';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { RoundState } from '../../../src/domain/lives/round-life';
import type { Database } from '../../client';
import { readRow, readRows } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import { nameOf } from '../named';
import { ownerToldTo } from '../owner-told';
import { oneMoreThan, pageByPlace, type PageWanted, placeOf } from '../paging';

/** What narrows the list of rounds. */
export interface RoundFilters {
  readonly potId?: string | undefined;
  readonly state?: RoundState | undefined;
}

/** In SQL: a round is published when it opens; until then staff see it. */
const seenBy = (asker: Asker): RawBuilder<boolean> =>
  sql<boolean>`(r.state <> 'draft' or ${potWithin('r.pot_id', potsReached(asker, staffRoles))})`;

const rounds = (db: Database, asker: Asker) =>
  db
    .selectFrom('round as r')
    .select([
      'r.id',
      'r.name',
      sql<RoundState>`r.state`.as('state'),
      'r.version',
      nameOf('pot', 'r.pot_id').as('pot'),
      nameOf('person', 'r.owner_id').as('owner'),
      'r.opens_at as opensAt',
      'r.closes_at as closesAt',
      'r.decide_by as decideBy',
      'r.final',
      'r.created_at as createdAt',
    ])
    .where('r.tenant_id', '=', asker.tenantId)
    .where(seenBy(asker));

/** The rounds that the asker may see, by when they open. */
export async function listRounds(db: Database, asker: Asker, filters: RoundFilters, wanted: PageWanted) {
  const place = wanted.cursor === undefined ? undefined : placeOf(wanted.cursor);
  const direction = wanted.sort === 'newest' ? 'desc' : 'asc';
  let query = rounds(db, asker);
  if (filters.potId !== undefined) query = query.where('r.pot_id', '=', filters.potId);
  if (filters.state !== undefined) query = query.where('r.state', '=', filters.state);
  if (place !== undefined) {
    const than = sql.raw(wanted.sort === 'newest' ? '<' : '>');
    query = query.where(sql<boolean>`(r.opens_at, r.id) ${than} (${place.at}::timestamptz, ${place.id}::uuid)`);
  }
  const rows = await readRows(
    db,
    asker,
    query.orderBy('r.opens_at', direction).orderBy('r.id', direction).limit(oneMoreThan(wanted.limit)).compile(),
  );
  return pageByPlace(rows.map(ownerToldTo(asker, ({ pot }) => pot.id)), wanted.limit, ({ opensAt, id }) => ({
    at: opensAt,
    id,
  }));
}

/** One round, with how many of its applications are at which stage. */
export async function findRound(db: Database, asker: Asker, id: string) {
  const found = await readRow(
    db,
    asker,
    rounds(db, asker)
      .select(
        sql<Readonly<
          Record<string, number>
        > | null>`case when ${potWithin('r.pot_id', potsReached(asker, staffRoles))} then (
          select coalesce(json_object_agg(counted.stage, counted.number), '{}'::json) from (
            select a.stage, count(*) as number from application a where a.tenant_id = r.tenant_id and a.round_id = r.id group by a.stage
          ) counted) end`.as('applications'),
      )
      .where('r.id', '=', id)
      .compile(),
  );
  return found === undefined ? undefined : ownerToldTo<typeof found>(asker, ({ pot }) => pot.id)(found);
}
