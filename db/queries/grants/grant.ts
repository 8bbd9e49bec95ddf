import { sql, type ExpressionBuilder } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { ApplicationContent } from '../../../src/domain/application/application';
import type { CalendarDate, Instant } from '../../../src/domain/calendar/calendar';
import type { ConfirmationKind, ConfirmationState } from '../../../src/domain/application/confirmations';
import type { Deadline } from '../../../src/domain/calendar/deadlines';
import { isOpenToStaff } from '../../../src/domain/application/draft-feedback';
import type { GrantStage } from '../../../src/domain/lives/grant-life';
import type { PaymentState } from '../../../src/domain/money/payment-states';
import type { Help, Policy } from '../../../src/domain/policy/policy';
import type { ReportContent } from '../../../src/domain/award/report';
import type { Database } from '../../client';
import { compiledOnce } from '../../compiled-once';
import { readRows } from '../../read';
import type { Application, DB } from '../../types';
import { closenessTo, partiesOf, type Asker, type Closeness } from '../asker';
import { switchedOn } from '../meetings/criteria';
import { iso, isoOrNull, now } from '../instants';
import { named, nameOf, nameOfAny } from '../named';
import { placeInQueue } from './place-in-queue';
import { readUnlessWithheld } from './withheld';

type Builder = ExpressionBuilder<{ a: Application } & DB, 'a'>;

/** An application with all that came of it, as whoever asks will see it. */
const grants = (db: Database, { tenantId, personId }: { readonly tenantId: string; readonly personId: string }) =>
  db
    .selectFrom('application as a')
    .innerJoin('pot', (join) => join.onRef('pot.tenant_id', '=', 'a.tenant_id').onRef('pot.id', '=', 'a.pot_id'))
    .innerJoin('party', (join) =>
      join.onRef('party.tenant_id', '=', 'a.tenant_id').onRef('party.id', '=', 'a.party_id'),
    )
    .innerJoin('policy', (join) =>
      join
        .onRef('policy.tenant_id', '=', 'a.tenant_id')
        .onRef('policy.pot_id', '=', 'a.pot_id')
        .on('policy.version', '=', sql<number>`coalesce(a.policy_version, pot.policy_version)`),
    )
    .innerJoin('fund', (join) => join.onRef('fund.tenant_id', '=', 'a.tenant_id').onRef('fund.id', '=', 'pot.fund_id'))
    .innerJoin('party as funder', (join) =>
      join.onRef('funder.tenant_id', '=', 'a.tenant_id').onRef('funder.id', '=', 'fund.funder_id'),
    )
    .select([
      'a.id',
      'a.reference',
      'a.pot_id',
      'a.party_id',
      'a.follows_id',
      'a.helped_by',
      sql<Instant | null>`a.shared_at`.as('sharedAt'),
      sql<Instant | null>`a.feedback_by`.as('feedbackBy'),
      'a.asked_pence',
      'a.version',
      'a.final',
      'a.appealed',
      'a.created_at',
      'a.changed_at',
      'a.submitted_at',
      sql<GrantStage>`a.stage`.as('stage'),
      sql<readonly Deadline[]>`a.deadlines`.as('deadlines'),
      sql<Instant | null>`a.held_since`.as('heldSince'),
      sql<Instant | null>`a.paused_since`.as('pausedSince'),
    ])
    .select([
      named('pot').as('pot'),
      named('fund').as('fund'),
      'funder.name as funderName',
      named('party').as('party'),
      'party.kind as partyKind',
      nameOf('person', 'a.created_by').as('creator'),
      nameOfAny('person', 'a.helped_by').as('helper'),
      nameOfAny('person', 'a.owner_id').as('owner'),
      nameOfAny('round', 'a.round_id').as('round'),
      nameOfAny('party', 'a.host_id').as('host'),
      sql<Policy>`policy.body`.as('policy'),
      'policy.version as policyVersion',
      // Whom to ask is as the pot says now, whatever rules the grant goes by.
      sql<Help | null>`(select y.body -> 'help' from policy y where y.tenant_id = a.tenant_id and y.pot_id = a.pot_id and y.version = pot.policy_version)`.as(
        'help',
      ),
      switchedOn.as('switchedOn'),
      now.as('now'),
    ])
    .select((eb) => {
      const a = eb as unknown as Builder;
      return [
        content(a).as('content'),
        lastMove(a).as('lastMove'),
        closesAt(a).as('closesAt'),
        meetsAt(a).as('meetsAt'),
        award(a).as('award'),
        decisions(a).as('decisions'),
        checks(a).as('checks'),
        questions(a).as('questions'),
        acceptances(a).as('acceptances'),
        conditions(a).as('conditions'),
        payments(a).as('payments'),
        report(a).as('report'),
        refunds(a).as('refunds'),
        balances(a).as('balances'),
        confirmations(a).as('confirmations'),
        unread(a, personId).as('unreadFrom'),
      ];
    })
    .where('a.tenant_id', '=', tenantId);

