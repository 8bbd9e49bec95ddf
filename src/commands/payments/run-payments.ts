import { sql, type CompiledQuery } from 'kysely';
import type { Tx } from '../../../db/client';
import type { Pence } from '../../domain/money/money';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import type { PaymentName } from './acting';

/** A payment of a run. */
export interface RunPayment extends PaymentName {
  readonly payeeId: string;
  /** Whose grant it is of. */
  readonly partyId: string | null;
  /** The version of the payee's bank account that was frozen when it went into the run. */
  readonly bankAccountId: string;
  readonly amountPence: Pence;
  readonly attempt: number;
  readonly state: string;
}

/** The payments that are in a run now, locked in the order of their ids. */
export async function lockPaymentsOfRun(tx: Tx, tenantId: string, runId: string): Promise<readonly RunPayment[]> {
  const { rows } = await sql<RunPayment>`
    select id, grant_id as "grantId", purchase_id as "purchaseId", payee_id as "payeeId",
      (select a.party_id from application a where a.tenant_id = payment.tenant_id and a.id = payment.grant_id) as "partyId", bank_account_id as "bankAccountId",
      amount_pence as "amountPence", attempt, state
    from payment where tenant_id = ${tenantId} and run_id = ${runId} order by id for no key update
  `.execute(tx);
  return rows;
}

/**
 * Holds the grants of a run's payments, so that none is put on hold or ends while the run moves. Comes after the run and before
 * its payments, in the order of locks. @returns the grants that are on hold.
 */
export async function lockGrantsOfRun(tx: Tx, tenantId: string, runId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    with grants as materialized (
      select a.id, a.held_since from application a
      where a.tenant_id = ${tenantId}
        and a.id in (select p.grant_id from payment p where p.tenant_id = ${tenantId} and p.run_id = ${runId})
      order by a.id for share
    )
    select id from grants where held_since is not null
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** PAYMENT_ON_HOLD with those payments of a run whose grant is on hold, if any is. */
export function holdRefusal(payments: readonly RunPayment[], heldGrantIds: readonly string[]): Refusal | undefined {
  const held = payments.filter(({ grantId }) => grantId !== null && heldGrantIds.includes(grantId));
  return held.length === 0 ? undefined : refuse('PAYMENT_ON_HOLD', { facts: { paymentIds: held.map(({ id }) => id) } });
}

/** The payments that are in a run now whose bank details, as they were frozen, cannot be opened. */
export async function unreadablePayments(
  tx: Tx,
  tenantId: string,
  runId: string,
  canOpen: (sealed: string) => boolean,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string; sealed: string }>`
    select p.id, b.details_sealed as sealed from payment p join bank_account b on b.tenant_id = p.tenant_id and b.id = p.bank_account_id
    where p.tenant_id = ${tenantId} and p.run_id = ${runId} order by p.id
  `.execute(tx);
  return rows.filter(({ sealed }) => !canOpen(sealed)).map(({ id }) => id);
}

/** BANK_DETAILS_UNREADABLE with those payments, if there are any. */
export function unreadableRefusal(paymentIds: readonly string[]): Refusal | undefined {
  return paymentIds.length === 0 ? undefined : refuse('BANK_DETAILS_UNREADABLE', { facts: { paymentIds } });
}

/** Moves all payments of a run that are in one state to another: one update, however many they are. */
export function moveAllOfRun(
  tx: Tx,
  tenantId: string,
  runId: string,
  from: readonly string[],
  to: string,
): CompiledQuery {
  return tx
    .updateTable('payment')
    .set({ state: to })
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .where('state', 'in', from)
    .compile();
}

/** Takes payments out of a run; they stay covered, and can go into another. */
export function takeOutOfRun(tx: Tx, tenantId: string, paymentIds: readonly string[]): CompiledQuery {
  return sql`
    update payment set state = 'ready', run_id = null, bank_account_id = null
    where tenant_id = ${tenantId} and id in (select jsonb_array_elements_text(${JSON.stringify(paymentIds)}::jsonb)::uuid)
  `.compile(tx);
}
