import { sql, type RawBuilder } from 'kysely';
import type { GrantStage } from '../../../src/domain/lives/grant-life';
import { readingRoles, staffRoles } from '../../../src/domain/lives/roles';
import { namesToldTo, rolesToldOfPeople } from '../../../src/domain/people/reading';
import type { Database } from '../../client';
import { compiledByShape } from '../../compiled-once';
import { partiesOf, partyWithin, potsReached, potWithin, type Asker } from '../asker';
import { nameIn, nameInAny, type Named } from '../named';
import { isUsualSize, oneMoreThan, type Page, pageByPlace, type PageWanted, placeOf } from '../paging';
import { readWithholding } from './withheld';

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
  /** Kept from whoever asks: the line says that it is there and whose it is, without sums and what comes next. */
  readonly isWithheld: boolean;
}

/** A line as it is shown to whom it is kept from. */
export const withheldLine = <Line extends GrantListed>(line: Line): Line => ({
  ...line,
  isWithheld: true,
  askedPence: null,
  awardedPence: null,
  nextDueAt: null,
});

/** The columns of `application`, called `a`, that a line of the list is made of. */
const listed = sql.raw(
  [
    'tenant_id',
    'id',
    'reference',
    'stage',
    'held_since',
    'final',
    'pot_id',
    'party_id',
    'host_id',
    'owner_id',
    'round_id',
    'asked_pence',
    'created_at',
    'submitted_at',
    'next_due_at',
  ]
    .map((column) => `a.${column}`)
    .join(', '),
);

/** In SQL: whether staff see `a`: not a draft that is its group's own. */
export const openToStaff = sql<boolean>`(a.stage <> 'draft' or a.helped_by is not null or a.shared_at is not null)`;

/**
 * In SQL: which rows of `application`, called `a`, somebody may see. What is not sent yet is seen by its group, and by staff who help or are
 * shown it. Of what is looked for by a person nothing is seen as a funder: that it is found would say who it is.
 */
export function grantsSeenBy(
  asker: Asker,
  { byPerson = false }: { readonly byPerson?: boolean } = {},
): RawBuilder<boolean> {
  const staff = potsReached(asker, staffRoles);
  const readers = potsReached(asker, byPerson ? rolesToldOfPeople : readingRoles);
  return sql<boolean>`((${openToStaff} and ${potWithin('a.pot_id', staff)})
    or ${partyWithin('a.party_id', partiesOf(asker, actingForGroups))}
    or (a.stage <> 'draft' and ${potWithin('a.pot_id', readers)}))`;
}

const actingForGroups = ['applicant', 'budget_holder'] as const;

/** What the list's statement is given; the names of filters are those of their columns. */
type Given = 'tenant' | 'staffPots' | 'readerPots' | 'parties' | 'at' | 'id' | 'rows' | FilterColumn;
type FilterColumn = 'stage' | 'pot_id' | 'party_id' | 'owner_id' | 'round_id';
const filterColumns = ['stage', 'pot_id', 'party_id', 'owner_id', 'round_id'] as const;

interface ListShape {
  readonly sort: PageWanted['sort'];
  /** Undefined for an unusual size, which is then given. */
  readonly size: number | undefined;
  readonly staffAll: boolean;
  readonly readersAll: boolean;
  readonly [other: string]: unknown;
}

interface ListRow extends Omit<GrantListed, 'pot' | 'party' | 'owner' | 'isWithheld'> {
  readonly pot_id: string;
  readonly pot_name: string;
  readonly party_id: string;
  readonly party_name: string;
  readonly host_id: string | null;
  readonly owner_id: string | null;
  readonly owner_name: string | null;
}

/**
 * The page first, then what its lines need besides. Whoever sees all takes it from its index. For others it is put together from a page of
 * each pot and each group that is within reach, each from its own index: one condition for all of them would have no index.
 * A page has few pots and few owners: the pots' names are read at once, and each owner's is looked up once; `limit` keeps that a look-up.
 */
