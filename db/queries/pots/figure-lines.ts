import { sql, type RawBuilder } from 'kysely';
import type { CalendarDate } from '../../../src/domain/calendar/calendar';
import { readingRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRow } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import { nameOf, type Named } from '../named';
import { oneMoreThan, type Page, pageByPlace, placeOf } from '../paging';

/** One line of a total of a pot's figures. */
export interface FigureLine {
  readonly id: string;
  /** None for what is paid back to the funder. */
  readonly grantId: string | null;
  readonly reference: string | null;
  readonly party: Named;
  /** The day on which the money was awarded, or on which it falls due. */
  readonly on: CalendarDate;
  readonly pence: number;
}

/** A pot's total with a page of the lines that make it. */
export interface FigureOpened {
  readonly pot: Named;
  readonly totalPence: number;
  readonly lines: Page<FigureLine>;
}

interface Source {
  readonly from: RawBuilder<unknown>;
  /** What orders the lines, as its index has it; the same as an instant, which a cursor holds; and back. */
  readonly order: RawBuilder<unknown>;
  readonly at: RawBuilder<unknown>;
  readonly orderOf: (at: string) => RawBuilder<unknown>;
  readonly id: string;
  readonly grant: string;
  readonly party: string;
  readonly on: RawBuilder<unknown>;
  readonly pence: string;
}

const ofPot = (table: string) =>
  sql`${sql.ref(`${table}.tenant_id`)} = pot.tenant_id and ${sql.ref(`${table}.pot_id`)} = pot.id`;

/** In SQL: the rows that make each total of a joined row of `pot`. */
const sources = {
  /** What reports say was spent; each report by itself: joined, all reports of the organisation would be read. */
  spent: {
    from: sql`award w cross join lateral (select * from report where report.tenant_id = w.tenant_id and report.grant_id = w.id limit 1) r
      where ${ofPot('w')} and r.spent_pence > 0`,
    order: sql`w.decided_on`,
    at: sql`w.decided_on::timestamp at time zone 'UTC'`,
    orderOf: (at) => sql`(${at}::timestamptz at time zone 'UTC')::date`,
    id: 'w.id',
    grant: 'w.id',
    party: 'w.party_id',
    on: sql`w.decided_on`,
    pence: 'r.spent_pence',
  },
  waiting: {
    from: sql`payment y where ${ofPot('y')} and y.state = 'waiting_for_cash'`,
    order: sql`y.due_at`,
    at: sql`y.due_at`,
    orderOf: (at) => sql`${at}::timestamptz`,
    id: 'y.id',
    grant: 'y.grant_id',
    party: 'y.payee_id',
    on: sql`(y.due_at at time zone 'Europe/London')::date`,
    pence: 'y.amount_pence',
  },
} satisfies Readonly<Record<string, Source>>;

/** The totals that open to lines here; the others open to accounts or to the list of grants. */
export type OpenedFigure = keyof typeof sources;
export const openedFigures = Object.keys(sources) as readonly OpenedFigure[];

/** A total of a pot and the lines that make it, the oldest first. Undefined for a pot that is not there, or whose money the asker may not see. */
export async function readFigureLines(
  db: Database,
  asker: Asker,
  potId: string,
  { of, limit, cursor }: { readonly of: OpenedFigure; readonly limit: number; readonly cursor?: string | undefined },
): Promise<FigureOpened | undefined> {
  const { from, order, at: instant, orderOf, id, grant, party, on, pence }: Source = sources[of];
  const place = cursor === undefined ? undefined : placeOf(cursor);
  const after =
    place === undefined ? sql`` : sql`and (${order}, ${sql.ref(id)}) > (${orderOf(place.at)}, ${place.id}::uuid)`;
  const row = await readRow(
    db,
    asker,
    sql<{ pot: Named; totalPence: number; lines: readonly (FigureLine & { readonly at: string })[] }>`
      select json_build_object('id', pot.id, 'name', pot.name) as pot,
        (select coalesce(sum(${sql.ref(pence)}), 0)::bigint from ${from}) as "totalPence",
        coalesce((
          select json_agg(json_build_object('id', line.id, 'grantId', line.grant_id, 'party', ${nameOf('party', 'line.party_id')}, 'on', line.on_day,
            'at', to_char(line.place at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'pence', line.pence,
            'reference', (select a.reference from application a where a.tenant_id = line.tenant_id and a.id = line.grant_id)) order by line.place, line.id)
          from (
            select pot.tenant_id, ${sql.ref(id)} as id, ${sql.ref(grant)} as grant_id, ${sql.ref(party)} as party_id, ${on} as on_day,
              ${instant} as place, ${sql.ref(pence)} as pence
            from ${from} ${after} order by ${order}, ${sql.ref(id)} limit ${oneMoreThan(limit)}) line
        ), '[]'::json) as lines
      from pot where pot.tenant_id = ${asker.tenantId}::uuid and pot.id = ${potId}::uuid and ${potWithin('pot.id', potsReached(asker, readingRoles))}
    `.compile(db),
  );
  if (row === undefined) return undefined;
  return {
    pot: row.pot,
    totalPence: row.totalPence,
    lines: pageByPlace(row.lines, limit, ({ at, id: last }) => ({ at, id: last })),
  };
}
