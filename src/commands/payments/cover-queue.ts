import { sql, type CompiledQuery } from 'kysely';
import { cash, transfer, type Transfer } from '../../domain/accounts';
import type { Instant } from '../../domain/calendar';
import { coverQueue as covered } from '../../domain/cash-queue';
import { addPence, pence, ZERO, type Pence } from '../../domain/money';
import type { Acting, PaymentName } from './acting';
import { tellOnTimelines } from './payment-events';

/** A payment that begins to wait with this command: an instalment that fell due, or one that is tried again. */
export interface Joining extends PaymentName {
  readonly amountPence: Pence;
  readonly dueAt: Instant;
  readonly scheduledAt: Instant;
  readonly sequence: number;
  /** Which try it now is; the keys of its transfers name it. */
  readonly attempt: number;
  /** Whether its grant is on hold: it waits, is passed over, and holds nobody up. */
  readonly heldBack: boolean;
}

/** What this command does to a pot's queue or cash, besides covering. Nothing of it is in the database yet. */
export interface QueueChange {
  readonly joining?: readonly Joining[];
  /** Waiting payments that this command cancels. */
  readonly leavingIds?: readonly string[];
  /** What this command brings into the pot's bank account. */
  readonly incomingPence?: Pence;
  /** A grant that this command releases from hold. */
  readonly releasedGrantId?: string;
}

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
  await lockQueue(acting, potId);
  const waiting = await waitingPayments(acting, potId, change);
  const joining = change.joining ?? [];
  const queue = [...waiting, ...joining];
  const inBank = addPence(await bankBalance(acting, potId), change.incomingPence ?? ZERO);

  const byId = new Map(queue.map((payment) => [payment.id, payment]));
  const readyIds = covered(
    inBank,
    queue.map((payment) => ({ ...payment, paymentId: payment.id })),
  );
  const ready = readyIds.flatMap((id) => byId.get(id) ?? []);
  const isReady = new Set(readyIds);
  const nowWaiting = joining.filter(({ id }) => !isReady.has(id));
  const told = (payments: readonly Joining[]) =>
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

async function waitingPayments({ tx, tenantId }: Acting, potId: string, change: QueueChange): Promise<Joining[]> {
  const leaving = new Set(change.leavingIds ?? []);
  const { rows } = await sql<Joining>`
    select p.id, p.grant_id as "grantId", p.purchase_id as "purchaseId", p.amount_pence as "amountPence", p.due_at as "dueAt",
      p.scheduled_at as "scheduledAt", p.sequence, p.attempt,
      coalesce(a.held_since is not null and a.id is distinct from ${change.releasedGrantId ?? null}::uuid, false) as "heldBack"
    from payment p left join application a on a.tenant_id = p.tenant_id and a.id = p.grant_id
    where p.tenant_id = ${tenantId} and p.pot_id = ${potId} and p.state = 'waiting_for_cash'
    order by p.id for no key update of p
  `.execute(tx);
  return rows.filter(({ id }) => !leaving.has(id));
}

async function bankBalance({ tx, tenantId }: Acting, potId: string): Promise<Pence> {
  const row = await tx
    .selectFrom('account')
    .select('balance')
    .where('tenant_id', '=', tenantId)
    .where('code', '=', cash.bank(potId).code)
    .executeTakeFirst();
  return pence(row?.balance ?? 0);
}
