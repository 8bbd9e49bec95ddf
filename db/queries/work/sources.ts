import { sql, type RawBuilder } from 'kysely';
import type { CommandName } from '../../../src/domain/lives';
import { grantLife } from '../../../src/domain/lives/grant-life';
import type { Role } from '../../../src/domain/lives/roles';
import { isThere } from '../is-there';
import type { WorkItem } from './kinds';
import { today } from './today';

/** Offers are listed when they run out within so many days: before that it is the group's turn alone. */
const offerDays = 7;

/** Where one kind of work is found: the rows, whose it is, and what orders it. Each is read from an index of its own. */
export interface Source {
  readonly what: RawBuilder<unknown>;
  readonly type: WorkItem['subject']['type'];
  readonly subject: string;
  /** What orders it and its id, as its index has them. */
  readonly due: RawBuilder<unknown>;
  readonly id: string;
  readonly from: RawBuilder<unknown>;
  readonly tenant: string;
  readonly where: RawBuilder<unknown>;
  readonly grant: string | null;
  readonly pot: string;
  readonly party: string | null;
  /** Null for what nobody looks after alone. */
  readonly owner: string | null;
  /** Who sees it, where that is not only staff. */
  readonly seenBy?: readonly Role[];
  /** Whether what orders it is a promise; that of a column that holds one where there is one. */
  readonly promised: RawBuilder<unknown>;
  /** Where it waits for whoever may do it, in place of who looks after it: the command that comes next, or that of each state of a column. */
  readonly doers?: {
    readonly next: CommandName | { readonly state: string; readonly of: Readonly<Record<string, CommandName>> };
    /** Who keeps their hands off, by the segregation of duties. */
    readonly butNot?: RawBuilder<unknown>;
    /** Whether it is the owner's alone as long as the owner may do it: others see it only where the owner may not. */
    readonly isOwnersFirst?: true;
  };
}

/** The grant of a row, looked up for each: joined, a kept plan would read all grants. */
const itsGrant = (of: string, column: string) =>
  sql`cross join lateral (select * from application where application.tenant_id = ${sql.ref(`${of}.tenant_id`)} and application.id = ${sql.ref(`${of}.${column}`)} limit 1) a`;
const ofGrant = {
  type: 'grant',
  subject: 'a.id',
  grant: 'a.id',
  pot: 'a.pot_id',
  party: 'a.party_id',
  owner: 'a.owner_id',
} as const;
const answerBy = sql`coalesce(a.answer_by, a.changed_at)`;
const always = sql`true`;
const never = sql`false`;

