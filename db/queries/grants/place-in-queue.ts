import { sql, type RawBuilder } from 'kysely';
import { cash } from '../../../src/domain/money/accounts';
import type { CalendarDate } from '../../../src/domain/calendar/calendar';

/** Where a payment stands while it waits for cash. */
export interface PlaceInQueue {
  /** From 1, in the order in which cash reaches payments; null while its grant is on hold, since it is then passed over. */
  readonly line: number | null;
  /** The day on which the funder's instalment that covers it, and all that come before it, is expected; null when none is. */
  readonly expectedOn: CalendarDate | null;
}

/** In SQL: the order of a pot's queue. */
const order = (table: string): RawBuilder<unknown> =>
  sql`${sql.ref(`${table}.due_at`)}, ${sql.ref(`${table}.scheduled_at`)}, ${sql.ref(`${table}.sequence`)}`;

/** In SQL: whether the grant of a row of `payment` is on hold; few are, and they have an index of their own. */
const isHeld = (payment: string): RawBuilder<boolean> => sql<boolean>`exists (select 1 from application held
  where held.tenant_id = ${sql.ref(`${payment}.tenant_id`)} and held.id = ${sql.ref(`${payment}.grant_id`)} and held.held_since is not null)`;

/** In SQL: the day on which a sum, all that comes before a payment and the payment itself, is covered by what is in the bank and still to come. */
const coveredOn = (payment: string, pence: RawBuilder<unknown>): RawBuilder<CalendarDate | null> => {
  const of = (column: string) => sql.ref(`${payment}.${column}`);
  return sql<CalendarDate | null>`(
    select min(coming.expected_on) from (
      select i.expected_on, sum(i.amount_pence) over (order by i.expected_on, i.id) as so_far
      from instalment i where i.tenant_id = ${of('tenant_id')} and i.pot_id = ${of('pot_id')} and i.received_on is null
    ) coming
    where coming.so_far >= ${pence} - coalesce((
      select bank.balance from account bank where bank.tenant_id = ${of('tenant_id')} and bank.code = ${cash.bank('').code} || ${of('pot_id')}::text), 0))`;
};

/** In SQL: the place of one row of `payment`, joined by that name, in its pot's queue; null for one that does not wait. */
export function placeInQueue(payment: string): RawBuilder<PlaceInQueue | null> {
  const of = (column: string) => sql.ref(`${payment}.${column}`);
  return sql<PlaceInQueue | null>`case when ${of('state')} = 'waiting_for_cash' then (
    select json_build_object('line', case when ${isHeld(payment)} then null else ahead.payments + 1 end,
      'expectedOn', ${coveredOn(payment, sql`ahead.pence + ${of('amount_pence')}`)})
    from (
      select count(*) as payments, coalesce(sum(q.amount_pence), 0) as pence from payment q
      where q.tenant_id = ${of('tenant_id')} and q.pot_id = ${of('pot_id')} and q.state = 'waiting_for_cash' and not ${isHeld('q')}
        and (${order('q')}) < (${order(payment)})
    ) ahead
  ) end`;
}

/**
 * In SQL: the places of those of a page of payments that wait, each queue counted once, in the order of its index: `id` and `place`.
 * For many rows this is what {@link placeInQueue} is for one.
 */
export function placesInQueues(page: string): RawBuilder<{ id: string; place: PlaceInQueue }> {
  // In order, and offset 0: it is asked once of each line whether it is held, and only of those of the page which money covers it.
  return sql`(
    select q.id, json_build_object('line', case when q.held then null else q.line end, 'expectedOn', ${coveredOn('q', sql`q.so_far`)}) as place
    from (
      select queued.*
      from (select distinct p.tenant_id, p.pot_id from ${sql.table(page)} p where p.state = 'waiting_for_cash') pots
      cross join lateral (
        select w.id, w.tenant_id, w.pot_id, w.held, count(*) filter (where not w.held) over upto as line,
          coalesce(sum(w.amount_pence) filter (where not w.held) over upto, 0) + case when w.held then w.amount_pence else 0 end as so_far
        from (
          select y.*, ${isHeld('y')} as held from payment y
          where y.tenant_id = pots.tenant_id and y.pot_id = pots.pot_id and y.state = 'waiting_for_cash'
          order by ${order('y')}
        ) w
        window upto as (order by ${order('w')} rows unbounded preceding)
      ) queued
      where queued.id in (select p.id from ${sql.table(page)} p)
      offset 0
    ) q)`;
}
