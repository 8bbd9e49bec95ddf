import { sql, type RawBuilder } from 'kysely';
import { budget, cash } from '../../../src/domain/money/accounts';
import type { ApplicationContent } from '../../../src/domain/application/application';
import type { CalendarDate, Instant } from '../../../src/domain/calendar/calendar';
import type { RecordedCheck } from '../../../src/domain/application/checklist';
import type { DecisionOutcome } from '../../../src/domain/decision/decision';
import type { MeetingState } from '../../../src/domain/lives/clockless-lives';
import type { GrantStage } from '../../../src/domain/lives/grant-life';
import { readingRoles, staffRoles } from '../../../src/domain/lives/roles';
import { criteriaOf, type Criterion, type Policy } from '../../../src/domain/policy/policy';
import { criteriaWhenSent } from './criteria';
import type { Ruling } from '../../../src/domain/decision/quorum';
import type { Database } from '../../client';
import { readRow } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import { iso, isoOrNull } from '../instants';
import { balanceThen, cameBackThen, onTheTable, policyThen, readerOf, reportThen, recordedThen } from './meeting-items';
import { nameOf, nameOfAny, type Named } from '../named';
import { potMoney, type PotMoney } from '../pots/pots';
import { isWithheld, type Reader } from '../grants/withheld';

/** An award that counts against a group's cap, from whatever pot. */
interface CappingAward {
  readonly decidedOn: CalendarDate;
  readonly amountPence: number;
  readonly cameBackPence: number;
}

/** What a group asked for before, in the pots within reach. */
export interface EarlierApplication {
  readonly id: string;
  readonly reference: string | null;
  readonly potName: string;
  readonly stage: GrantStage;
  readonly submittedAt: string;
  readonly askedPence: number | null;
  readonly awardedPence: number | null;
  readonly reportState: string | null;
}

/** What this meeting decided of an application. */
export interface DecisionOfItem {
  readonly outcome: DecisionOutcome;
  readonly amountPence: number | null;
  readonly decidedAt: string;
  readonly recordedBy: Named;
  readonly counted: readonly string[];
  readonly reasons: string | null;
  readonly conditions: readonly { readonly wording: string; readonly dueWithin: string | null }[];
}

/** One application on a meeting's table: what it asks, and all that the panel wants to know of it. */
export interface PackItem {
  readonly id: string;
  readonly reference: string | null;
  readonly stage: GrantStage;
  readonly version: number;
  readonly isAppeal: boolean;
  readonly onHold: boolean;
  readonly party: Named;
  /** What it is judged by: the criteria of its pot when it was sent. */
  readonly criteria: readonly Criterion[];
  /**
   * Kept from whoever reads, who is connected to its group: there is nothing of the application, its checks, history and scores; nor, until
   * the meeting is over and its minute theirs, of why it was decided so.
   */
  readonly isWithheld: boolean;
  /** The moment that all of this tells of: its decision, or now. */
  readonly toldAt: Instant;
  readonly askedPence: number | null;
  readonly submittedAt: string;
  readonly helper: Named | null;
  readonly content: Partial<ApplicationContent> | null;
  readonly questions: readonly { readonly question: string; readonly answer: string | null }[];
  /** In the order in which they were recorded. */
  readonly checks: readonly RecordedCheck[];
  readonly cappingAwards: readonly CappingAward[];
  readonly earlier: readonly EarlierApplication[];
  /** Undefined while this meeting has not decided it. */
  readonly decision: DecisionOfItem | null;
  readonly scores: readonly {
    readonly person: Named;
    readonly criterion: string;
    readonly score: number;
  }[];
}

/** That a meeting was moved, or called off: when, by whom, and why. */
export interface MeetingChange {
  readonly what: 'meeting_moved' | 'meeting_called_off';
  readonly at: Instant;
  readonly by: string | null;
  readonly reason: string | null;
  /** When it was to be before it was moved. */
  readonly wasAt: Instant | null;
}

