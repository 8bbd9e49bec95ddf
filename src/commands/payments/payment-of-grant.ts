import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import type { Instant } from '../../domain/calendar/calendar';
import type { Queued } from './read-queue';

/** One payment with what its payee and its grant say of it. */
export interface KnownPayment extends Queued {
  readonly state: string;
  readonly payeeId: string;
  /** The bank account that the last try went to. */
  readonly bankAccountId: string | null;
  /** The newest version that the payee gave. */
  readonly newestBankAccountId: string | null;
  /** Conditions of the grant that are neither met nor waived. */
  readonly unmetConditions: number;
}

/** Finds a payment of a grant (`cause` grant) or of a purchase. That subject is locked, so nobody else moves it while it is not yet waiting. */
export async function findPayment(
  tx: Tx,
  tenantId: string,
  of: { readonly grantId: string; readonly paymentId: string } | { readonly purchaseId: string },
): Promise<KnownPayment | undefined> {
  const condition =
    'purchaseId' in of
      ? sql`p.purchase_id = ${of.purchaseId} and p.state <> 'cancelled'`
      : sql`p.id = ${of.paymentId} and p.grant_id = ${of.grantId} and p.cause = 'grant'`;
  const { rows } = await sql<KnownPayment>`
    select p.id, p.grant_id as "grantId", p.purchase_id as "purchaseId", p.amount_pence as "amountPence", p.due_at as "dueAt",
      p.scheduled_at as "scheduledAt", p.sequence, p.attempt, p.state, p.payee_id as "payeeId", p.bank_account_id as "bankAccountId",
      (select b.id from bank_account b where b.tenant_id = p.tenant_id and b.party_id = p.payee_id order by b.version desc limit 1)
        as "newestBankAccountId",
      a.held_since is not null as "heldBack",
      (select count(*)::int from condition c where c.tenant_id = p.tenant_id and c.grant_id = p.grant_id and c.state in ('open', 'failed'))
        as "unmetConditions"
    from payment p join application a on a.tenant_id = p.tenant_id and a.id = p.grant_id
    where p.tenant_id = ${tenantId} and ${condition}
  `.execute(tx);
  return rows[0];
}

/** The instalments of a grant that fell due and were not paid, because something was missing. */
export async function blockedInstalments(
  tx: Tx,
  tenantId: string,
  grantId: string,
  at: Instant,
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('payment')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', grantId)
    .where('cause', '=', 'grant')
    .where('state', '=', 'scheduled')
    .where('due_at', '<=', at)
    .orderBy('number')
    .execute();
  return rows.map(({ id }) => id);
}
