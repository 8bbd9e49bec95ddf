import { sql, type RawBuilder } from 'kysely';
import type { Instant } from '../../src/domain/calendar';
import { rolesFor, type CommandName } from '../../src/domain/lives';
import { grantLife } from '../../src/domain/lives/grant-life';
import { staffRoles, type Role } from '../../src/domain/lives/roles';
import type { Database } from '../client';
import { readRow, readRows } from '../read';
import { potsReached, potWithin, type Asker } from './asker';
import { nameIn, nameInAny, type Named } from './named';
import { oneMoreThan, type Page, pageByPlace, placeOf } from './paging';

/** For whom something can wait. */
export const workReaders = [...staffRoles, 'panel_member'] as const;

/** What waits for staff and for the panel, by what is to be done. */
export const workKinds = [
  'look_into_hold',
  'comment_on_draft',
  'check',
  'go_on_with_answer',
  'decide',
  'offer_runs_out',
  'read_report',
  'report_overdue',
  'payment_waits_for_cash',
  'payment_to_run',
  'payment_returned',
  'payment_unknown',
  'authorise_run',
  'export_run',
  'mark_run_sent',
  'record_outcomes',
  'authorise_purchase',
  'match_invoice',
  'settle_dispute',
  'look_at_evidence',
  'check_condition',
  'decide_condition',
  'refund_due',
  'read_message',
  'read_pack',
] as const;
export type WorkKind = (typeof workKinds)[number];

/** One thing that waits for somebody of the staff or of the panel. */
export interface WorkItem {
  readonly id: string;
  readonly what: WorkKind;
  readonly subject: { readonly type: 'grant' | 'purchase' | 'payment_run' | 'meeting'; readonly id: string };
  /** The grant's reference, or the run's name. */
  readonly reference: string | null;
  readonly grantId: string | null;
  readonly party: Named | null;
  readonly pot: Named;
  readonly owner: Named | null;
  /** By when it was promised, or since when it waits. */
  readonly dueAt: Instant;
  /** Whether somebody waits for it by then; otherwise it only waits since then. */
  readonly promised: boolean;
  readonly now: Instant;
}

/** Whose work is wanted: one person's, or everybody's; of one pot, or of all that are within reach. */
export interface WorkFilters {
  readonly ownerId?: string | undefined;
  readonly potId?: string | undefined;
}

/** Offers are listed when they run out within so many days: before that it is the group's turn alone. */
const offerDays = 7;

interface Source {
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
  };
}

/** In SQL: when today began in London. What was promised for today is late tomorrow. */
const today = sql`(select date_trunc('day', app.now() at time zone 'Europe/London') at time zone 'Europe/London')`;

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

