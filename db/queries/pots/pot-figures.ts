import { sql, type RawBuilder } from 'kysely';
import type { CalendarDate, Instant } from '../../../src/domain/calendar/calendar';
import { personUnits, type PotCounted } from '../../../src/domain/figures/figures';
import { readingRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRows } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import { heldByGrants, potMoney } from './pots';

/** A pot counted. Nobody is named, but areas and units are the words of groups: `figuresOf` tells them apart with care. */
export interface PotFigures extends PotCounted {
  readonly id: string;
  readonly name: string;
  readonly fundId: string;
  /** The day on which it was counted. */
  readonly today: CalendarDate;
  readonly countedAt: Instant;
}

/** More units than this are not listed: they are words of groups. */
const unitsAtMost = 40;

const london = (column: string): RawBuilder<unknown> => sql`(${sql.ref(column)} at time zone 'Europe/London')::date`;
const lines = (of: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(select coalesce(json_agg(x), '[]'::json) from (${of}) x)`;

/** In SQL: the figures of a joined row of `pot`, each part from the rows of that pot. */
const counted = {
  stages: lines(sql`select a.stage, count(*)::int as count, coalesce(sum(a.asked_pence), 0)::bigint as "askedPence"
    from application a where a.tenant_id = pot.tenant_id and a.pot_id = pot.id and a.submitted_at is not null group by a.stage`),
  areas:
    lines(sql`select min(h.area) as area, count(*)::int as applications, coalesce(sum(a.asked_pence), 0)::bigint as "askedPence",
      count(*) filter (where w.awarded_pence > w.came_back_pence)::int as grants, coalesce(sum(w.awarded_pence - w.came_back_pence), 0)::bigint as "awardedPence",
      sum(h.people)::bigint as "peopleAsked", coalesce(sum(h.people) filter (where w.awarded_pence > w.came_back_pence), 0)::bigint as "peopleAwarded"
    from application_reach h
      join application a on a.tenant_id = pot.tenant_id and a.pot_id = pot.id and a.id = h.application_id
      left join award w on w.tenant_id = pot.tenant_id and w.pot_id = pot.id and w.id = a.id
    where h.tenant_id = pot.tenant_id and h.pot_id = pot.id and a.submitted_at is not null group by lower(h.area)`),
  untilDecided:
    lines(sql`select ${london('d.decided_at')} - ${london('a.submitted_at')} as days, count(*)::int as count, count(d.promised_by)::int as promised,
      count(*) filter (where d.decided_at > d.promised_by)::int as missed
    from application a
      join lateral (select d.decided_at, d.promised_by from decision d where d.tenant_id = a.tenant_id and d.application_id = a.id order by d.decided_at limit 1) d on true
    where a.tenant_id = pot.tenant_id and a.pot_id = pot.id and a.submitted_at is not null and d.decided_at >= app.now() - interval '1 year' group by 1`),
  untilPaid:
    lines(sql`select greatest(y.on_day - w.decided_on, 0) as days, count(*)::int as count, count(*)::int as promised,
      count(*) filter (where y.on_day > y.due_on)::int as missed
    from award w
      join lateral (select s.on_day, ${london('p.due_at')} as due_on from payment p
        join settlement s on s.tenant_id = p.tenant_id and s.payment_id = p.id and s.outcome = 'settled'
        where p.tenant_id = w.tenant_id and p.grant_id = w.id and p.cause = 'grant' order by s.on_day limit 1) y on true
    where w.tenant_id = pot.tenant_id and w.pot_id = pot.id and y.on_day >= ${london('present.at')} - 365 group by 1`),
  // Each report by itself: joined, all reports of the organisation would be read.
  reports: sql`(select json_build_object('begun', count(w.accepted_at), 'told', count(r.submitted_at), 'spentPence', coalesce(sum(r.spent_pence), 0)::bigint)
    from award w left join lateral (select * from report where report.tenant_id = w.tenant_id and report.grant_id = w.id limit 1) r on true where w.tenant_id = pot.tenant_id and w.pot_id = pot.id)`,
  outputs:
    lines(sql`select o.unit, count(distinct o.grant_id)::int as reports, sum(o.target)::bigint as target, sum(o.achieved)::bigint as achieved
    from reported_output o where o.tenant_id = pot.tenant_id and o.pot_id = pot.id and o.unit <> '' group by o.unit order by 2 desc, 1 limit ${sql.lit(unitsAtMost)}`),
  people:
    lines(sql`select min(h.area) as area, o.unit, sum(o.target)::bigint as target, sum(o.achieved)::bigint as achieved
    from reported_output o
      join application_reach h on h.tenant_id = o.tenant_id and h.pot_id = o.pot_id and h.application_id = o.grant_id
    where o.tenant_id = pot.tenant_id and o.pot_id = pot.id and o.unit = any(${[...personUnits]}::text[]) group by lower(h.area), o.unit`),
  cash: sql`json_build_object(
    'toCome', ${lines(sql`select i.expected_on as "on", sum(i.amount_pence)::bigint as pence from instalment i
      where i.tenant_id = pot.tenant_id and i.pot_id = pot.id and i.received_on is null group by 1`)},
    'toPay', ${lines(sql`select ${london('p.due_at')} as "on", sum(p.amount_pence)::bigint as pence from payment p
      where p.tenant_id = pot.tenant_id and p.pot_id = pot.id and p.state in ('scheduled', 'waiting_for_cash', 'ready', 'in_run', 'authorised', 'returned') group by 1`)},
    'withoutDayPence', greatest(0, (select coalesce(sum(k.balance), 0) from account k where k.tenant_id = pot.tenant_id and k.pot_id = pot.id
        and k.kind in ('committed', 'promised') and k.grant_id is not null and k.balance > 0)
      - (select coalesce(sum(p.amount_pence), 0) from payment p where p.tenant_id = pot.tenant_id and p.pot_id = pot.id and p.cause <> 'refund_to_funder'
        and p.state in ('scheduled', 'waiting_for_cash', 'ready', 'in_run', 'authorised', 'sent', 'returned', 'unknown')))::bigint)`,
} satisfies Record<Exclude<keyof PotCounted, 'money' | 'held'>, RawBuilder<unknown>>;

/** How large a pot is whose count is kept for a while, and for how long. */
export interface Keeping {
  readonly fromApplications: number;
  readonly forMs: number;
}

/** A thousand applications are counted in some 20 ms. */
const usual: Keeping = { fromApplications: 1_000, forMs: 60_000 };
/** So many pots' counts are kept; the one kept longest goes first. */
const keptAtMost = 200;

interface Kept {
  readonly atMs: number;
  readonly pot: PotFigures;
}

const keptOf = new WeakMap<Database, Map<string, Kept>>();

/**
 * Pots counted, by name: those of these ids whose money the asker may see, which is asked each time. The count of a large pot is kept for a
 * short while; everything in it is of one moment, so that its sums agree.
 */
export async function readPotFigures(
  db: Database,
  asker: Asker,
  potIds: readonly string[],
  keeping: Keeping = usual,
): Promise<readonly PotFigures[]> {
  const kept = keptOf.get(db) ?? new Map<string, Kept>();
  keptOf.set(db, kept);
  const atMs = performance.now();
  const known = potIds.flatMap((id) => {
    const one = kept.get(id);
    return one !== undefined && atMs - one.atMs < keeping.forMs ? [one.pot] : [];
  });
  if (known.length === potIds.length) {
    const reached = await reachedOf(db, asker, potIds);
    return reached.flatMap(({ id }) => known.find((pot) => pot.id === id) ?? []);
  }
  const pots = await countPots(db, asker, potIds);
  for (const pot of pots) {
    kept.delete(pot.id);
    const sent = pot.stages.reduce((sum, { count }) => sum + count, 0);
    if (sent >= keeping.fromApplications) kept.set(pot.id, { atMs, pot });
  }
  for (const id of [...kept.keys()].slice(0, Math.max(0, kept.size - keptAtMost))) kept.delete(id);
  return pots;
}

const ofAsker = (asker: Asker, potIds: readonly string[]) =>
  sql`pot.tenant_id = ${asker.tenantId}::uuid and pot.id = any(${potIds}::uuid[]) and ${potWithin('pot.id', potsReached(asker, readingRoles))}`;

function reachedOf(db: Database, asker: Asker, potIds: readonly string[]): Promise<readonly { readonly id: string }[]> {
  return readRows(
    db,
    asker,
    sql<{
      id: string;
    }>`select pot.id from pot where ${ofAsker(asker, potIds)} order by lower(pot.name), pot.id`.compile(db),
  );
}

function countPots(db: Database, asker: Asker, potIds: readonly string[]): Promise<readonly PotFigures[]> {
  const parts = Object.entries(counted).map(([name, part]) => sql`${part} as ${sql.ref(name)}`);
  return readRows(
    db,
    asker,
    sql<PotFigures>`
      select pot.id, pot.name, pot.fund_id as "fundId", present.at as "countedAt", ${london('present.at')} as today, ${potMoney(asker)} as money, ${heldByGrants(asker)} as held, ${sql.join(parts)}
      from pot cross join (select app.now() as at) present
      where ${ofAsker(asker, potIds)}
      order by lower(pot.name), pot.id
    `.compile(db),
  );
}
