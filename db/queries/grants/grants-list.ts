import { sql } from 'kysely';
import type { Sought } from '../../../src/domain/lists/search';
import type { CalendarDate, Instant } from '../../../src/domain/calendar/calendar';
import type { Database } from '../../client';
import { readRows } from '../../read';
import type { Asker } from '../asker';
import { listGrants, type GrantListed } from './grants';
import { searchGrants, type SearchFilters } from './grants-search';
import type { PageWanted } from '../paging';

/** A line of the list of grants with what a sheet has besides. */
export interface GrantLine extends GrantListed {
  readonly paidPence: number | null;
  /** Not yet promised or paid. */
  readonly leftPence: number | null;
  readonly decidedOn: CalendarDate | null;
  readonly reportDueAt: Instant | null;
  readonly reportState: string | null;
}

type Besides = Pick<GrantLine, 'id' | 'paidPence' | 'leftPence' | 'decidedOn' | 'reportDueAt' | 'reportState'>;

/** As many as a search looks through. */
const foundAtMost = 500;

/** As the pages of the list itself: what is put together from several pots for one of them stays small. */
const pageSize = 100;

/**
 * The list of grants that the asker may see, as {@link listGrants} has it, page by page up to so many lines; what is looked for, as
 * {@link searchGrants} finds it, up to 500.
 * @returns whether there are more
 */
export async function listGrantLines(
  db: Database,
  asker: Asker,
  { sought, ...filters }: LinesWanted,
  { sort, most }: { readonly sort: PageWanted['sort']; readonly most: number },
): Promise<{ readonly lines: readonly GrantLine[]; readonly hasMore: boolean }> {
  if (sought !== undefined || filters.overdue === true) {
    const atMost = Math.min(most, foundAtMost);
    const found = await searchGrants(db, asker, sought, filters, atMost);
    return { lines: await withBesides(db, asker, found.slice(0, atMost)), hasMore: found.length > atMost };
  }
  const lines: GrantLine[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await listGrants(db, asker, filters, { sort, limit: pageSize, cursor });
    lines.push(...(await withBesides(db, asker, items)));
    if (lines.length >= most) return { lines: lines.slice(0, most), hasMore: lines.length > most || next !== null };
    if (next === null) return { lines, hasMore: false };
    cursor = next;
  }
}

/** What the lines are narrowed by, and what is looked for among them. */
export interface LinesWanted extends SearchFilters {
  readonly sought?: Sought | undefined;
}

/** Lines with what a sheet has besides, some at a time. */
async function withBesides(db: Database, asker: Asker, items: readonly GrantListed[]): Promise<readonly GrantLine[]> {
  const lines: GrantLine[] = [];
  for (let from = 0; from < items.length; from += pageSize) {
    const some = items.slice(from, from + pageSize);
    const besides = new Map((await readBesides(db, asker, some)).map((one) => [one.id, one]));
    for (const item of some) lines.push({ ...none, ...item, ...besides.get(item.id) });
  }
  return lines;
}

const none = { paidPence: null, leftPence: null, decidedOn: null, reportDueAt: null, reportState: null };

/** Of those that were awarded: what was paid, as a grant's own page has it, what is left, and the report. */
async function readBesides(db: Database, asker: Asker, items: readonly GrantListed[]): Promise<readonly Besides[]> {
  // Each is looked up by itself: joined, all awards of the organisation would be read for every page.
  const ids = items.filter(({ awardedPence }) => awardedPence !== null).map(({ id }) => id);
  if (ids.length === 0) return [];
  return readRows(
    db,
    asker,
    sql<Besides>`
      select w.id, w.decided_on as "decidedOn", r.due_at as "reportDueAt", r.state as "reportState",
        ((select coalesce(sum(k.balance) filter (where k.kind in ('spent', 'refund_due', 'written_off')), 0) from account k
          where k.tenant_id = w.tenant_id and k.grant_id = w.id)
        + (select coalesce(sum(f.amount_pence), 0) from refund f
          where f.tenant_id = w.tenant_id and f.grant_id = w.id and f.state = 'received'))::bigint as "paidPence",
        (select coalesce(sum(k.balance), 0)::bigint from account k
          where k.tenant_id = w.tenant_id and k.grant_id = w.id and k.kind = 'committed') as "leftPence"
      from unnest(${ids}::uuid[]) as listed (id)
      cross join lateral (select * from award where award.tenant_id = ${asker.tenantId}::uuid and award.id = listed.id limit 1) w
      left join lateral (select * from report where report.tenant_id = w.tenant_id and report.grant_id = w.id limit 1) r on true
    `.compile(db),
  );
}
