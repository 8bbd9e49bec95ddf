import { sql } from 'kysely';
import { budget, cash } from '../../../src/domain/money/accounts';
import type { ApplicationContent } from '../../../src/domain/application/application';
import type { CalendarDate, Instant, Period } from '../../../src/domain/calendar/calendar';
import type { RecordedCheck } from '../../../src/domain/application/checklist';
import type { DecisionOutcome } from '../../../src/domain/decision/decision';
import type { MeetingState } from '../../../src/domain/lives/clockless-lives';
import type { Pence } from '../../../src/domain/money/money';
import type { Criterion, Policy } from '../../../src/domain/policy/policy';
import { criteriaWhenSent } from './criteria';
import type { Ruling } from '../../../src/domain/decision/quorum';
import type { Database } from '../../client';
import { readRow } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import { iso } from '../instants';
import { balanceThen, cameBackThen, onTheTable, policyThen, readerOf, recordedThen, reportThen } from './meeting-items';
import { meetingReaders } from './meetings';
import { isWithheld, readWithholding, type Readable, type Reader } from '../grants/withheld';

interface MeetingRead {
  readonly pot: string;
  readonly state: MeetingState;
  readonly startsAt: Instant;
  readonly online: boolean;
  readonly place: string | null;
  readonly chair: string | null;
  readonly policy: Policy;
}

interface InterestRead {
  readonly name: string;
  readonly level: 'connected' | 'knows';
  readonly ruling: Ruling | null;
}

/** What the minute of a meeting is made of, as it is on record. */
export interface MinuteRead extends MeetingRead {
  readonly present: readonly string[];
  readonly nextMeetingOn: CalendarDate | null;
  readonly items: readonly {
    /** What it was judged by; null for the usual ones. */
    readonly criteria: readonly Criterion[] | null;
    readonly reference: string;
    readonly group: string;
    readonly askedPence: Pence;
    readonly outcome: DecisionOutcome;
    readonly amountPence: Pence | null;
    readonly reasons: string | null;
    readonly counted: readonly string[];
    readonly conditions: readonly {
      readonly number: number;
      readonly wording: string;
      readonly dueWithin: Period | null;
    }[];
    readonly interests: readonly InterestRead[];
  }[];
}

interface MinuteRow extends MinuteRead {
  readonly potId: string;
  readonly items: readonly (MinuteRead['items'][number] & Readable)[];
}

const ofMeeting = sql`m.state, pot.name as pot, m.starts_at as "startsAt", m.online, m.place, policy.body as policy, m.next_meeting_on as "nextMeetingOn",
  (select p.name from person p where p.tenant_id = m.tenant_id and p.id = m.chair_id) as chair`;

const fromMeeting = (asker: Asker, id: string) => sql`
  from meeting m
  join pot on pot.tenant_id = m.tenant_id and pot.id = m.pot_id
  join policy on policy.tenant_id = m.tenant_id and policy.pot_id = m.pot_id and policy.version = pot.policy_version
  where m.tenant_id = ${asker.tenantId}::uuid and m.id = ${id}::uuid and ${potWithin('m.pot_id', potsReached(asker, meetingReaders))}`;

const interests = sql`(select coalesce(json_agg(json_build_object('name', p.name, 'level', i.level, 'ruling', case when i.level = 'knows' then i.ruling end) order by p.name), '[]'::json)
  from interest i join person p on p.tenant_id = i.tenant_id and p.id = i.person_id
  where i.tenant_id = m.tenant_id and i.meeting_id = m.id and i.application_id = a.id)`;

/**
 * The minute of a meeting. Undefined for one that is not there for the asker, or was called off. It says what groups are told: what was decided, why and on
 * which conditions, and nothing of what was said in the room. So once the meeting is over it is the whole panel's, also of those who left
 * for an item; as a draft it keeps the reasons and conditions of that item from them.
 */
export async function findMinute(db: Database, asker: Asker, id: string): Promise<MinuteRead | undefined> {
  const { rows, isKept } = await readWithholding(
    db,
    asker,
    sql<MinuteRow>`
      select ${ofMeeting}, m.pot_id as "potId",
        (select coalesce(json_agg(p.name order by p.name), '[]'::json) from attendance t
          join person p on p.tenant_id = t.tenant_id and p.id = t.person_id
          where t.tenant_id = m.tenant_id and t.meeting_id = m.id) as present,
        (select coalesce(json_agg(json_build_object(
            'id', a.id, 'partyId', a.party_id, 'hostId', a.host_id, 'criteria', ${criteriaWhenSent}, 'reference', a.reference, 'group', g.name, 'askedPence', a.asked_pence, 'outcome', d.outcome, 'amountPence', d.amount_pence,
            'reasons', (select t.text from event e join event_text t on t.tenant_id = e.tenant_id and t.event_id = e.id
              where e.tenant_id = d.tenant_id and e.grant_id = d.application_id and e.command_id = d.command_id limit 1),
            'counted', (select coalesce(json_agg(p.name order by p.name), '[]'::json) from person p
              where p.tenant_id = d.tenant_id and p.id = any(d.counted)),
            'conditions', case when d.amount_pence is null then '[]'::json else (
              select coalesce(json_agg(json_build_object('number', k.number, 'wording', k.wording, 'dueWithin', k.due_within) order by k.number), '[]'::json)
              from condition k where k.tenant_id = d.tenant_id and k.grant_id = d.application_id) end,
            'interests', ${interests}) order by d.decided_at, d.id), '[]'::json)
          from decision d
          join application a on a.tenant_id = d.tenant_id and a.id = d.application_id
          join party g on g.tenant_id = a.tenant_id and g.id = a.party_id
          where d.tenant_id = m.tenant_id and d.meeting_id = m.id) as items
      ${fromMeeting(asker, id)}
    `.compile(db),
  );
  const [found] = rows;
  if (found === undefined || found.state === 'called_off') return undefined;
  if (found.state === 'held') return found;
  const { potId } = found;
  return {
    ...found,
    items: found.items.map((item) => (isKept({ ...item, potId }) ? { ...item, reasons: null, conditions: [] } : item)),
  };
}