type PackMoney = Pick<PotMoney, 'canStillBeAwardedPence' | 'inTheBankPence'> & Partial<PotMoney>;
type ItemRow = Omit<PackItem, 'isWithheld' | 'criteria'> & {
  readonly hostId: string | null;
  readonly criteria: readonly Criterion[] | null;
};
type PackRow = Omit<MeetingPack, 'items'> & { readonly items: readonly ItemRow[]; readonly reader: Reader | null };

/** A meeting with everything on its table, in reading order. */
export interface MeetingPack {
  readonly id: string;
  readonly state: MeetingState;
  readonly version: number;
  readonly pot: Named;
  readonly online: boolean;
  readonly place: string | null;
  readonly startsAt: Instant;
  readonly nextMeetingOn: CalendarDate | null;
  readonly chair: Named | null;
  /** The last time that it was moved, or that it was called off; null where nobody did. */
  readonly change: MeetingChange | null;
  /** The pot's next meeting that is planned and is not this one. */
  readonly next: { readonly id: string; readonly startsAt: Instant } | null;
  readonly policy: Policy;
  /** What the organisation has switched on now. */
  readonly switchedOn: readonly string[];
  /** As the panel had it, of a meeting that is over; what then waited for cash is not on record. */
  readonly money: PackMoney | null;
  /** Who sits on the panel of the pot now. */
  readonly panel: readonly Named[];
  readonly attendance: readonly Named[];
  readonly interests: readonly {
    readonly person: Named;
    readonly grantId: string;
    readonly level: 'connected' | 'knows';
    /** What the chair ruled of who knows the group; null until then. */
    readonly ruling: Ruling | null;
  }[];
  /** The first `itemsAtMost` of them; of those that nobody reads now, there is nothing to read. */
  readonly items: readonly PackItem[];
  readonly now: Instant;
}

/** How many earlier applications of its group are read with an item: the last ones. */
export const earlierAtMost = 8;

/** Which items are read whole, with content, checks, history and scores: all, one, those of a page by their places from 1, or none. */
export type ReadWhole = 'all' | 'none' | { readonly itemId: string } | { readonly from: number; readonly to: number };

function isReadWhole(whole: ReadWhole): RawBuilder<boolean> {
  if (whole === 'all') return sql`true`;
  if (whole === 'none') return sql`false`;
  return 'itemId' in whole
    ? sql`i.id = ${whole.itemId}::uuid`
    : sql`i.place between ${whole.from}::int and ${whole.to}::int`;
}

const decision = sql<DecisionOfItem | null>`(
  select json_build_object('outcome', d.outcome, 'amountPence', d.amount_pence, 'decidedAt', ${iso('d.decided_at')},
    'recordedBy', ${nameOf('person', 'd.recorded_by')}, 'counted', d.counted,
    'reasons', (select t.text from event e join event_text t on t.tenant_id = e.tenant_id and t.event_id = e.id
      where e.tenant_id = d.tenant_id and e.grant_id = d.application_id and e.command_id = d.command_id limit 1),
    'conditions', (select coalesce(json_agg(json_build_object('wording', c.wording, 'dueWithin', c.due_within) order by c.number), '[]'::json)
      from condition c where c.tenant_id = d.tenant_id and c.grant_id = d.application_id))
  from decision d where d.tenant_id = a.tenant_id and d.id = a.decision_id)`;

const change = sql<MeetingChange | null>`(
  select json_build_object('what', e.type, 'at', ${iso('e.at')}, 'by', (select p.name from person p where p.tenant_id = e.tenant_id and p.id = e.actor_id),
    'reason', t.text, 'wasAt', e.before ->> 'startsAt')
  from event e left join event_text t on t.tenant_id = e.tenant_id and t.event_id = e.id
  where e.tenant_id = m.tenant_id and e.subject_id = m.id and e.type in ('meeting_moved', 'meeting_called_off') order by e.sequence desc limit 1)`;