const listStatement = compiledByShape(
  (db, marks: Partial<Record<Given, string>>, { sort, size, staffAll, readersAll }: ListShape) => {
    const direction = sql.raw(sort === 'newest' ? 'desc' : 'asc');
    const narrowed = [
      ...filterColumns.flatMap((column) =>
        marks[column] === undefined ? [] : [sql`and ${sql.ref(`a.${column}`)} = ${marks[column]}`],
      ),
      ...(marks.at === undefined
        ? []
        : [
            sql`and (a.created_at, a.id) ${sql.raw(sort === 'newest' ? '<' : '>')} (${marks.at}::timestamptz, ${marks.id}::uuid)`,
          ]),
    ];
    const ordered = sql`order by a.created_at ${direction}, a.id ${direction} limit ${size === undefined ? marks.rows : oneMoreThan(size)}`;
    const pageOf = (...where: readonly RawBuilder<unknown>[]) =>
      sql`select ${listed} from application a where a.tenant_id = ${marks.tenant}::uuid ${sql.join([...where, ...narrowed], sql` `)} ${ordered}`;
    const sent = sql`and a.stage <> 'draft'`;
    const each = (ids: string | undefined, column: string, ...where: readonly RawBuilder<unknown>[]) =>
      ids === undefined
        ? []
        : [
            sql`select a.* from unnest(${ids}::uuid[]) reached (id) cross join lateral (${pageOf(sql`and ${sql.ref(column)} = reached.id`, ...where)}) a`,
          ];
    const parts = staffAll
      ? [pageOf(sql`and ${openToStaff}`)]
      : [
          ...each(marks.staffPots, 'a.pot_id', sql`and ${openToStaff}`),
          ...each(marks.parties, 'a.party_id'),
          ...(readersAll ? [pageOf(sent)] : each(marks.readerPots, 'a.pot_id', sent)),
        ];
    const page =
      staffAll || parts.length === 0
        ? (parts[0] ?? pageOf(sql`and false`))
        : sql`select distinct on (a.created_at, a.id) a.* from (${sql.join(
            parts.map((part) => sql`(${part})`),
            sql` union all `,
          )}) a ${ordered}`;
    return sql<ListRow>`
      with page as (${page})
      select a.id, a.reference, a.stage, a.held_since is not null as "onHold", a.final, a.pot_id, pot.name as pot_name,
        a.party_id, ${nameIn('party', 'a.party_id')} as party_name, a.host_id, a.owner_id, owner.name as owner_name,
        a.round_id as "roundId", a.asked_pence as "askedPence",
        (select w.awarded_pence from award w where w.tenant_id = a.tenant_id and w.id = a.id) as "awardedPence", a.created_at as "createdAt",
        a.submitted_at as "submittedAt", a.next_due_at as "nextDueAt"
      from page a
        left join pot on pot.tenant_id = a.tenant_id and pot.id = a.pot_id
        left join lateral (${nameInAny('person', 'a.owner_id')} limit 1) owner on true
      order by a.created_at ${direction}, a.id ${direction}
    `.compile(db);
  },
);

const orNone = (ids: readonly string[]): readonly string[] | undefined => (ids.length === 0 ? undefined : ids);

/** The grants that the asker may see, by when they were begun. */
export async function listGrants(
  db: Database,
  asker: Asker,
  filters: GrantFilters,
  wanted: PageWanted,
): Promise<Page<GrantListed>> {
  const place = wanted.cursor === undefined ? undefined : placeOf(wanted.cursor);
  // By its owner a funder finds nothing: who that is, is not told.
  const reading = filters.ownerId === undefined ? readingRoles : rolesToldOfPeople;
  const [staff, readers] = [potsReached(asker, staffRoles), potsReached(asker, reading)];
  const isUsual = isUsualSize(wanted.limit);
  const statement = listStatement(
    db,
    {
      tenant: asker.tenantId,
      staffPots: orNone(staff.potIds),
      readerPots: orNone(readers.potIds),
      parties: orNone(partiesOf(asker, actingForGroups)),
      stage: filters.stage,
      pot_id: filters.potId,
      party_id: filters.partyId,
      owner_id: filters.ownerId,
      round_id: filters.roundId,
      at: place?.at,
      id: place?.id,
      rows: isUsual ? undefined : wanted.limit + 1,
    },
    { sort: wanted.sort, size: isUsual ? wanted.limit : undefined, staffAll: staff.all, readersAll: readers.all },
  );
  const { rows, isKept } = await readWithholding(db, asker, statement);
  const isTold = namesToldTo(asker);
  // Each line is written out: a list is asked for often, and copying the rest of a row takes as long as reading it.
  const lines = rows.map((row): GrantListed => {
    const { owner_id: ownerId, owner_name: owner } = row;
    const line: GrantListed = {
      id: row.id,
      reference: row.reference,
      stage: row.stage,
      onHold: row.onHold,
      final: row.final,
      pot: { id: row.pot_id, name: row.pot_name },
      party: { id: row.party_id, name: row.party_name },
      owner:
        ownerId === null || owner === null || !isTold({ potId: row.pot_id, partyId: row.party_id })
          ? null
          : { id: ownerId, name: owner },
      roundId: row.roundId,
      askedPence: row.askedPence,
      awardedPence: row.awardedPence,
      createdAt: row.createdAt,
      submittedAt: row.submittedAt,
      nextDueAt: row.nextDueAt,
      isWithheld: false,
    };
    const place = { id: row.id, potId: row.pot_id, partyId: row.party_id, hostId: row.host_id };
    return isKept(place) ? withheldLine(line) : line;
  });
  return pageByPlace(lines, wanted.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}
