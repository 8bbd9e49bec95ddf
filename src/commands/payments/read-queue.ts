import { sql } from 'kysely';
import { cash } from '../../domain/money/accounts';
import type { Instant } from '../../domain/calendar/calendar';
import { pence, subtractPence, sumPence, type Pence } from '../../domain/money/money';
import type { Acting, PaymentName } from './acting';

/** A payment with its place in a pot's queue for cash. */
export interface Queued extends PaymentName {
  readonly amountPence: Pence;
  readonly dueAt: Instant;
  readonly scheduledAt: Instant;
  readonly sequence: number;
  /** Which try it is; the keys of its transfers name it. */
  readonly attempt: number;
  /** Whether its grant is on hold: it waits, is passed over, and holds nobody up. */
  readonly heldBack: boolean;
}

/** What a command does to a pot's queue or cash, besides covering. Nothing of it is in the database yet. */
export interface QueueChange {
  /** Payments that begin to wait: an instalment that fell due, or one that is tried again. */
  readonly joining?: readonly Queued[];
  /** Payments that are cancelled. */
  readonly leavingIds?: readonly string[];
  /** What comes into the pot's bank account. */
  readonly incomingPence?: Pence;
  /** A grant that is put on hold. */
  readonly heldGrantId?: string;
  /** A grant whose hold ends. */
  readonly releasedGrantId?: string;
}

/** A pot's queue and cash, before what the command changes. */
export interface Queue {
  readonly waiting: readonly Queued[];
  /** Those that are due and will join as soon as their own subject gets to it; they keep their places. Read only when cash is short. */
  readonly expected: readonly Queued[];
  readonly bankPence: Pence;
}

/** Reads a pot's queue, which is locked; those that wait are locked in the order of their ids. */
export async function readQueue(acting: Acting, potId: string, change: QueueChange): Promise<Queue> {
  const { tx, tenantId, at } = acting;
  const { rows } = await sql<{ waiting: readonly Queued[]; bank: number; expected: number }>`
    with waiting as materialized (
      select p.* from payment p
      where p.tenant_id = ${tenantId} and p.pot_id = ${potId} and p.state = 'waiting_for_cash' order by p.id for no key update
    )
    select
      (select coalesce(jsonb_agg(to_jsonb(w)), '[]'::jsonb) from (select ${columns(change)} from waiting p ${grantOfPayment}) w) as waiting,
      coalesce((select a.balance from account a where a.tenant_id = ${tenantId} and a.code = ${cash.bank(potId).code}), 0) as bank,
      coalesce((
        select sum(p.amount_pence) from payment p
        where p.tenant_id = ${tenantId} and p.pot_id = ${potId} and p.state = 'scheduled' and p.due_at <= ${at}), 0)::bigint as expected
  `.execute(tx);
  const read = rows[0];
  if (read === undefined) throw new Error('a select without a table gives one row');
  const gone = new Set(change.leavingIds ?? []);
  const waiting = read.waiting.filter(({ id }) => !gone.has(id));
  const wanted = sumPence([...waiting, ...(change.joining ?? [])].map(({ amountPence }) => amountPence));
  const left = subtractPence(pence(read.bank + (change.incomingPence ?? 0)), wanted);
  const isShort = read.expected > left;
  return {
    waiting,
    expected: isShort ? await expectedPayments(acting, potId, change) : [],
    bankPence: pence(read.bank),
  };
}

/**
 * Those that are due and not in the queue yet: several fall due at one instant, each in a transaction of its own, and without the
 * places of the later ones whichever came first would take the cash. What is blocked, or was given up on, keeps no place.
 */
async function expectedPayments(
  { tx, tenantId, at }: Acting,
  potId: string,
  change: QueueChange,
): Promise<readonly Queued[]> {
  const { rows } = await sql<Queued>`
    select ${columns(change)} from payment p ${grantOfPayment}
    where p.tenant_id = ${tenantId} and p.pot_id = ${potId} and p.state = 'scheduled' and p.due_at <= ${at} and (
      p.cause = 'grant' and a.stage = 'active' and a.stuck = '{}'
        and exists (select 1 from bank_account b where b.tenant_id = p.tenant_id and b.party_id = p.payee_id)
        and not exists (
          select 1 from condition c where c.tenant_id = p.tenant_id and c.grant_id = p.grant_id and c.state in ('open', 'failed'))
      or exists (select 1 from purchase u where u.tenant_id = p.tenant_id and u.id = p.purchase_id and u.stuck = '{}')
    )
  `.execute(tx);
  const others = new Set([...(change.leavingIds ?? []), ...(change.joining ?? []).map(({ id }) => id)]);
  return rows.filter(({ id }) => !others.has(id));
}

const grantOfPayment = sql`left join application a on a.tenant_id = p.tenant_id and a.id = p.grant_id`;

const columns = ({ heldGrantId, releasedGrantId }: QueueChange) => sql`
  p.id, p.grant_id as "grantId", p.purchase_id as "purchaseId", p.amount_pence as "amountPence", p.due_at as "dueAt",
  p.scheduled_at as "scheduledAt", p.sequence, p.attempt,
  coalesce(
    a.held_since is not null and a.id is distinct from ${releasedGrantId ?? null}::uuid or a.id = ${heldGrantId ?? null}::uuid, false) as "heldBack"`;