const sources: readonly Source[] = [
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
    what: sql`case when a.stage = 'assessing' then 'decide' when exists (select from question q where q.tenant_id = a.tenant_id and q.application_id = a.id)
      then 'go_on_with_answer' else 'check' end`,
    due: answerBy,
    promised: sql`a.answer_by is not null`,
    id: 'a.id',
    from: sql`application a`,
    tenant: 'a.tenant_id',
    where: sql`a.stage in ('submitted', 'checking', 'assessing') and a.paused_since is null and a.held_since is null`,
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

/** Whether it is somebody's: they look after it; or, where it takes a role, they have one that may do what comes next, for its pot. */
function waitsFor({ owner, pot, doers }: Source, tenantId: string, ownerId: string): RawBuilder<unknown> {
  if (doers === undefined) return owner === null ? never : sql`${sql.ref(owner)} = ${ownerId}::uuid`;
  const held = sql`select from role where role.tenant_id = ${tenantId}::uuid and role.person_id = ${ownerId}::uuid and role.ended_at is null
    and (role.pot_id is null or role.pot_id = ${sql.ref(pot)})`;
  const { next, butNot } = doers;
  const may =
    typeof next === 'string'
      ? sql`role.name = any(${rolesFor(next)}::text[])`
      : sql`case ${sql.ref(next.state)} ${sql.join(
          Object.entries(next.of).map(
            ([state, command]) => sql`when ${sql.lit(state)} then role.name = any(${rolesFor(command)}::text[])`,
          ),
          sql` `,
        )} end`;
  return sql`exists (${held} and ${may})${butNot === undefined ? sql`` : sql` and not (${butNot} = ${ownerId}::uuid)`}`;
}

/** Each source's own page, from its own index, put together. */
function waiting(
  asker: Asker,
  { ownerId, potId }: WorkFilters,
  limit: RawBuilder<unknown>,
  after?: { at: string; id: string },
) {
  const { tenantId } = asker;
  const reached = sources
    .map((one) => ({ ...one, reach: potsReached(asker, one.seenBy ?? staffRoles) }))
    .filter(({ reach }) => reach.all || reach.potIds.length > 0);
  return sql.join(
    reached.map(
      (
        one,
      ) => sql`(select ${one.what}::text as what, ${one.type}::text as subject_type, ${sql.ref(one.subject)} as subject_id, ${one.due} as due, ${one.promised} as promised,
        ${sql.ref(one.id)} as id, ${one.grant === null ? sql`null::uuid` : sql.ref(one.grant)} as grant_id, ${sql.ref(one.pot)} as pot_id,
        ${one.party === null ? sql`null::uuid` : sql.ref(one.party)} as party_id, ${one.owner === null ? sql`null::uuid` : sql.ref(one.owner)} as owner_id
        from ${one.from} where ${sql.ref(one.tenant)} = ${tenantId}::uuid and ${one.where} and ${potWithin(one.pot, one.reach)}
          ${ownerId === undefined ? sql`` : sql`and ${waitsFor(one, tenantId, ownerId)}`}
          ${potId === undefined ? sql`` : sql`and ${sql.ref(one.pot)} = ${potId}::uuid`}
          ${after === undefined ? sql`` : sql`and (${one.due}, ${sql.ref(one.id)}) > (${after.at}::timestamptz, ${after.id}::uuid)`}
        order by ${one.due}, ${sql.ref(one.id)} limit ${limit})`,
    ),
    sql` union all `,
  );
}

interface Row extends Omit<WorkItem, 'subject' | 'party' | 'pot' | 'owner'> {
  readonly subject_type: WorkItem['subject']['type'];
  readonly subject_id: string;
  readonly pot_id: string;
  readonly pot_name: string;
  readonly party_id: string | null;
  readonly party_name: string | null;
  readonly owner_id: string | null;
  readonly owner_name: string | null;
}

const namedOrNot = (id: string | null, name: string | null): Named | null =>
  id === null || name === null ? null : { id, name };

/** What waits for staff, the oldest promise first. */
export async function listWork(
  db: Database,
  asker: Asker,
  filters: WorkFilters,
  wanted: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<WorkItem>> {
  const after = wanted.cursor === undefined ? undefined : placeOf(wanted.cursor);
  const limit = oneMoreThan(wanted.limit);
  const rows = await readRows(
    db,
    asker,
    sql<Row>`
      with page as (select * from (${waiting(asker, filters, limit, after)}) w order by w.due, w.id limit ${limit})
      select w.id, w.what, w.subject_type, w.subject_id, w.due as "dueAt", w.promised, w.grant_id as "grantId", w.pot_id, ${nameIn('pot', 'x.pot_id')} as pot_name,
        w.party_id, ${nameInAny('party', 'x.party_id')} as party_name, w.owner_id, ${nameInAny('person', 'x.owner_id')} as owner_name,
        coalesce((select a.reference from application a where a.tenant_id = x.tenant_id and a.id = w.grant_id),
          (select u.name from payment_run u where u.tenant_id = x.tenant_id and u.id = w.subject_id)) as reference, app.now() as now
      from page w cross join lateral (select ${asker.tenantId}::uuid as tenant_id, w.pot_id, w.party_id, w.owner_id) x
      order by w.due, w.id
    `.compile(db),
  );
  const items = rows.map((row): WorkItem => ({
    id: row.id,
    what: row.what,
    subject: { type: row.subject_type, id: row.subject_id },
    reference: row.reference,
    grantId: row.grantId,
    party: namedOrNot(row.party_id, row.party_name),
    pot: { id: row.pot_id, name: row.pot_name },
    owner: namedOrNot(row.owner_id, row.owner_name),
    dueAt: row.dueAt,
    promised: row.promised,
    now: row.now,
  }));
  return pageByPlace(items, wanted.limit, ({ dueAt, id }) => ({ at: dueAt, id }));
}

/** Nobody needs to know how many there are beyond this. */
export const countedAtMost = 100;

/** How much waits, up to a hundred, and how much of it is late: its day has passed. */
export async function countWork(
  db: Database,
  asker: Asker,
  filters: WorkFilters,
): Promise<{ readonly waiting: number; readonly late: number }> {
  const most = sql.lit(countedAtMost);
  const row = await readRow(
    db,
    asker,
    sql<{ waiting: number; late: number }>`
      with found as (select * from (${waiting(asker, filters, most)}) w order by w.due, w.id limit ${most})
      select count(*)::int as waiting, (count(*) filter (where promised and due < ${today}))::int as late from found
    `.compile(db),
  );
  return row ?? { waiting: 0, late: 0 };
}
