import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { CalendarDate } from '../../../src/domain/calendar/calendar';
import type { PaymentRunState } from '../../../src/domain/lives/payment-run-life';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRow, readRows } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import { paymentState } from './payment-state';
import { iso, isoOrNull } from '../instants';
import { named, nameOf } from '../named';
import { alikeAccounts } from './alike-accounts';
import { oneMoreThan, pageByPlace, type PageWanted, placeOf } from '../paging';

/** What narrows the list of payment runs. */
export interface PaymentRunFilters {
  readonly state?: PaymentRunState | undefined;
  readonly potId?: string | undefined;
  /** Only those that are still under way. */
  readonly open?: true | undefined;
}

const runs = (db: Database, asker: Asker) =>
  db
    .selectFrom('payment_run as r')
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('payment_run_line as l')
          .select([
            sql<number>`count(*)`.as('payments'),
            sql<number>`coalesce(sum(l.amount_pence), 0)::bigint`.as('totalPence'),
          ])
          .whereRef('l.tenant_id', '=', 'r.tenant_id')
          .whereRef('l.run_id', '=', 'r.id')
          .where('l.dropped_at', 'is', null)
          .as('held'),
      (join) => join.onTrue(),
    )
    .select([
      'r.id',
      'r.name',
      sql<PaymentRunState>`r.state`.as('state'),
      'r.version',
      'r.final',
      nameOf('pot', 'r.pot_id').as('pot'),
      nameOf('person', 'r.owner_id').as('owner'),
      nameOf('person', 'r.built_by').as('builtBy'),
      'held.payments as paymentCount',
      'held.totalPence',
      'r.created_at as createdAt',
      'r.exported_at as exportedAt',
      'r.sent_at as sentAt',
    ])
    .where('r.tenant_id', '=', asker.tenantId)
    .where(potWithin('r.pot_id', potsReached(asker, staffRoles)));

/** The payment runs of the pots within reach, by when they were built. */
export async function listPaymentRuns(db: Database, asker: Asker, filters: PaymentRunFilters, wanted: PageWanted) {
  const place = wanted.cursor === undefined ? undefined : placeOf(wanted.cursor);
  const direction = wanted.sort === 'newest' ? 'desc' : 'asc';
  let query = runs(db, asker);
  if (filters.state !== undefined) query = query.where('r.state', '=', filters.state);
  if (filters.potId !== undefined) query = query.where('r.pot_id', '=', filters.potId);
  if (filters.open === true) query = query.where('r.final', '=', false);
  if (place !== undefined) {
    const than = sql.raw(wanted.sort === 'newest' ? '<' : '>');
    query = query.where(sql<boolean>`(r.created_at, r.id) ${than} (${place.at}::timestamptz, ${place.id}::uuid)`);
  }
  const rows = await readRows(
    db,
    asker,
    query.orderBy('r.created_at', direction).orderBy('r.id', direction).limit(oneMoreThan(wanted.limit)).compile(),
  );
  return pageByPlace(rows, wanted.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}

/** One payment run with all that it holds and held, and who authorised it having seen what. */
export async function findPaymentRun(db: Database, asker: Asker, id: string) {
  return readRow(
    db,
    asker,
    runs(db, asker)
      .select((r) => [
        jsonArrayFrom(
          r
            .selectFrom('payment_run_line as l')
            .innerJoin('payment as y', (join) =>
              join.onRef('y.tenant_id', '=', 'l.tenant_id').onRef('y.id', '=', 'l.payment_id'),
            )
            .innerJoin('party as payee', (join) =>
              join.onRef('payee.tenant_id', '=', 'l.tenant_id').onRef('payee.id', '=', 'l.payee_id'),
            )
            .innerJoin('bank_account as b', (join) =>
              join.onRef('b.tenant_id', '=', 'l.tenant_id').onRef('b.id', '=', 'l.bank_account_id'),
            )
            .leftJoin('application as a', (join) =>
              join.onRef('a.tenant_id', '=', 'y.tenant_id').onRef('a.id', '=', 'y.grant_id'),
            )
            .select((l) => [
              'y.id',
              sql<'grant' | 'purchase' | 'refund_to_funder'>`y.cause`.as('cause'),
              'y.grant_id as grantId',
              'a.party_id as partyId',
              'a.reference',
              'y.purchase_id as purchaseId',
              'l.amount_pence as amountPence',
              'l.attempt',
              isoOrNull('l.dropped_at').as('droppedAt'),
              named('payee').as('payee'),
              'l.bank_account_id as bankAccountId',
              'b.account_name as accountName',
              'b.last_digits as lastDigits',
              iso('y.due_at').as('dueAt'),
              paymentState('y').as('paymentState'),
              sql<boolean>`a.held_since is not null`.as('onHold'),
              jsonArrayFrom(
                l
                  .selectFrom('settlement as s')
                  .select([
                    sql<'settled' | 'returned' | 'unknown'>`s.outcome`.as('outcome'),
                    sql<CalendarDate>`s.on_day`.as('onDay'),
                    iso('s.at').as('recordedAt'),
                  ])
                  .whereRef('s.tenant_id', '=', 'l.tenant_id')
                  .whereRef('s.payment_id', '=', 'l.payment_id')
                  .whereRef('s.attempt', '=', 'l.attempt')
                  .orderBy('s.at'),
              ).as('outcomes'),
            ])
            .whereRef('l.tenant_id', '=', 'r.tenant_id')
            .whereRef('l.run_id', '=', 'r.id')
            .orderBy('y.sequence'),
        ).as('lines'),
        jsonArrayFrom(
          r
            .selectFrom('authorisation as u')
            .innerJoin('person', (join) =>
              join.onRef('person.tenant_id', '=', 'u.tenant_id').onRef('person.id', '=', 'u.person_id'),
            )
            .select([
              named('person').as('person'),
              iso('u.at').as('at'),
              'u.total_pence as totalPence',
              'u.seen_hash as seenHash',
            ])
            .whereRef('u.tenant_id', '=', 'r.tenant_id')
            .whereRef('u.run_id', '=', 'r.id')
            .orderBy('u.at'),
        ).as('authorisations'),
      ])
      .select(['r.pot_id as potId', alikeAccounts.as('alike')])
      .where('r.id', '=', id)
      .compile(),
  );
}