/** Put together once: it is long, and always the same but for the tenant and the grant. */
const grantStatement = compiledOnce(['tenantId', 'id', 'personId'], (db, { id, ...asker }) =>
  grants(db, asker).where('a.id', '=', id).compile(),
);

/**
 * An application with all that came of it, in one statement. Undefined for one that is not there, or that the asker may not see.
 *
 * @throws ReadRefused APPLICATION_WITHHELD
 */
export async function findGrant(db: Database, asker: Asker, id: string) {
  const { tenantId } = asker;
  const statement = grantStatement(db, { tenantId, id, personId: asker.personId });
  const [row] = await readUnlessWithheld(db, asker, id, statement);
  if (row === undefined) return undefined;
  const closeness = closenessTo(asker, { potId: row.pot_id, partyId: row.party_id });
  if (closeness === undefined) return undefined;
  const { helped_by: helpedBy, sharedAt } = row;
  // What is not sent yet is its group's own, but where staff help with it or are shown it.
  const isTheirs = partiesOf(asker, ['applicant', 'budget_holder']).includes(row.party_id);
  if (row.stage === 'draft' && !isTheirs && !(isInside(closeness) && isOpenToStaff({ helpedBy, sharedAt })))
    return undefined;
  return { ...row, closeness };
}

/** A group has few; whoever acts for one sees the newest of them at once, each with all that came of it. */
const atMostOfGroups = 30;

