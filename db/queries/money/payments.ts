import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { CalendarDate, Instant } from '../../../src/domain/calendar/calendar';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { PaymentState } from '../../../src/domain/money/payment-states';
import type { Database } from '../../client';
import { readRow, readRows } from '../../read';
import type { Payment } from '../../types';
import { potsReached, potWithin, type Asker } from '../asker';
import { iso } from '../instants';
import { isThere } from '../is-there';
import { paymentState } from './payment-state';
import { funderOfPot, nameIn, nameOf, nameOfAny, type Named } from '../named';
import { numberOf, oneMoreThan, pageByNumber, type PageWanted } from '../paging';
import { placesInQueues } from '../grants/place-in-queue';

/** What narrows the list of payments. */
export interface PaymentFilters {
  readonly id?: string | undefined;
  readonly state?: PaymentState | undefined;
  readonly potId?: string | undefined;
  readonly grantId?: string | undefined;
}

/**
 * In SQL: the rows of a page. Whoever sees all takes it from one index; for others it is put together from a page of each pot within reach,
 * each from its own: one condition for all of them would have none.
 */
function page(asker: Asker, narrowed: readonly RawBuilder<unknown>[], order: RawBuilder<unknown>) {
  const pageOf = (...where: readonly RawBuilder<unknown>[]) =>
    sql<
      Selectable<Payment>
    >`(select y.* from payment y where y.tenant_id = ${asker.tenantId}::uuid ${sql.join([...where, ...narrowed], sql` `)} ${order})`;
  const reach = potsReached(asker, staffRoles);
  if (reach.all) return pageOf();
  return sql<Selectable<Payment>>`(
    select y.* from unnest(${reach.potIds}::uuid[]) reached (id) cross join lateral ${pageOf(sql`and y.pot_id = reached.id`)} y ${order})`;
}

/** The payments of the pots within reach, in the order in which they were scheduled. */
export async function listPayments(db: Database, asker: Asker, filters: PaymentFilters, wanted: PageWanted) {
  const place = wanted.cursor === undefined ? undefined : numberOf(wanted.cursor);
  const direction = wanted.sort === 'newest' ? 'desc' : 'asc';
  const narrowed = [
    ...(filters.id === undefined ? [] : [sql`and y.id = ${filters.id}`]),
    ...(filters.state === undefined ? [] : [sql`and y.state = ${filters.state}`]),
    ...(filters.potId === undefined ? [] : [sql`and y.pot_id = ${filters.potId}`]),
    ...(filters.grantId === undefined ? [] : [sql`and y.grant_id = ${filters.grantId}`]),
    ...(place === undefined
      ? []
      : [sql`and y.sequence ${wanted.sort === 'newest' ? sql.raw('<') : sql.raw('>')} ${place}`]),
  ];
  const order = sql`order by y.sequence ${sql.raw(direction)} limit ${oneMoreThan(wanted.limit)}`;
  const rows = await readRows(
    db,
    asker,
    db
      .with('page', () => page(asker, narrowed, order))
      // By itself, once: within the join Postgres would do it again for each line.
      .with(
        (waiting) => waiting('waiting').materialized(),
        () => placesInQueues('page'),
      )
      .selectFrom('page as y')
      .leftJoin('application as a', (join) =>
        join.onRef('a.tenant_id', '=', 'y.tenant_id').onRef('a.id', '=', 'y.grant_id'),
      )
      .leftJoin('waiting', 'waiting.id', 'y.id')
      .select((y) => [
        'y.id',
        'y.sequence',
        sql<'grant' | 'purchase' | 'refund_to_funder'>`y.cause`.as('cause'),
        'y.number',
        'y.amount_pence as amountPence',
        'y.due_at as dueAt',
        'y.scheduled_at as scheduledAt',
        paymentState('y').as('state'),
        'y.attempt',
        nameOf('pot', 'y.pot_id').as('pot'),
        nameOf('party', 'y.payee_id').as('payee'),
        funderOfPot('y.pot_id').as('funderName'),
        'y.purchase_id as purchaseId',
        nameOfAny('payment_run', 'y.run_id').as('run'),
        'waiting.place',
        sql<GrantOfPayment | null>`case when a.id is null then null else json_build_object('id', a.id, 'reference', a.reference, 'onHold', a.held_since is not null) end`.as(
          'grant',
        ),
        y
          .selectFrom('settlement as s')
          .select(sql<CalendarDate>`s.on_day`.as('onDay'))
          .whereRef('s.tenant_id', '=', 'y.tenant_id')
          .whereRef('s.payment_id', '=', 'y.id')
          .whereRef('s.attempt', '=', 'y.attempt')
          .where('s.outcome', '=', 'settled')
          .as('settledOn'),
      ])
      .orderBy('y.sequence', direction)
      .compile(),
  );
  return pageByNumber(rows, wanted.limit, ({ sequence }) => sequence);
}

