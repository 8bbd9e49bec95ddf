import { sql, type RawBuilder } from 'kysely';
import type { GrantStage } from '../../src/domain/lives/grant-life';
import { readingRoles, staffRoles } from '../../src/domain/lives/roles';
import type { Database } from '../client';
import { inTenant } from '../transaction';
import { partiesOf, partyWithin, potsReached, potWithin, type Asker } from './asker';
import { nameOf, nameOfAny, type Named } from './named';
import { pageByPlace, placeOf, type Page, type PageWanted } from './paging';

/** What narrows the list of grants; each has an index. */
export interface GrantFilters {
  readonly stage?: GrantStage | undefined;
  readonly potId?: string | undefined;
  readonly partyId?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly roundId?: string | undefined;
}

/** One line of the list of grants. */
export interface GrantListed {
  readonly id: string;
  readonly reference: string | null;
  readonly stage: GrantStage;
  readonly onHold: boolean;
  readonly final: boolean;
  readonly pot: Named;
  readonly party: Named;
  readonly owner: Named | null;
  readonly roundId: string | null;
  readonly askedPence: number | null;
  readonly awardedPence: number | null;
  readonly createdAt: string;
  readonly submittedAt: string | null;
  /** The next instant at which something happens by itself. */
  readonly nextDueAt: string | null;
}

/** In SQL: which rows of `application`, called `a`, somebody may see. What is not sent yet is seen by its group and by staff. */
export function grantsSeenBy(asker: Asker): RawBuilder<boolean> {
  const staff = potsReached(asker, staffRoles);
  if (staff.all) return sql<boolean>`true`;
  const readers = potsReached(asker, readingRoles);
  return sql<boolean>`(${potWithin('a.pot_id', staff)}
    or ${partyWithin('a.party_id', partiesOf(asker, ['applicant', 'budget_holder']))}
    or (a.stage <> 'draft' and ${potWithin('a.pot_id', readers)}))`;
}

/** The grants that the asker may see, by when they were begun. */
export async function listGrants(
  db: Database,
  asker: Asker,
  filters: GrantFilters,
  wanted: PageWanted,
): Promise<Page<GrantListed>> {
  const place = wanted.cursor === undefined ? undefined : placeOf(wanted.cursor);
  const direction = wanted.sort === 'newest' ? 'desc' : 'asc';
  const rows = await inTenant(db, asker.tenantId, (tx) =>
    tx
      // The page first, from its index; names are looked up for its lines only.
      .with('page', (with_) => {
        let page = with_
          .selectFrom('application as a')
          .selectAll()
          .where('a.tenant_id', '=', asker.tenantId)
          .where(grantsSeenBy(asker));
        if (filters.stage !== undefined) page = page.where('a.stage', '=', filters.stage);
        if (filters.potId !== undefined) page = page.where('a.pot_id', '=', filters.potId);
        if (filters.partyId !== undefined) page = page.where('a.party_id', '=', filters.partyId);
        if (filters.ownerId !== undefined) page = page.where('a.owner_id', '=', filters.ownerId);
        if (filters.roundId !== undefined) page = page.where('a.round_id', '=', filters.roundId);
        if (place !== undefined) {
          const than = sql.raw(wanted.sort === 'newest' ? '<' : '>');
          page = page.where(sql<boolean>`(a.created_at, a.id) ${than} (${place.at}::timestamptz, ${place.id}::uuid)`);
        }
        return page
          .orderBy('a.created_at', direction)
          .orderBy('a.id', direction)
          .limit(wanted.limit + 1);
      })
      .selectFrom('page as a')
      .leftJoin('award as w', (join) => join.onRef('w.tenant_id', '=', 'a.tenant_id').onRef('w.id', '=', 'a.id'))
      .select([
        'a.id',
        'a.reference',
        sql<GrantStage>`a.stage`.as('stage'),
        sql<boolean>`a.held_since is not null`.as('onHold'),
        'a.final',
        nameOf('pot', 'a.pot_id').as('pot'),
        nameOf('party', 'a.party_id').as('party'),
        nameOfAny('person', 'a.owner_id').as('owner'),
        'a.round_id as roundId',
        'a.asked_pence as askedPence',
        'w.awarded_pence as awardedPence',
        'a.created_at as createdAt',
        'a.submitted_at as submittedAt',
        'a.next_due_at as nextDueAt',
      ])
      .orderBy('a.created_at', direction)
      .orderBy('a.id', direction)
      .execute(),
  );
  return pageByPlace(rows, wanted.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}
