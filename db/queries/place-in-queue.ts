import { sql, type RawBuilder } from 'kysely';
import { cash } from '../../src/domain/accounts';
import type { CalendarDate } from '../../src/domain/calendar';

/** Where a payment stands while it waits for cash. */
export interface PlaceInQueue {
  /** From 1, in the order in which cash reaches payments; null while its grant is on hold, since it is then passed over. */
  readonly line: number | null;
  /** The day on which the funder's instalment that covers it, and all that come before it, is expected; null when none is. */
  readonly expectedOn: CalendarDate | null;
}

/** In SQL: the place of a row of `payment`, joined by that name, in its pot's queue; null for one that does not wait. */
export function placeInQueue(payment: string): RawBuilder<PlaceInQueue | null> {
  const of = (column: string) => sql.ref(`${payment}.${column}`);
  const order = (table: string) =>
    sql`(${sql.ref(`${table}.due_at`)}, ${sql.ref(`${table}.scheduled_at`)}, ${sql.ref(`${table}.sequence`)})`;
  return sql<PlaceInQueue | null>`case when ${of('state')} = 'waiting_for_cash' then (
    select jsonb_build_object(
      'line', case when exists (
          select from application held where held.tenant_id = ${of('tenant_id')} and held.id = ${of('grant_id')} and held.held_since is not null
        ) then null else ahead.payments + 1 end,
      'expectedOn', (
        select min(coming.expected_on) from (
          select i.expected_on, sum(i.amount_pence) over (order by i.expected_on, i.id) as so_far
          from instalment i where i.tenant_id = ${of('tenant_id')} and i.pot_id = ${of('pot_id')} and i.received_on is null
        ) coming
        where coming.so_far >= ahead.pence + ${of('amount_pence')} - coalesce((
          select bank.balance from account bank where bank.tenant_id = ${of('tenant_id')} and bank.code = ${cash.bank('').code} || ${of('pot_id')}::text), 0)
      ))
    from (
      select count(*) as payments, coalesce(sum(q.amount_pence), 0) as pence
      from payment q left join application g on g.tenant_id = q.tenant_id and g.id = q.grant_id
      where q.tenant_id = ${of('tenant_id')} and q.pot_id = ${of('pot_id')} and q.state = 'waiting_for_cash' and g.held_since is null
        and ${order('q')} < ${order(payment)}
    ) ahead
  ) end`;
}