/** So many payments of a pot are at one stage, and come to so much. */
export interface PaymentsCounted {
  readonly pot: Named;
  readonly state: PaymentState;
  readonly count: number;
  readonly totalPence: number;
}

/** What is neither settled nor planned for a later day. */
const underWay: readonly PaymentState[] = [
  'ready',
  'waiting_for_cash',
  'in_run',
  'authorised',
  'sent',
  'returned',
  'unknown',
];

/** How many payments of each pot within reach are at which stage, and what they come to: what is due and not yet over. */
export async function countPayments(db: Database, asker: Asker): Promise<readonly PaymentsCounted[]> {
  return readRows(
    db,
    asker,
    sql<PaymentsCounted>`
      select ${nameOf('pot', 'c.pot_id')} as pot, c.state, c.count, c.total as "totalPence" from (
        select y.tenant_id, y.pot_id, y.state, count(*)::int as count, sum(y.amount_pence)::bigint as total from payment y
        where y.tenant_id = ${asker.tenantId}::uuid and y.state = any(${underWay}::text[]) and ${potWithin('y.pot_id', potsReached(asker, staffRoles))}
        group by y.tenant_id, y.pot_id, y.state
      ) c order by ${nameIn('pot', 'c.pot_id')}, c.state
    `.compile(db),
  );
}

/** A payment that is due and covered by cash, with what may keep it out of a run. */
export interface ReadyPayment {
  readonly id: string;
  readonly payee: Named;
  /** Whose grant it is of, where another organisation receives the money for the group. */
  readonly partyId: string | null;
  readonly grantId: string | null;
  readonly purchaseId: string | null;
  readonly reference: string | null;
  readonly amountPence: number;
  readonly dueAt: string;
  readonly onHold: boolean;
  readonly hasBankDetails: boolean;
}

/** So many are ticked one by one; of more, all go into a run together. */
export const readyAtMost = 200;

/** A pot with its payments that can go into a run, oldest due first: at most {@link readyAtMost} and one more. */
export interface PotReady {
  readonly id: string;
  readonly name: string;
  readonly payments: readonly ReadyPayment[];
  readonly now: Instant;
}

/** A pot's payments that can go into a run, for its staff; undefined for others. */
export async function findReady(db: Database, asker: Asker, potId: string): Promise<PotReady | undefined> {
  return readRow(
    db,
    asker,
    sql<PotReady>`
      select pot.id, pot.name, app.now() as now, (select coalesce(json_agg(json_build_object('id', y.id, 'payee', ${nameOf('party', 'y.payee_id')},
          'partyId', a.party_id, 'grantId', y.grant_id, 'purchaseId', y.purchase_id, 'reference', a.reference, 'amountPence', y.amount_pence,
          'dueAt', ${iso('y.due_at')}, 'onHold', coalesce(a.held_since is not null, false),
          'hasBankDetails', ${isThere(sql`bank_account b where b.tenant_id = y.tenant_id and b.party_id = y.payee_id`)})
          order by y.due_at, y.sequence), '[]'::json)
        from (select * from payment where payment.tenant_id = pot.tenant_id and payment.pot_id = pot.id and payment.state = 'ready'
          order by payment.due_at, payment.sequence limit ${sql.lit(readyAtMost + 1)}) y
        left join application a on a.tenant_id = y.tenant_id and a.id = y.grant_id) as payments
      from pot where pot.tenant_id = ${asker.tenantId}::uuid and pot.id = ${potId}::uuid and ${potWithin('pot.id', potsReached(asker, staffRoles))}
    `.compile(db),
  );
}

interface GrantOfPayment {
  readonly id: string;
  readonly reference: string | null;
  readonly onHold: boolean;
}
