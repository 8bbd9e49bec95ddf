import { sql, type RawBuilder } from 'kysely';
import { partyRoles, readingRoles, staffRoles, type Role } from '../../../src/domain/lives/roles';
import { factsTold, namesToldTo } from '../../../src/domain/people/reading';
import type { Database } from '../../client';
import { compiledByShape } from '../../compiled-once';
import { readRows } from '../../read';
import { partiesOf, partyWithin, potsReached, potWithin, type Asker } from '../asker';
import { fundSeenBy } from '../money/funds';
import { grantsSeenBy } from './grants';
import type { Named } from '../named';
import { numberOf, oneMoreThan, type Page, pageByNumber, type PageWanted } from '../paging';
import { isPlaced } from '../purchases/placed';
import { readUnlessWithheld } from './withheld';

/** Whose timeline it is. */
export type TimelineSubject =
  'grant' | 'purchase' | 'payment_run' | 'round' | 'fund' | 'pot' | 'meeting' | 'party' | 'person';

/** One thing that happened: who did it, when and why. */
export interface TimelineEvent {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  /** Null for what the engine did by itself, and for who is told of no person. */
  readonly actor: Named | null;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  /** The words that were given with it; null for who is told of no person. */
  readonly text: string | null;
  readonly audience: 'everyone' | 'staff' | 'managers';
}

/** Where a kind of subject is, which of its events are on its timeline, and who may look. */
interface Timeline {
  readonly from: RawBuilder<unknown>;
  readonly pot: RawBuilder<unknown>;
  /** Whose people may see it besides; left out where it is nobody's. */
  readonly party?: RawBuilder<unknown>;
  readonly events: RawBuilder<boolean>;
  readonly seenBy: (asker: Asker) => RawBuilder<boolean>;
}

const ofSubject = (type: TimelineSubject): RawBuilder<boolean> =>
  sql<boolean>`e.subject_type = ${type} and e.subject_id = s.id`;
const hasRole =
  (names: readonly Role[]) =>
  (asker: Asker): RawBuilder<boolean> =>
    asker.roles.some((role) => names.includes(role.name)) ? sql<boolean>`true` : sql<boolean>`false`;
const panelToo: readonly Role[] = [...staffRoles, 'panel_member'];
const none = sql`null::uuid`;

const timelines: Readonly<Record<TimelineSubject, Timeline>> = {
  grant: {
    from: sql`application s`,
    pot: sql`s.pot_id`,
    party: sql`s.party_id`,
    events: sql<boolean>`e.grant_id = s.id`,
    seenBy: (asker) =>
      sql<boolean>`exists (select 1 from application a where a.tenant_id = s.tenant_id and a.id = s.id and ${grantsSeenBy(asker)})`,
  },
  purchase: {
    from: sql`purchase s`,
    pot: sql`s.pot_id`,
    events: ofSubject('purchase'),
    seenBy: (asker) => sql<boolean>`(${potWithin('s.pot_id', potsReached(asker, staffRoles))}
      or (${isPlaced('s')} and ${partyWithin('s.provider_id', partiesOf(asker, ['provider']))})
      or exists (select 1 from application a where a.tenant_id = s.tenant_id and a.id = s.grant_id
        and ${partyWithin('a.party_id', partiesOf(asker, ['budget_holder', 'applicant']))}))`,
  },
  payment_run: {
    from: sql`payment_run s`,
    pot: sql`s.pot_id`,
    events: ofSubject('payment_run'),
    seenBy: (asker) => potWithin('s.pot_id', potsReached(asker, staffRoles)),
  },
  round: {
    from: sql`round s`,
    pot: sql`s.pot_id`,
    events: ofSubject('round'),
    seenBy: (asker) => potWithin('s.pot_id', potsReached(asker, readingRoles)),
  },
  fund: {
    from: sql`fund s`,
    pot: none,
    events: ofSubject('fund'),
    seenBy: (asker) =>
      sql<boolean>`exists (select 1 from fund where fund.tenant_id = s.tenant_id and fund.id = s.id and ${fundSeenBy(asker)})`,
  },
  pot: {
    from: sql`pot s`,
    pot: sql`s.id`,
    events: ofSubject('pot'),
    seenBy: (asker) => potWithin('s.id', potsReached(asker, readingRoles)),
  },
  meeting: {
    from: sql`meeting s`,
    pot: sql`s.pot_id`,
    events: ofSubject('meeting'),
    seenBy: (asker) => potWithin('s.pot_id', potsReached(asker, panelToo)),
  },
  party: {
    from: sql`party s`,
    pot: none,
    events: ofSubject('party'),
    seenBy: (asker) =>
      asker.roles.some((role) => panelToo.includes(role.name))
        ? sql<boolean>`true`
        : partyWithin('s.id', partiesOf(asker, partyRoles)),
  },
  person: { from: sql`person s`, pot: none, events: ofSubject('person'), seenBy: hasRole(staffRoles) },
};