interface PackRow extends MeetingRead {
  readonly reader: Reader | null;
  readonly canBeAwardedPence: Pence;
  readonly inTheBankPence: Pence;
  readonly items: readonly {
    readonly id: string;
    readonly partyId: string;
    readonly hostId: string | null;
    /** The moment that all of it tells of: its decision, or now. */
    readonly toldAt: Instant;
    readonly criteria: readonly Criterion[] | null;
    readonly reference: string;
    readonly group: string;
    readonly isAppeal: boolean;
    readonly submittedAt: Instant;
    readonly askedPence: Pence;
    readonly content: ApplicationContent;
    readonly questions: readonly { readonly question: string; readonly answer: string | null }[];
    /** In the order in which they were recorded. */
    readonly checks: readonly RecordedCheck[];
    readonly history: readonly {
      readonly reference: string;
      readonly pot: string;
      readonly decidedOn: CalendarDate;
      readonly awardedPence: Pence;
      readonly cameBackPence: Pence;
      readonly reportState: string | null;
    }[];
    readonly interests: readonly InterestRead[];
  }[];
}

/** What the pack for a meeting is made of, as it is on record; of what is withheld from whoever asks, only that it is there. */
export type PackRead = Omit<PackRow, 'items' | 'reader'> & { readonly items: readonly (ItemRead | WithheldRead)[] };
type ItemRead = PackRow['items'][number] & { readonly isWithheld: false };
type WithheldRead = Pick<ItemRead, 'reference' | 'group' | 'askedPence' | 'interests'> & { readonly isWithheld: true };

/**
 * The pack for a meeting: the applications that lie before the panel, while the meeting is to come, and those that it has decided, in the
 * order in which they came, each as the panel had it. Undefined for a meeting that is not there for the asker, or was called off.
 */
export async function findPack(db: Database, asker: Asker, id: string): Promise<PackRead | undefined> {
  const found = await readRow(
    db,
    asker,
    sql<PackRow>`
      with ${onTheTable(asker, id)}
      select ${ofMeeting}, ${readerOf(asker)} as reader,
        ${balanceThen(budget.available('').code)} as "canBeAwardedPence", ${balanceThen(cash.bank('').code)} as "inTheBankPence",
        (select coalesce(json_agg(json_build_object(
            'id', a.id, 'partyId', a.party_id, 'hostId', a.host_id, 'toldAt', ${iso('a.told_at')}, 'criteria', ${criteriaWhenSent},
            'reference', a.reference, 'group', g.name, 'isAppeal', a.appealed, 'askedPence', a.asked_pence, 'content', c.content,
            'submittedAt', to_char(a.submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'questions', (select coalesce(json_agg(json_build_object('question', q.question,
                'answer', case when q.answered_at <= a.told_at then q.answer end) order by q.asked_at), '[]'::json)
              from question q where q.tenant_id = a.tenant_id and q.application_id = a.id and q.asked_at <= a.told_at),
            'checks', (select coalesce(json_agg(json_build_object('kind', k.kind, 'passed', k.passed, 'passedOn', k.checked_on, 'expiresOn', k.expires_on)
                order by k.id), '[]'::json)
              from party_check k where k.tenant_id = a.tenant_id and k.party_id = a.party_id and ${recordedThen}),
            'history', (select coalesce(json_agg(json_build_object('reference', o.reference, 'pot', op.name, 'decidedOn', w.decided_on,
                'awardedPence', w.awarded_pence, 'cameBackPence', ${cameBackThen}, 'reportState', ${reportThen}) order by w.decided_on desc, w.id), '[]'::json)
              from award w join application o on o.tenant_id = w.tenant_id and o.id = w.id
              join pot op on op.tenant_id = w.tenant_id and op.id = w.pot_id
              left join report r on r.tenant_id = w.tenant_id and r.grant_id = w.id
              where w.tenant_id = a.tenant_id and w.party_id = a.party_id and w.id <> a.id and w.offered_at <= a.told_at),
            'interests', ${interests}) order by a.submitted_at, a.id), '[]'::json)
          from item a
          join party g on g.tenant_id = a.tenant_id and g.id = a.party_id
          join application_content c on c.tenant_id = a.tenant_id and c.application_id = a.id) as items
      from m join pot on pot.tenant_id = m.tenant_id and pot.id = m.pot_id
      join policy on policy.tenant_id = m.tenant_id and policy.pot_id = m.pot_id and ${policyThen}
    `.compile(db),
  );
  if (found === undefined || found.state === 'called_off') return undefined;
  const { reader, items, ...meeting } = found;
  return {
    ...meeting,
    items: items.map((item) => {
      if (!isWithheld(reader, asker.personId, item)) return { ...item, isWithheld: false };
      const { reference, group, askedPence, interests: minuted } = item;
      return { reference, group, askedPence, interests: minuted, isWithheld: true };
    }),
  };
}
