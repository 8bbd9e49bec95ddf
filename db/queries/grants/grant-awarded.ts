import { sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { ReportContent, ReportState } from '../../../src/domain/award/report';
import type { CalendarDate } from '../../../src/domain/calendar/calendar';
import { iso, isoOrNull } from '../instants';
import { paymentState } from '../money/payment-state';
import { nameOf, nameOfAny } from '../named';
import type { ApplicationInSql } from './grant-in-sql';
import { placeInQueue } from './place-in-queue';

const accountTold = sql`json_build_object('version', b.version, 'accountName', b.account_name, 'lastDigits', b.last_digits)`;

/** What was awarded, with the account that it is paid into. */
export const award = (a: ApplicationInSql) =>
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
        // The newest of whoever is paid, as payments take it: given with this grant, with an earlier one, or by a host for all the groups that it serves.
        // Each of the two is found by an index, which a choice of ids is not: every account of the tenant would be read.
        sql<{ version: number; accountName: string; lastDigits: string } | null>`coalesce(
          (select ${accountTold} from bank_account b where b.tenant_id = a.tenant_id and b.party_id = a.host_id order by b.version desc limit 1),
          (select ${accountTold} from bank_account b where b.tenant_id = a.tenant_id and b.party_id = a.party_id and a.host_id is null
            order by b.version desc limit 1))`.as('bankAccount'),
      ])
      .whereRef('w.tenant_id', '=', 'a.tenant_id')
      .whereRef('w.id', '=', 'a.id'),
  );

/** Who of the group signed. */
export const acceptances = (a: ApplicationInSql) =>
  jsonArrayFrom(
    a
      .selectFrom('acceptance as s')
      .select([nameOf('person', 's.person_id').as('person'), iso('s.accepted_at').as('acceptedAt')])
      .whereRef('s.tenant_id', '=', 'a.tenant_id')
      .whereRef('s.grant_id', '=', 'a.id')
      .orderBy('s.accepted_at'),
  );

/** What the group has to do. */
export const conditions = (a: ApplicationInSql) =>
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

/** What is paid, in its order. */
export const payments = (a: ApplicationInSql) =>
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

/** The report, with what it says. */
export const report = (a: ApplicationInSql) =>
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

/** What comes back of it. */
export const refunds = (a: ApplicationInSql) =>
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

/** The balances of the grant's own accounts, by kind. */
export const balances = (a: ApplicationInSql) =>
  a
    .selectFrom('account as k')
    .select(
      sql<Readonly<Partial<Record<'committed' | 'promised' | 'spent' | 'refund_due' | 'written_off', number>>>>`
      coalesce(json_object_agg(k.kind, k.balance), '{}'::json)`.as('balances'),
    )
    .whereRef('k.tenant_id', '=', 'a.tenant_id')
    .whereRef('k.grant_id', '=', 'a.id');