/** In SQL: the pots within reach; for what belongs to no pot, whether any is. */
function within(pot: RawBuilder<unknown>, asker: Asker, names: readonly Role[]): RawBuilder<boolean> {
  const reach = potsReached(asker, names);
  if (reach.all) return sql<boolean>`true`;
  return reach.potIds.length === 0
    ? sql<boolean>`false`
    : sql<boolean>`coalesce(${pot} = any(${reach.potIds}::uuid[]), true)`;
}

/** What a timeline's statement is given. */
interface Given {
  readonly tenantId: string;
  readonly id: string;
  /** After which number it goes on; undefined for the first page. */
  readonly place: unknown;
}

const statementOf = (
  db: Database,
  { tenantId, id, place }: Given,
  { type, sort, limit }: { readonly type: TimelineSubject } & Pick<PageWanted, 'sort' | 'limit'>,
  asker: Asker,
) => {
  const { from, pot, party = none, events, seenBy } = timelines[type];
  const [than, direction] = sort === 'newest' ? [sql.raw('<'), sql.raw('desc')] : [sql.raw('>'), sql.raw('asc')];
  return sql<TimelineRow>`
    select e.sequence, e.id, e.type, e.at, e.actor_id, actor.name as actor_name, e.subject_type as "subjectType", e.subject_id as "subjectId",
      e.before, e.after, t.text, e.audience, ${pot} as "potId", ${party} as "partyId"
    from ${from}
      left join lateral (
        select e.* from event e
        where e.tenant_id = s.tenant_id and ${events}
          and (e.audience = 'everyone' or (e.audience = 'staff' and ${within(pot, asker, staffRoles)})
            or (e.audience = 'managers' and ${within(pot, asker, ['fund_manager'])}))
          ${place === undefined ? sql`` : sql`and e.sequence ${than} ${place}`}
        order by e.sequence ${direction} limit ${oneMoreThan(limit)}
      ) e on true
      left join event_text t on t.tenant_id = e.tenant_id and t.event_id = e.id
      left join person actor on actor.tenant_id = e.tenant_id and actor.id = e.actor_id
    where s.tenant_id = ${tenantId}::uuid and s.id = ${id}::uuid and ${seenBy(asker)}
    order by e.sequence ${direction}
  `.compile(db);
};

interface Shape extends Readonly<Record<string, unknown>> {
  readonly type: TimelineSubject;
  readonly sort: PageWanted['sort'];
  readonly limit: number;
  readonly names: readonly Role[];
}

/** For whoever has roles in the whole organisation only: those have no values of their own in it. */
const statementForAll = compiledByShape(
  (db, { tenantId = '', id = '', place }: Partial<Record<keyof Given, string>>, { names, ...shape }: Shape) => {
    const roles = names.map((name) => ({ name, potId: null, partyId: null, ownLimitPence: null }));
    return statementOf(db, { tenantId, id, place }, shape, { tenantId, personId: '', roles });
  },
);

/**
 * What happened to one subject, with what was internal for staff and what only managers see for managers. Undefined for a subject that is
 * not there, or that the asker may not see.
 *
 * @throws ReadRefused APPLICATION_WITHHELD, of a grant's
 */
export async function readTimeline(
  db: Database,
  asker: Asker,
  { type, id }: { readonly type: TimelineSubject; readonly id: string },
  { cursor, sort, limit }: PageWanted,
): Promise<Page<TimelineEvent> | undefined> {
  const { tenantId, roles } = asker;
  const given = { tenantId, id, place: cursor === undefined ? undefined : numberOf(cursor) };
  const isForAll = roles.every(({ potId, partyId }) => potId === null && partyId === null);
  const names = [...new Set(roles.map(({ name }) => name))].toSorted();
  const statement = isForAll
    ? statementForAll(db, given, { type, sort, limit, names })
    : statementOf(db, given, { type, sort, limit }, asker);
  const rows =
    type === 'grant' ? await readUnlessWithheld(db, asker, id, statement) : await readRows(db, asker, statement);
  if (rows.length === 0) return undefined;
  // A subject to which nothing has happened yet is a row without an event.
  const told = rows.filter((row): row is HappenedRow => row.id !== null);
  const { items, next } = pageByNumber(told, limit, ({ sequence }) => sequence);
  const isTold = namesToldTo(asker);
  return { items: items.map((row) => toldOf(row, isTold(row))), next };
}

type HappenedRow = Omit<TimelineEvent, 'actor'> & {
  readonly sequence: number;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly potId: string | null;
  readonly partyId: string | null;
};
type TimelineRow = HappenedRow | { readonly id: null };

const toldOf = (row: HappenedRow, isToldOfPeople: boolean): TimelineEvent => ({
  id: row.id,
  type: row.type,
  at: row.at,
  actor:
    row.actor_id === null || row.actor_name === null || !isToldOfPeople
      ? null
      : { id: row.actor_id, name: row.actor_name },
  subjectType: row.subjectType,
  subjectId: row.subjectId,
  before: factsTold(row.before, isToldOfPeople),
  after: factsTold(row.after, isToldOfPeople),
  text: isToldOfPeople ? row.text : null,
  audience: row.audience,
});