/** All that can wait. */
export const sources: readonly Source[] = [
  {
    ...ofGrant,
    what: sql`'look_into_hold'`,
    due: sql`a.held_since`,
    promised: never,
    id: 'a.id',
    from: sql`application a`,
    tenant: 'a.tenant_id',
    where: sql`a.held_since is not null and a.stage = any(${[...grantLife.release.from]}::text[])`,
    doers: { next: 'release' },
  },
  {
    ...ofGrant,
    what: sql`'comment_on_draft'`,
    due: sql`a.feedback_by`,
    promised: always,
    id: 'a.id',
    from: sql`application a`,
    tenant: 'a.tenant_id',
    where: sql`a.feedback_by is not null and a.stage = 'draft'`,
  },
  {
    ...ofGrant,
    what: sql`case when a.stage = 'assessing' then case when a.appealed then 'decide_appeal' else 'decide' end when ${isThere(sql`question q where q.tenant_id = a.tenant_id and q.application_id = a.id`)}
      then 'go_on_with_answer' else 'check' end`,
    due: answerBy,
    promised: sql`a.answer_by is not null`,
    id: 'a.id',
    from: sql`application a`,
    tenant: 'a.tenant_id',
    where: sql`a.stage in ('submitted', 'checking', 'assessing') and a.paused_since is null and a.held_since is null`,
    // A pot may be looked after by a fund manager, who checks nothing; an application by whoever wrote it down, who does not assess it, or by
    // whoever refused it alone, who does not decide it again.
    doers: {
      isOwnersFirst: true,
      next: {
        state: 'a.stage',
        of: { submitted: 'startChecking', checking: 'passToPanel', assessing: 'decide' },
      },
      butNot: sql`case when a.stage <> 'assessing' then a.helped_by when a.appealed then (select d.person_id from duty d
        where d.tenant_id = a.tenant_id and d.subject_id = a.id and d.duty = 'decided alone' limit 1) end`,
    },
  },
  {
    ...ofGrant,
    what: sql`'offer_runs_out'`,
    due: answerBy,
    promised: sql`a.answer_by is not null`,
    id: 'a.id',
    from: sql`application a`,
    tenant: 'a.tenant_id',
    where: sql`a.stage = 'offered' and a.held_since is null and coalesce(a.answer_by, a.changed_at) <= (select app.now()) + make_interval(days => ${sql.lit(offerDays)})`,
  },
  {
    ...ofGrant,
    what: sql`'read_report'`,
    due: sql`a.answer_by`,
    promised: always,
    id: 'a.id',
    from: sql`application a`,
    tenant: 'a.tenant_id',
    where: sql`a.stage = 'active' and a.answer_by is not null
      and exists (select from report r where r.tenant_id = a.tenant_id and r.grant_id = a.id and r.state = 'submitted')`,
  },
  {
    ...ofGrant,
    what: sql`'report_overdue'`,
    due: sql`r.due_at`,
    promised: always,
    id: 'r.grant_id',
    from: sql`report r ${itsGrant('r', 'grant_id')}`,
    tenant: 'r.tenant_id',
    where: sql`r.state = 'overdue' and a.stage = 'active'`,
  },
  {
    ...ofGrant,
    what: sql`case y.state when 'waiting_for_cash' then 'payment_waits_for_cash' when 'ready' then 'payment_to_run' when 'returned' then 'payment_returned'
      else 'payment_unknown' end`,
    due: sql`y.due_at`,
    promised: always,
    id: 'y.id',
    from: sql`payment y ${itsGrant('y', 'grant_id')}`,
    tenant: 'y.tenant_id',
    where: sql`y.state in ('waiting_for_cash', 'ready', 'returned', 'unknown') and a.held_since is null`,
    doers: {
      next: {
        state: 'y.state',
        of: {
          waiting_for_cash: 'recordInstalment',
          ready: 'buildRun',
          returned: 'payAgain',
          unknown: 'recordOutcomes',
        },
      },
    },
  },
  {
    what: sql`case u.state when 'awaiting_authorisation' then 'authorise_run' when 'authorised' then 'export_run' when 'exported' then 'mark_run_sent'
      else 'record_outcomes' end`,
    type: 'payment_run',
    subject: 'u.id',
    due: sql`coalesce(u.answer_by, u.created_at)`,
    promised: sql`u.answer_by is not null`,
    id: 'u.id',
    from: sql`payment_run u`,
    tenant: 'u.tenant_id',
    where: sql`u.state in ('awaiting_authorisation', 'authorised', 'exported', 'sent')`,
    grant: null,
    pot: 'u.pot_id',
    party: null,
    owner: 'u.owner_id',
    doers: {
      next: {
        state: 'u.state',
        of: {
          awaiting_authorisation: 'authoriseRun',
          authorised: 'exportRun',
          exported: 'markSent',
          sent: 'recordOutcomes',
        },
      },
      butNot: sql`u.state = 'awaiting_authorisation' and u.built_by`,
    },
  },
  {
    what: sql`case p.state when 'requested' then 'authorise_purchase' when 'invoiced' then 'match_invoice' else 'settle_dispute' end`,
    type: 'purchase',
    subject: 'p.id',
    due: sql`coalesce(p.answer_by, p.created_at)`,
    promised: sql`p.answer_by is not null`,
    id: 'p.id',
    from: sql`purchase p ${itsGrant('p', 'grant_id')}`,
    tenant: 'p.tenant_id',
    where: sql`p.state in ('requested', 'invoiced', 'disputed') and a.held_since is null`,
    grant: 'p.grant_id',
    pot: 'p.pot_id',
    party: 'a.party_id',
    owner: 'p.owner_id',
  },
  {
    ...ofGrant,
    what: sql`'look_at_evidence'`,
    due: sql`c.evidence_at`,
    promised: never,
    id: 'c.id',
    from: sql`condition c ${itsGrant('c', 'grant_id')}`,
    tenant: 'c.tenant_id',
    where: sql`c.state = 'open' and c.evidence_at is not null and a.stage in ('offered', 'active') and a.held_since is null`,
  },
  {
    ...ofGrant,
    what: sql`'check_condition'`,
    due: sql`c.due_at`,
    promised: always,
    id: 'c.id',
    from: sql`condition c ${itsGrant('c', 'grant_id')}`,
    tenant: 'c.tenant_id',
    where: sql`c.state = 'open' and c.due_at is not null and c.evidence_at is null and a.stage = 'active' and a.held_since is null`,
  },
  {
    ...ofGrant,
    what: sql`'decide_condition'`,
    due: sql`c.settled_at`,
    promised: never,
    id: 'c.id',
    from: sql`condition c ${itsGrant('c', 'grant_id')}`,
    tenant: 'c.tenant_id',
    where: sql`c.state = 'failed' and a.stage = 'active' and a.held_since is null`,
    doers: { next: 'waiveCondition' },
  },
  {
    ...ofGrant,
    what: sql`'refund_due'`,
    due: sql`f.due_at`,
    promised: always,
    id: 'f.id',
    from: sql`refund f ${itsGrant('f', 'grant_id')}`,
    tenant: 'f.tenant_id',
    where: sql`f.state = 'due' and a.stage in ('closing', 'terminated') and a.held_since is null`,
    doers: { next: 'recordRefund' },
  },
  {
    ...ofGrant,
    what: sql`'read_message'`,
    due: sql`m.sent_at`,
    promised: never,
    id: 'm.id',
    from: sql`message m ${itsGrant('m', 'grant_id')}`,
    tenant: 'm.tenant_id',
    // One line a thread, of the message that waits longest.
    where: sql`m.from_side = 'group' and m.read_at is null and not exists (select from message e where e.tenant_id = m.tenant_id
      and e.grant_id = m.grant_id and e.from_side = 'group' and e.read_at is null and (e.sent_at, e.id) < (m.sent_at, m.id))`,
  },
  {
    what: sql`'read_pack'`,
    type: 'meeting',
    subject: 'g.id',
    due: sql`g.starts_at`,
    promised: always,
    id: 'g.id',
    from: sql`meeting g`,
    tenant: 'g.tenant_id',
    where: sql`g.state = 'planned' and g.starts_at >= ${today} and exists (select from application a where a.tenant_id = g.tenant_id and a.pot_id = g.pot_id and a.stage = 'assessing')`,
    grant: null,
    pot: 'g.pot_id',
    party: null,
    owner: null,
    seenBy: ['panel_member'],
    doers: { next: 'score' },
  },
];
