import { createHash } from 'node:crypto';
import type { Tx } from '../../../db/client';
import { pence, sumPence, type Pence } from '../../domain/money/money';

/** What an authoriser is shown of one payment of a run. */
export interface SeenPayment {
  readonly id: string;
  readonly payeeId: string;
  readonly bankAccountId: string;
  readonly amountPence: Pence;
}

/**
 * A digest of exactly what is authorised: the run, and each payment with its payee, sum and frozen bank account. The page shows it,
 * and the authorisation names it, so nobody authorises what they have not seen.
 */
export function seenHash(runId: string, payments: readonly SeenPayment[]): string {
  const lines = payments
    .map(({ id, payeeId, bankAccountId, amountPence }) => [id, payeeId, bankAccountId, amountPence] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([runId, lines]))
    .digest('base64url');
}

/** What a run holds, as it is shown to who authorises it. */
export interface SeenRun {
  readonly seenHash: string;
  readonly totalPence: Pence;
  readonly payments: number;
}

/** The hash and total of a run as it is now, for its page; a run that was cancelled holds nothing. */
export async function readSeenRun(tx: Tx, tenantId: string, runId: string): Promise<SeenRun> {
  const lines = await tx
    .selectFrom('payment_run_line')
    .select(['payment_id as id', 'payee_id as payeeId', 'bank_account_id as bankAccountId', 'amount_pence'])
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .where('dropped_at', 'is', null)
    .execute();
  const payments = lines.map(({ amount_pence, ...line }) => ({ ...line, amountPence: pence(amount_pence) }));
  return {
    seenHash: seenHash(runId, payments),
    totalPence: sumPence(payments.map(({ amountPence }) => amountPence)),
    payments: payments.length,
  };
}