const ofGroupsStatement = compiledOnce(['tenantId', 'personId', 'partyIds'], (db, { partyIds, ...asker }) =>
  grants(db, asker)
    .where(sql<boolean>`a.party_id = any(${partyIds}::uuid[])`)
    .where('a.stage', '<>', 'expired')
    .orderBy('a.created_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(sql.lit(atMostOfGroups))
    .compile(),
);

/** All applications and grants of the groups that the asker acts for, the newest first; one round trip for all of them. */
export async function findGrantsOfGroups(db: Database, asker: Asker): Promise<readonly GrantFound[]> {
  const partyIds = partiesOf(asker, ['applicant', 'budget_holder']);
  if (partyIds.length === 0) return [];
  const { tenantId, personId } = asker;
  const rows = await readRows(db, asker, ofGroupsStatement(db, { tenantId, personId, partyIds }));
  return rows.flatMap((row) => {
    const closeness = closenessTo(asker, { potId: row.pot_id, partyId: row.party_id });
    return closeness === undefined ? [] : [{ ...row, closeness }];
  });
}

/** A grant with all that came of it, and how close the asker is to it. */
export type GrantFound = NonNullable<Awaited<ReturnType<typeof findGrant>>>;

/** Whether the asker is of the organisation that runs the pot. */
export const isInside = (closeness: Closeness): boolean => closeness === 'manager' || closeness === 'staff';

const content = (a: Builder) =>
  a
    .selectFrom('application_content as c')
    .select(sql<Partial<ApplicationContent>>`c.content`.as('content'))
    .whereRef('c.tenant_id', '=', 'a.tenant_id')
    .whereRef('c.application_id', '=', 'a.id');

/** The event that brought it to its present stage, with the reason that was given. */
const lastMove = (a: Builder) =>
  jsonObjectFrom(
    a
      .selectFrom('event as e')
      .leftJoin('event_text as t', (join) =>
        join.onRef('t.tenant_id', '=', 'e.tenant_id').onRef('t.event_id', '=', 'e.id'),
      )
      .select([iso('e.at').as('at'), 'e.audience', 't.text'])
      .whereRef('e.tenant_id', '=', 'a.tenant_id')
      .whereRef('e.grant_id', '=', 'a.id')
      .where('e.subject_type', '=', 'grant')
      .where(sql<boolean>`e.after ? 'state'`)
      .orderBy('e.sequence', 'desc')
      .limit(sql.lit(1)),
  );

/** When the pot's open round takes no more applications. */
const closesAt = (a: Builder) =>
  a
    .selectFrom('round as o')
    .select(iso('o.closes_at').as('at'))
    .whereRef('o.tenant_id', '=', 'a.tenant_id')
    .whereRef('o.pot_id', '=', 'a.pot_id')
    .where('o.state', '=', 'open')
    .orderBy('o.closes_at')
    .limit(sql.lit(1));

/** When the pot's panel next meets. */
const meetsAt = (a: Builder) =>
  a
    .selectFrom('meeting as m')
    .select(iso('m.starts_at').as('at'))
    .whereRef('m.tenant_id', '=', 'a.tenant_id')
    .whereRef('m.pot_id', '=', 'a.pot_id')
    .where('m.state', '=', 'planned')
    .where(sql<boolean>`m.starts_at > (select app.now())`)
    .orderBy('m.starts_at')
    .limit(sql.lit(1));

const accountTold = sql`json_build_object('version', b.version, 'accountName', b.account_name, 'lastDigits', b.last_digits)`;

const award = (a: Builder) =>
  jsonObjectFrom(
    a
      .selectFrom('award as w')
      .select([
        'w.awarded_pence as awardedPence',
        sql<CalendarDate>`w.decided_on`.as('decidedOn'),
        iso('w.offered_at').as('offeredAt'),
        'w.needs_new_budget as needsNewBudget',
        isoOrNull('w.accepted_at').as('acceptedAt'),
        'w.came_back_pence as cameBackPence',
        isoOrNull('w.ended_at').as('endedAt'),
        // A host's account is its own, and serves all the groups that it receives money for. Either is found by an index, which a choice of ids is not.
        sql<{ version: number; accountName: string; lastDigits: string } | null>`coalesce(
          (select ${accountTold} from bank_account b where b.tenant_id = a.tenant_id and b.id = w.bank_account_id),
          (select ${accountTold} from bank_account b where b.tenant_id = a.tenant_id and b.party_id = a.host_id and w.bank_account_id is null
            order by b.version desc limit 1))`.as('bankAccount'),
      ])
      .whereRef('w.tenant_id', '=', 'a.tenant_id')
      .whereRef('w.id', '=', 'a.id'),
  );

const decisions = (a: Builder) =>
  jsonArrayFrom(
    a
      .selectFrom('decision as d')
      .select([
        'd.id',
        sql<'award' | 'award_less' | 'award_with_conditions' | 'not_yet' | 'refuse'>`d.outcome`.as('outcome'),
        'd.amount_pence as amountPence',
        iso('d.decided_at').as('decidedAt'),
        'd.meeting_id as meetingId',
        nameOf('person', 'd.recorded_by').as('recordedBy'),
        sql<number>`cardinality(d.counted)`.as('counted'),
      ])
      .whereRef('d.tenant_id', '=', 'a.tenant_id')
      .whereRef('d.application_id', '=', 'a.id')
      .orderBy('d.decided_at'),
  );

/** All checks of the group, newest first: one that was passed for another application may count here too. */
const checks = (a: Builder) =>
  jsonArrayFrom(
    a
      .selectFrom('party_check as k')
      .select([
        sql<Policy['checks'][number]['kind']>`k.kind`.as('kind'),
        'k.passed',
        sql<CalendarDate>`k.checked_on`.as('checkedOn'),
        sql<CalendarDate>`k.expires_on`.as('expiresOn'),
        nameOf('person', 'k.checked_by').as('checkedBy'),
      ])
      .whereRef('k.tenant_id', '=', 'a.tenant_id')
      .whereRef('k.party_id', '=', 'a.party_id')
      .orderBy('k.checked_on', 'desc')
      .orderBy('k.id', 'desc'),
  );

const questions = (a: Builder) =>
  jsonArrayFrom(
    a
      .selectFrom('question as q')
      .select([
        'q.id',
        'q.question',
        iso('q.asked_at').as('askedAt'),
        nameOf('person', 'q.asked_by').as('askedBy'),
        'q.answer',
        isoOrNull('q.answered_at').as('answeredAt'),
        nameOfAny('person', 'q.answered_by').as('answeredBy'),
      ])
      .whereRef('q.tenant_id', '=', 'a.tenant_id')
      .whereRef('q.application_id', '=', 'a.id')
      .orderBy('q.asked_at'),
  );

const acceptances = (a: Builder) =>
  jsonArrayFrom(
    a
      .selectFrom('acceptance as s')
      .select([nameOf('person', 's.person_id').as('person'), iso('s.accepted_at').as('acceptedAt')])
      .whereRef('s.tenant_id', '=', 'a.tenant_id')
      .whereRef('s.grant_id', '=', 'a.id')
      .orderBy('s.accepted_at'),
  );

const conditions = (a: Builder) =>
  jsonArrayFrom(
    a
      .selectFrom('condition as c')
      .select([
        'c.id',
        'c.number',
        'c.wording',
        sql<'open' | 'met' | 'waived' | 'failed'>`c.state`.as('state'),
        isoOrNull('c.due_at').as('dueAt'),
        isoOrNull('c.evidence_at').as('evidenceAt'),
        isoOrNull('c.settled_at').as('settledAt'),
        nameOfAny('person', 'c.settled_by').as('settledBy'),
      ])
      .whereRef('c.tenant_id', '=', 'a.tenant_id')
      .whereRef('c.grant_id', '=', 'a.id')
      .orderBy('c.number'),
  );

const payments = (a: Builder) =>
  jsonArrayFrom(
    a
      .selectFrom('payment as y')
      .select((y) => [
        'y.id',
        'y.number',
        sql<'grant' | 'purchase'>`y.cause`.as('cause'),
        'y.purchase_id as purchaseId',
        nameOf('party', 'y.payee_id').as('payee'),
        'y.amount_pence as amountPence',
        iso('y.due_at').as('dueAt'),
        paymentState('y').as('state'),
        'y.attempt',
        nameOfAny('payment_run', 'y.run_id').as('run'),
        placeInQueue('y').as('place'),
        y
          .selectFrom('settlement as s')
          .select(sql<CalendarDate>`s.on_day`.as('onDay'))
          .whereRef('s.tenant_id', '=', 'y.tenant_id')
          .whereRef('s.payment_id', '=', 'y.id')
          .whereRef('s.attempt', '=', 'y.attempt')
          .where('s.outcome', '=', 'settled')
          .as('settledOn'),
        // It came back, and no newer account was given since: one of a purchase is its provider's to give.
        sql<boolean>`case when y.state = 'returned' and y.cause = 'grant' then y.bank_account_id is not distinct from
          (select b.id from bank_account b where b.tenant_id = y.tenant_id and b.party_id = y.payee_id order by b.version desc limit 1)
          else false end`.as('wantsDetails'),
      ])
      .whereRef('y.tenant_id', '=', 'a.tenant_id')
      .whereRef('y.grant_id', '=', 'a.id')
      .orderBy('y.due_at')
      .orderBy('y.sequence'),
  );

/** The state of a payment, by its type. */
export const paymentState = (payment: string) => sql<PaymentState>`${sql.ref(`${payment}.state`)}`;

/** The states of a report. */
export const reportStates = ['not_due', 'due', 'overdue', 'submitted', 'queried', 'accepted', 'waived'] as const;
type ReportState = (typeof reportStates)[number];

const report = (a: Builder) =>
  jsonObjectFrom(
    a
      .selectFrom('report as r')
      .leftJoin('report_content as rc', (join) =>
        join.onRef('rc.tenant_id', '=', 'r.tenant_id').onRef('rc.grant_id', '=', 'r.grant_id'),
      )
      .select([
        sql<ReportState>`r.state`.as('state'),
        isoOrNull('r.due_at').as('dueAt'),
        isoOrNull('r.submitted_at').as('submittedAt'),
        nameOfAny('person', 'r.submitted_by').as('submittedBy'),
        isoOrNull('r.accepted_at').as('acceptedAt'),
        nameOfAny('person', 'r.accepted_by').as('acceptedBy'),
        'r.spent_pence as spentPence',
        'r.kept_pence as keptPence',
        sql<ReportContent | null>`rc.content`.as('content'),
      ])
      .whereRef('r.tenant_id', '=', 'a.tenant_id')
      .whereRef('r.grant_id', '=', 'a.id'),
  );

const refunds = (a: Builder) =>
  jsonArrayFrom(
    a
      .selectFrom('refund as f')
      .select([
        'f.id',
        'f.amount_pence as amountPence',
        sql<'due' | 'received' | 'written_off'>`f.state`.as('state'),
        iso('f.due_at').as('dueAt'),
        sql<CalendarDate | null>`f.received_on`.as('receivedOn'),
      ])
      .whereRef('f.tenant_id', '=', 'a.tenant_id')
      .whereRef('f.grant_id', '=', 'a.id')
      .orderBy('f.due_at'),
  );

/** What people without an account confirm, without what others have taken the place of. */
const confirmations = (a: Builder) =>
  jsonArrayFrom(
    a
      .selectFrom('confirmation as k')
      .leftJoin('confirmation_contact as kc', (join) =>
        join.onRef('kc.tenant_id', '=', 'k.tenant_id').onRef('kc.confirmation_id', '=', 'k.id'),
      )
      .select([
        'k.id',
        sql<ConfirmationKind>`k.kind`.as('kind'),
        sql<Exclude<ConfirmationState, 'replaced'>>`k.state`.as('state'),
        iso('k.asked_at').as('askedAt'),
        isoOrNull('k.settled_at').as('settledAt'),
        nameOfAny('person', 'k.waived_by').as('waivedBy'),
        sql<{ name: string; email: string } | null>`case when kc.name is null then null
          else json_build_object('name', kc.name, 'email', kc.email) end`.as('contact'),
      ])
      .whereRef('k.tenant_id', '=', 'a.tenant_id')
      .whereRef('k.grant_id', '=', 'a.id')
      .where('k.state', '<>', 'replaced')
      .orderBy('k.sequence'),
  );

/** How many messages of each side somebody has not read yet. */
const unread = (a: Builder, personId: string) =>
  a
    .selectFrom('message as m')
    .select(
      sql<{ group: number; staff: number }>`json_build_object('group', count(*) filter (where m.from_side = 'group'),
        'staff', count(*) filter (where m.from_side = 'staff'))`.as('unread'),
    )
    .whereRef('m.tenant_id', '=', 'a.tenant_id')
    .whereRef('m.grant_id', '=', 'a.id')
    .where(
      sql<boolean>`m.sequence > coalesce((select k.up_to from message_mark k
        where k.tenant_id = a.tenant_id and k.grant_id = a.id and k.person_id = ${personId}::uuid), 0)`,
    );

/** The balances of the grant's own accounts, by kind. */
const balances = (a: Builder) =>
  a
    .selectFrom('account as k')
    .select(
      sql<Readonly<Partial<Record<'committed' | 'promised' | 'spent' | 'refund_due' | 'written_off', number>>>>`
      coalesce(json_object_agg(k.kind, k.balance), '{}'::json)`.as('balances'),
    )
    .whereRef('k.tenant_id', '=', 'a.tenant_id')
    .whereRef('k.grant_id', '=', 'a.id');