const next = sql<MeetingPack['next']>`(
  select json_build_object('id', o.id, 'startsAt', ${iso('o.starts_at')}) from meeting o
  where o.tenant_id = m.tenant_id and o.pot_id = m.pot_id and o.state = 'planned' and o.id <> m.id and o.starts_at > app.now()
  order by o.starts_at limit 1)`;

/** In SQL: how an earlier application `b` stood at the moment that the item tells of. */
const stageThen = sql`case when a.decision_id is null then b.stage else coalesce((
  select e.after->>'state' from event e where e.tenant_id = b.tenant_id and e.subject_id = b.id and e.at <= a.told_at and e.after ? 'state'
  order by e.sequence desc limit 1), b.stage) end`;

const earlier = (reached: RawBuilder<boolean>) => sql`(
  select coalesce(json_agg(o), '[]'::json) from (
    select b.id, b.reference, pot.name as "potName", ${stageThen} as stage, ${iso('b.submitted_at')} as "submittedAt", b.asked_pence as "askedPence",
      w.awarded_pence as "awardedPence", ${reportThen} as "reportState"
    from application b join pot on pot.tenant_id = b.tenant_id and pot.id = b.pot_id
    left join award w on w.tenant_id = b.tenant_id and w.id = b.id and w.offered_at <= a.told_at
    left join report r on r.tenant_id = b.tenant_id and r.grant_id = b.id
    where b.tenant_id = a.tenant_id and b.party_id = a.party_id and b.id <> a.id and b.submitted_at <= a.told_at and ${reached}
    order by b.created_at desc, b.id desc limit ${sql.lit(earlierAtMost)}
  ) o)`;

/**
 * A meeting's pack in one statement. Scores of others are for staff; a panel member sees their own. Undefined for a meeting that is
 * not there, or that the asker may not see.
 */
