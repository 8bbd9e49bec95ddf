import { sql } from 'kysely';
import type { CalendarDate } from '../../src/domain/calendar';
import { staffRoles } from '../../src/domain/lives/roles';
import type { Database } from '../client';
import { inTenant } from '../transaction';
import { potsReached, potWithin, type Asker } from './asker';
import { paymentState, type PaymentState } from './grant';
import { named, namedOrNull } from './named';
import { numberOf, pageByNumber, type PageWanted } from './paging';
import { placeInQueue } from './place-in-queue';

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
  const rows = await inTenant(db, asker.tenantId, (tx) =>
    tx
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
        return page.orderBy('y.sequence', direction).limit(wanted.limit + 1);
      })
      .selectFrom('page as y')
      .innerJoin('pot', (join) => join.onRef('pot.tenant_id', '=', 'y.tenant_id').onRef('pot.id', '=', 'y.pot_id'))
      .innerJoin('fund', (join) =>
        join.onRef('fund.tenant_id', '=', 'pot.tenant_id').onRef('fund.id', '=', 'pot.fund_id'),
      )
      .innerJoin('party as funder', (join) =>
        join.onRef('funder.tenant_id', '=', 'fund.tenant_id').onRef('funder.id', '=', 'fund.funder_id'),
      )
      .innerJoin('party as payee', (join) =>
        join.onRef('payee.tenant_id', '=', 'y.tenant_id').onRef('payee.id', '=', 'y.payee_id'),
      )
      .leftJoin('application as a', (join) =>
        join.onRef('a.tenant_id', '=', 'y.tenant_id').onRef('a.id', '=', 'y.grant_id'),
      )
      .leftJoin('payment_run as run', (join) =>
        join.onRef('run.tenant_id', '=', 'y.tenant_id').onRef('run.id', '=', 'y.run_id'),
      )
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
        named('pot').as('pot'),
        named('payee').as('payee'),
        'funder.name as funderName',
        'y.purchase_id as purchaseId',
        namedOrNull('run').as('run'),
        placeInQueue('y').as('place'),
        sql<GrantOfPayment | null>`case when a.id is null then null else jsonb_build_object('id', a.id, 'reference', a.reference, 'onHold', a.held_since is not null) end`.as(
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
      .execute(),
  );
  return pageByNumber(rows, wanted.limit, ({ sequence }) => sequence);
}

interface GrantOfPayment {
  readonly id: string;
  readonly reference: string | null;
  readonly onHold: boolean;
}
