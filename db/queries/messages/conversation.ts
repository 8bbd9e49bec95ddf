import { sql, type RawBuilder } from 'kysely';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRows } from '../../read';
import { partiesOf, partyWithin, potsReached, potWithin, type Asker } from '../asker';
import { openToStaff } from '../grants/grants';
import type { Named } from '../named';
import { numberOf, oneMoreThan, type Page, pageByNumber, type PageWanted } from '../paging';

/** One message of a grant's thread. */
export interface MessageListed {
  readonly id: string;
  readonly from: 'group' | 'staff';
  readonly sentBy: Named;
  readonly sentAt: string;
  /** When somebody of the other side first read it. */
  readonly readAt: string | null;
  /** Null where it was erased. */
  readonly text: string | null;
}

/** One internal note about a grant. */
export interface NoteListed {
  readonly id: string;
  readonly managersOnly: boolean;
  readonly writtenBy: Named;
  readonly writtenAt: string;
  /** Null where it was erased. */
  readonly text: string | null;
}

/** A line with its place in the order. */
type Numbered<Line> = Line & { readonly sequence: number };

/** A row of a page, or the one of a grant about which nothing is written on it. */
type Written<Line> = Numbered<Line> | { readonly id: null };

/** A page of what is written about a grant, in the order in which it was written. `lines` gives the columns of a line of `from`, called `m`. */
async function readWritten<Line extends { readonly id: string }>(
  db: Database,
  asker: Asker,
  grantId: string,
  wanted: PageWanted,
  {
    from,
    lines,
    seen,
  }: { readonly from: RawBuilder<unknown>; readonly lines: RawBuilder<unknown>; readonly seen: RawBuilder<boolean> },
): Promise<Page<Omit<Numbered<Line>, 'sequence'>> | undefined> {
  const place = wanted.cursor === undefined ? undefined : numberOf(wanted.cursor);
  const [than, direction] = wanted.sort === 'newest' ? [sql.raw('<'), sql.raw('desc')] : [sql.raw('>'), sql.raw('asc')];
  const rows = await readRows(
    db,
    asker,
    sql<Written<Line>>`
      select m.sequence, m.id, ${lines}
      from application a left join lateral (
        select m.* from ${from} where m.tenant_id = a.tenant_id and m.grant_id = a.id
          ${place === undefined ? sql`` : sql`and m.sequence ${than} ${place}`}
        order by m.sequence ${direction} limit ${oneMoreThan(wanted.limit)}
      ) m on true
      where a.tenant_id = ${asker.tenantId}::uuid and a.id = ${grantId}::uuid and ${seen}
      order by m.sequence ${direction}
    `.compile(db),
  );
  if (rows.length === 0) return undefined;
  const written = rows.filter((row): row is Numbered<Line> => row.id !== null);
  const { items, next } = pageByNumber(written, wanted.limit, ({ sequence }) => sequence);
  return { items: items.map(({ sequence: _, ...line }) => line), next };
}

const by = (column: string) =>
  sql`(select json_build_object('id', p.id, 'name', p.name) from person p where p.tenant_id = m.tenant_id and p.id = ${sql.ref(column)})`;

/** Nobody of the staff is told even that there is a draft that its group shows to nobody. */
const ofStaff = (asker: Asker) =>
  sql<boolean>`(${openToStaff} and ${potWithin('a.pot_id', potsReached(asker, staffRoles))})`;

/** The messages between a group and those who look after its grant; undefined for who is neither. */
export function readMessages(
  db: Database,
  asker: Asker,
  grantId: string,
  wanted: PageWanted,
): Promise<Page<MessageListed> | undefined> {
  return readWritten<MessageListed>(db, asker, grantId, wanted, {
    from: sql`message m`,
    lines: sql`m.from_side as "from", ${by('m.sent_by')} as "sentBy", m.sent_at as "sentAt", m.read_at as "readAt",
      (select t.text from message_text t where t.tenant_id = m.tenant_id and t.message_id = m.id) as text`,
    seen: sql<boolean>`(${ofStaff(asker)} or ${partyWithin('a.party_id', partiesOf(asker, ['applicant', 'budget_holder']))})`,
  });
}

/** What staff noted about a grant, without what only managers see and somebody else wrote; undefined for who is no staff. */
export function readNotes(
  db: Database,
  asker: Asker,
  grantId: string,
  wanted: PageWanted,
): Promise<Page<NoteListed> | undefined> {
  const manages = potWithin('a.pot_id', potsReached(asker, ['fund_manager']));
  return readWritten<NoteListed>(db, asker, grantId, wanted, {
    from: sql`(select * from note n where not n.managers_only or n.written_by = ${asker.personId}::uuid or ${manages}) m`,
    lines: sql`m.managers_only as "managersOnly", ${by('m.written_by')} as "writtenBy", m.written_at as "writtenAt",
      (select t.text from note_text t where t.tenant_id = m.tenant_id and t.note_id = m.id) as text`,
    seen: ofStaff(asker),
  });
}