export async function findMeetingPack(
  db: Database,
  asker: Asker,
  id: string,
  whole: ReadWhole = 'all',
): Promise<MeetingPack | undefined> {
  const ifWhole = (part: RawBuilder<unknown>) => sql`case when a.is_whole then ${part} end`;
  const listIfWhole = (part: RawBuilder<unknown>) => sql`case when a.is_whole then ${part} else '[]'::json end`;
  const scoresSeen = sql`(s.person_id = ${asker.personId}::uuid or ${potWithin('a.pot_id', potsReached(asker, staffRoles))})`;
  const found = await readRow(
    db,
    asker,
    sql<PackRow>`
      with ${onTheTable(asker, id)}
      select m.id, m.state, m.version, json_build_object('id', pot.id, 'name', pot.name) as pot, m.online, m.place, m.starts_at as "startsAt",
        m.next_meeting_on as "nextMeetingOn", ${nameOfAny('person', 'm.chair_id')} as chair, ${change} as change, ${next} as next, policy.body as policy, (select g.switched_on from organisation g where g.tenant_id = m.tenant_id) as "switchedOn", case when m.told_at is null then ${potMoney(asker)} else json_build_object(
          'canStillBeAwardedPence', ${balanceThen(budget.available('').code)}, 'inTheBankPence', ${balanceThen(cash.bank('').code)}) end as money,
        (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name) order by lower(p.name), p.id), '[]'::json) from person p
          where p.tenant_id = m.tenant_id and p.left_at is null and exists (select from role r where r.tenant_id = p.tenant_id
            and r.person_id = p.id and r.name = 'panel_member' and r.ended_at is null and (r.pot_id is null or r.pot_id = m.pot_id))) as panel,
        (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name) order by lower(p.name), p.id), '[]'::json)
          from attendance t join person p on p.tenant_id = t.tenant_id and p.id = t.person_id
          where t.tenant_id = m.tenant_id and t.meeting_id = m.id) as attendance,
        (select coalesce(json_agg(json_build_object('person', json_build_object('id', p.id, 'name', p.name), 'grantId', i.application_id,
            'level', i.level, 'ruling', case when i.level = 'knows' then i.ruling end) order by lower(p.name), p.id), '[]'::json)
          from interest i join person p on p.tenant_id = i.tenant_id and p.id = i.person_id
          where i.tenant_id = m.tenant_id and i.meeting_id = m.id) as interests,
        (select coalesce(json_agg(json_build_object('id', a.id, 'reference', a.reference, 'stage', a.stage, 'version', a.version,
            'isAppeal', a.appealed, 'onHold', a.held_since is not null and a.decision_id is null, 'hostId', a.host_id, 'criteria', ${criteriaWhenSent}, 'toldAt', ${iso('a.told_at')}, 'party', ${nameOf('party', 'a.party_id')},
            'askedPence', a.asked_pence, 'submittedAt', ${isoOrNull('a.submitted_at')}, 'helper', ${nameOfAny('person', 'a.helped_by')},
            'content', ${ifWhole(sql`(select c.content from application_content c where c.tenant_id = a.tenant_id and c.application_id = a.id)`)},
            'questions', ${listIfWhole(sql`(select coalesce(json_agg(json_build_object('question', q.question,
                'answer', case when q.answered_at <= a.told_at then q.answer end) order by q.asked_at), '[]'::json)
              from question q where q.tenant_id = a.tenant_id and q.application_id = a.id and q.asked_at <= a.told_at)`)},
            'checks', ${listIfWhole(sql`(select coalesce(json_agg(json_build_object('kind', k.kind, 'passed', k.passed, 'passedOn', k.checked_on,
                'expiresOn', k.expires_on) order by k.id), '[]'::json)
              from party_check k where k.tenant_id = a.tenant_id and k.party_id = a.party_id and ${recordedThen})`)},
            'cappingAwards', ${listIfWhole(sql`(select coalesce(json_agg(json_build_object('decidedOn', w.decided_on, 'amountPence', w.awarded_pence,
                'cameBackPence', ${cameBackThen})), '[]'::json)
              from award w where w.tenant_id = a.tenant_id and w.party_id = a.party_id and w.id <> a.id and w.offered_at <= a.told_at)`)},
            'earlier', ${listIfWhole(earlier(potWithin('b.pot_id', potsReached(asker, readingRoles))))}, 'decision', ${decision},
            'scores', ${listIfWhole(sql`(select coalesce(json_agg(json_build_object('person', ${nameOf('person', 's.person_id')}, 'criterion', s.criterion,
                'score', s.score) order by s.criterion, s.person_id), '[]'::json)
              from score s where s.tenant_id = a.tenant_id and s.application_id = a.id and ${scoresSeen})`)}
          ) order by a.submitted_at, a.id), '[]'::json) from (select i.*, ${isReadWhole(whole)} as is_whole
            from (select item.*, row_number() over (order by item.submitted_at, item.id) as place from item) i) a) as items,
        ${readerOf(asker)} as reader, app.now() as now
      from m join pot on pot.tenant_id = m.tenant_id and pot.id = m.pot_id
      join policy on policy.tenant_id = pot.tenant_id and policy.pot_id = pot.id and ${policyThen}
    `.compile(db),
  );
  if (found === undefined) return undefined;
  const { reader, ...pack } = found;
  return {
    ...pack,
    items: pack.items.map(({ hostId, criteria, ...read }) => {
      const item = { ...read, criteria: criteriaOf({ criteria: criteria ?? undefined }) };
      if (!isWithheld(reader, asker.personId, { id: item.id, partyId: item.party.id, hostId }))
        return { ...item, isWithheld: false };
      const decided = pack.state === 'held' || item.decision === null ? item.decision : withoutReasons(item.decision);
      return { ...item, isWithheld: true, helper: null, content: null, decision: decided, ...nothingToRead };
    }),
  };
}

const withoutReasons = (decided: DecisionOfItem): DecisionOfItem => ({ ...decided, reasons: null, conditions: [] });

const nothingToRead = { questions: [], checks: [], cappingAwards: [], earlier: [], scores: [] };
