import { sql, type RawBuilder } from 'kysely';
import { budget, cash } from '../../../src/domain/money/accounts';
import type { CalendarDate, Instant } from '../../../src/domain/calendar/calendar';
import type { ConnectionFacts } from '../../../src/domain/decision/connections';
import type { ItemToDecide } from '../../../src/domain/decision/decision';
import type { DutyDone } from '../../../src/domain/people/segregation';
import { closenessTo } from '../../../src/domain/people/reading';
import type { Database } from '../../client';
import { compiledOnce } from '../../compiled-once';
import { readRow } from '../../read';
import { isOfStaff, type Asker } from '../asker';
import { isInside } from './grant';
import { openToStaff } from './grants';
import { iso } from '../instants';
import { actingFor, connections, duties, lastToRule } from './standing-facts';

/** What decides whether somebody may do the next thing to a grant, and what an award would take from its pot. Sums in pence. */
export interface GrantAround {
  readonly done: readonly DutyDone[];
  /** Standing connections of whoever asks and of that panel, and of anybody with the group or with who receives its money. */
  readonly facts: ConnectionFacts;
  /** Who acts for the group, by id: connected to it, whether or not anybody wrote that down. */
  readonly acting: readonly string[];
  readonly declared: ItemToDecide['declared'];
  /** Whose it is, and whether it was refused once and appealed against. */
  readonly of: { readonly partyId: string; readonly hostId: string | null; readonly appealed: boolean };
  /** An appeal that is to be decided, with who sits on the pot's panel, by id; null at any other time. */
  readonly appeal: { readonly askedAt: Instant; readonly quorum: number; readonly panel: readonly string[] } | null;
  readonly pot: {
    readonly canStillBeAwardedPence: number;
    readonly inTheBankPence: number;
    readonly reservedPence: number;
    readonly inTransitPence: number;
    /** Awarded by this pot and not settled yet, promised or not; null once the application is decided, since nobody asks then. */
    readonly owedPence: number | null;
    readonly expected: readonly { readonly amountPence: number; readonly on: CalendarDate }[];
  };
  /** The group's other awards, over all pots: what its cap counts. */
  readonly awards: readonly {
    readonly decidedOn: CalendarDate;
    readonly awardedPence: number;
    readonly cameBackPence: number;
  }[];
  /** Reports of the group's other grants that are overdue. */
  readonly overdue: readonly {
    readonly id: string;
    readonly reference: string | null;
    readonly dueAt: Instant | null;
  }[];
}

const balance = (code: string): RawBuilder<number> =>
  sql`coalesce((select k.balance from account k where k.tenant_id = a.tenant_id and k.code = ${sql.lit(code)} || a.pot_id::text), 0)`;
/** Adds up a pot's grants that hold anything, from their index, so only where it is wanted. */
const owed = sql`case when a.stage in ('submitted', 'checking', 'assessing') then (
  select coalesce(sum(k.balance), 0) from account k where k.tenant_id = a.tenant_id and k.pot_id = a.pot_id
    and k.grant_id is not null and k.balance > 0 and k.kind in ('committed', 'promised')) end`;

/** In SQL: who sits on the panel of the pot, while it is to decide an appeal. */
const appealPanel = sql`case when a.appealed and a.stage = 'assessing' then array(
  select distinct r.person_id from role r join person p on p.tenant_id = r.tenant_id and p.id = r.person_id
  where r.tenant_id = a.tenant_id and r.name = 'panel_member' and r.ended_at is null and p.left_at is null
    and (r.pot_id is null or r.pot_id = a.pot_id)) else '{}'::uuid[] end`;

const statement = compiledOnce(['tenantId', 'id', 'personId'], (db, { tenantId, id, personId }) =>
  sql<GrantAround & { potId: string; partyId: string }>`
    select a.pot_id as "potId", a.party_id as "partyId",
      ${duties(tenantId, sql`array[a.id]`)} as done,
      ${connections(tenantId, { persons: sql`array[${personId}]::uuid[] || ${appealPanel}`, parties: sql`array[a.party_id, a.host_id]` })} as facts,
      ${actingFor(tenantId, sql`a.party_id`)} as acting,
      (select coalesce(json_agg(json_build_object('personId', n.person_id, 'level', n.level,
          'ruling', case when n.meeting_id = ${lastToRule} then n.ruling end)), '[]'::json)
        from interest n where n.tenant_id = a.tenant_id and n.application_id = a.id) as declared,
      json_build_object('partyId', a.party_id, 'hostId', a.host_id, 'appealed', a.appealed) as of,
      case when a.appealed and a.stage = 'assessing' then json_build_object(
        'askedAt', (select ${iso('e.at')} from event e where e.tenant_id = a.tenant_id and e.grant_id = a.id and e.type = 'refusal_appealed'
          order by e.sequence desc limit 1),
        'quorum', (select (y.body #>> '{decision,quorum}')::int from policy y join pot on pot.tenant_id = y.tenant_id and pot.id = y.pot_id
          where y.tenant_id = a.tenant_id and y.pot_id = a.pot_id and y.version = pot.policy_version),
        'panel', to_json(${appealPanel})) end as appeal,
      json_build_object(
        'canStillBeAwardedPence', ${balance(budget.available('').code)},
        'inTheBankPence', ${balance(cash.bank('').code)},
        'reservedPence', ${balance(cash.reserved('').code)},
        'inTransitPence', ${balance(cash.inTransit('').code)},
        'owedPence', ${owed},
        'expected', (select coalesce(json_agg(json_build_object('amountPence', i.amount_pence, 'on', i.expected_on) order by i.expected_on), '[]'::json)
          from (select * from instalment i where i.tenant_id = a.tenant_id and i.pot_id = a.pot_id and i.received_on is null
            order by i.expected_on limit 20) i)
      ) as pot,
      (select coalesce(json_agg(json_build_object('decidedOn', w.decided_on, 'awardedPence', w.awarded_pence, 'cameBackPence', w.came_back_pence)), '[]'::json)
        from award w where w.tenant_id = a.tenant_id and w.party_id = a.party_id and w.id <> a.id) as awards,
      (select coalesce(json_agg(json_build_object('id', o.id, 'reference', o.reference, 'dueAt', ${iso('r.due_at')}) order by r.due_at), '[]'::json)
        from award w join report r on r.tenant_id = w.tenant_id and r.grant_id = w.id
          join application o on o.tenant_id = w.tenant_id and o.id = w.id
        where w.tenant_id = a.tenant_id and w.party_id = a.party_id and w.id <> a.id and r.state = 'overdue') as overdue
    from application a where a.tenant_id = ${tenantId} and a.id = ${id} and ${openToStaff}
  `.compile(db),
);

/** What is around a grant; undefined for one that is not there, for a draft that is shown to nobody, or for who is not of the organisation that runs its pot. */
export async function readGrantAround(db: Database, asker: Asker, id: string): Promise<GrantAround | undefined> {
  if (!isOfStaff(asker)) return undefined;
  const { tenantId, personId } = asker;
  const row = await readRow(db, asker, statement(db, { tenantId, id, personId }));
  if (row === undefined) return undefined;
  const closeness = closenessTo(asker, row);
  return closeness !== undefined && isInside(closeness) ? row : undefined;
}
