import type { CompiledQuery } from 'kysely';
import { compareInstants, londonDate, type Instant } from '../../domain/calendar/calendar';
import { arm, deadline } from '../../domain/calendar/deadlines';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import type { WithReason } from '../grant/grant-context';
import { findPayment } from '../payments/payment-of-grant';
import type { PurchaseContext } from './purchase-context';

/** The dates of a purchase that can be moved. */
export const purchaseDates = ['authorisation', 'delivery', 'payment'] as const;
export type PurchaseDate = (typeof purchaseDates)[number];

/** Which date, to when, and why. */
export interface ExtendPurchaseDateBody extends WithReason {
  readonly which: PurchaseDate;
  readonly to: Instant;
}

const waitedForIn: Readonly<Record<PurchaseDate, readonly string[]>> = {
  authorisation: ['requested'],
  delivery: ['ordered', 'accepted'],
  payment: ['matched'],
};

const engineCommand: Readonly<Record<PurchaseDate, string>> = {
  authorisation: 'chasePurchaseAuthorisation',
  delivery: 'chaseDelivery',
  payment: 'payPurchase',
};

/**
 * Gives more time: the date moves, and with it its timer. Dates are only made later, because people rely on them.
 * @refusal PURCHASE_DATE_NOT_SET, DATE_PASSED, DATE_NOT_LATER
 */
export const extendPurchaseDate = defineCommand<ExtendPurchaseDateBody, 'purchase'>(
  'purchase',
  'extendPurchaseDate',
  async (c) => {
    const { tx, tenantId, row, body } = c;
    const { which, to, reason } = body;
    const payment = which === 'payment' ? await findPayment(tx, tenantId, { purchaseId: row.id }) : undefined;
    const currentAt = c.deadlines.find(({ name }) => name === which)?.at ?? null;
    const isWaitedFor =
      waitedForIn[which].includes(row.state) && (which !== 'payment' || payment?.state === 'scheduled');
    const refusal = isWaitedFor ? dateRefusal(to, currentAt, c.at) : notSet();
    if (refusal !== undefined) return refusal;

    const moved = deadline(which, to, { then: engineCommand[which] }, c.at, payment?.id);
    return {
      deadlines: arm(c.deadlines, moved),
      event: { text: reason, before: { which, at: currentAt }, after: { which, at: to } },
      ...(payment === undefined ? {} : { set: { payment_due_on: londonDate(to) }, writes: [movePayment(c, to)] }),
    };
  },
);

const notSet = (): Refusal => refuse('PURCHASE_DATE_NOT_SET', { field: '/which' });

function dateRefusal(to: Instant, currentAt: Instant | null, now: Instant): Refusal | undefined {
  if (compareInstants(to, now) <= 0) return refuse('DATE_PASSED', { field: '/to' });
  return currentAt !== null && compareInstants(to, currentAt) <= 0
    ? refuse('DATE_NOT_LATER', { field: '/to', facts: { currentAt } })
    : undefined;
}

function movePayment({ tx, tenantId, row }: PurchaseContext, dueAt: Instant): CompiledQuery {
  return tx
    .updateTable('payment')
    .set({ due_at: dueAt })
    .where('tenant_id', '=', tenantId)
    .where('purchase_id', '=', row.id)
    .where('state', '=', 'scheduled')
    .compile();
}
