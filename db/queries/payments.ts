import { sql } from 'kysely';
import type { CalendarDate } from '../../src/domain/calendar';
import { staffRoles } from '../../src/domain/lives/roles';
import type { Database } from '../client';
import { readRows } from '../read';
import { potsReached, potWithin, type Asker } from './asker';
import { paymentState, type PaymentState } from './grant';
import { funderOfPot, nameOf, nameOfAny } from './named';
import { numberOf, oneMoreThan, pageByNumber, type PageWanted } from './paging';
import { placesInQueues } from './place-in-queue';

/** What narrows the list of payments. */
export interface PaymentFilters {
  readonly state?: PaymentState | undefined;
  readonly potId?: string | undefined;
  readonly grantId?: string | undefined;
}

/** The payments of the pots within reach, in the order in which they were scheduled. */
export async function listPayments(db: Database, asker: Asker, filters: PaymentFilters, wanted: PageWanted) {
  const place = wanted.cursor === undefined ? undefined : numberOf(wanted.cursor);
  const direction = wanted.sort === 'newest' ? 'desc' : 'asc';
  const rows = await readRows(
    db,
    asker,
    db
      .with('page', (with_) => {
        let page = with_
          .selectFrom('payment as y')
          .selectAll()
          .where('y.tenant_id', '=', asker.tenantId)
          .where(potWithin('y.pot_id', potsReached(asker, staffRoles)));
        if (filters.state !== undefined) page = page.where('y.state', '=', filters.state);
        if (filters.potId !== undefined) page = page.where('y.pot_id', '=', filters.potId);
        if (filters.grantId !== undefined) page = page.where('y.grant_id', '=', filters.grantId);
        if (place !== undefined) page = page.where('y.sequence', wanted.sort === 'newest' ? '<' : '>', place);
        return page.orderBy('y.sequence', direction).limit(oneMoreThan(wanted.limit));
      })
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

interface GrantOfPayment {
  readonly id: string;
  readonly reference: string | null;
  readonly onHold: boolean;
}
