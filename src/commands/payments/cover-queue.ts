import { sql, type CompiledQuery } from 'kysely';
import { cash, transfer, type Transfer } from '../../domain/money/accounts';
import { coverQueue as covered } from '../../domain/money/cash-queue';
import { addPence, ZERO } from '../../domain/money/money';
import type { Acting } from './acting';
import { tellOnTimelines } from './payment-events';
import { readQueue, type QueueChange, type Queued } from './read-queue';

/** The queue after this command, as data: nothing of it is written yet. */
export interface CoveredQueue {
  readonly writes: readonly CompiledQuery[];
  readonly transfers: readonly Transfer[];
  /** What became ready, in order of the queue. */
  readonly readyIds: readonly string[];
}

/**
 * Covers a pot's queue of waiting payments with the cash in its bank account: oldest due first, then first scheduled; nothing
 * overtakes, and payments of grants on hold are passed over. Called by whatever adds to the queue or to the cash.
 *
 * The pot's row is locked first, and the queue is read in a statement after that: so of two commands the second sees what the first
 * made of queue and cash, and a payment that began to wait meanwhile is not missed.
 */
export async function coverQueue(acting: Acting, potId: string, change: QueueChange): Promise<CoveredQueue> {
  const { tx, tenantId } = acting;
  const [, queue] = await Promise.all([lockQueue(acting, potId), readQueue(acting, potId, change)]);
  const joining = change.joining ?? [];
  const movable = new Map([...queue.waiting, ...joining].map((payment) => [payment.id, payment]));
  const inBank = addPence(queue.bankPence, change.incomingPence ?? ZERO);
  const ready = covered(
    inBank,
    [...movable.values(), ...queue.expected].map((payment) => ({ ...payment, paymentId: payment.id })),
  ).flatMap((id) => movable.get(id) ?? []);
  const readyIds = ready.map(({ id }) => id);
  const isReady = new Set(readyIds);
  const nowWaiting = joining.filter(({ id }) => !isReady.has(id));
  const told = (payments: readonly Queued[]) =>
    payments.map((payment) => ({ ...payment, after: { amountPence: payment.amountPence } }));

  const moved = [
    ...ready.map(({ id, attempt }) => ({ id, attempt, state: 'ready' })),
    ...nowWaiting.map(({ id, attempt }) => ({ id, attempt, state: 'waiting_for_cash' })),
  ];
  return {
    readyIds,
    transfers: ready.map(({ id, attempt, amountPence }) =>
      transfer(cash.bank(potId), cash.reserved(potId), amountPence, `payment:${id}:reserve:${String(attempt)}`),
    ),
    writes:
      moved.length === 0
        ? []
        : [
            sql`
              update payment p set state = m.state, attempt = m.attempt, run_id = null, bank_account_id = null
              from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m (id uuid, attempt int, state text)
              where p.tenant_id = ${tenantId} and p.id = m.id
            `.compile(tx),
            ...tellOnTimelines(acting, 'payment_waits_for_cash', told(nowWaiting.filter(({ heldBack }) => !heldBack))),
            ...tellOnTimelines(acting, 'payment_became_ready', told(ready)),
          ],
  };
}

/** Holds a pot's queue and cash until the transaction ends. Comes after grants and parties, and before payments, in the order of locks. */
export async function lockQueue({ tx, tenantId }: Acting, potId: string): Promise<void> {
  await tx
    .selectFrom('pot')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', potId)
    .forNoKeyUpdate()
    .execute();
}
