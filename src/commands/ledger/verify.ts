import { CompiledQuery, sql } from 'kysely';
import type { Database, Tx } from '../../../db/client';
import { inTenant } from '../../../db/transaction';
import { checks, type Found } from './checks';

/** One thing that is not as it should be. Sums in pence. */
export interface Difference extends Found {
  readonly tenantId: string;
  /** What was compared. */
  readonly check: string;
}

/** What adding everything up again found. */
export interface Verification {
  readonly differences: readonly Difference[];
  readonly transfers: number;
  readonly accounts: number;
}

/**
 * Adds up every transfer of every organisation again, account by account, and compares the balances, those that each transfer carries
 * too; then compares both books with what awards, payments, purchases, refunds and instalments say. Each organisation is looked at as it
 * is at one moment, so commands may go on meanwhile.
 * @throws the signal's reason when it is aborted, between two checks
 */
export async function verifyLedger(db: Database, signal?: AbortSignal): Promise<Verification> {
  const tenants = await sql<{ tenant_id: string }>`select tenant_id from app.tenants()`.execute(db);
  const differences: Difference[] = [];
  const looked = { transfers: 0, accounts: 0 };
  for (const { tenant_id: tenantId } of tenants.rows) {
    await inTenant(db, tenantId, async (tx) => {
      // One snapshot for all checks; a ledger of years takes longer than a request may; and each table is to be read once, whatever
      // the planner believes of a table that has just grown.
      await tx.executeQuery(
        CompiledQuery.raw(
          "set transaction isolation level repeatable read, read only; set local statement_timeout = '9min'; set local enable_nestloop = off",
        ),
      );
      for (const [check, find] of Object.entries(checks)) {
        signal?.throwIfAborted();
        const { rows } = await find(tenantId).execute(tx);
        differences.push(...rows.map((found) => ({ tenantId, check, ...found })));
      }
      const { transfers, accounts } = await size(tx, tenantId);
      looked.transfers += transfers;
      looked.accounts += accounts;
    });
  }
  return { differences, ...looked };
}

async function size(tx: Tx, tenantId: string): Promise<{ transfers: number; accounts: number }> {
  const { rows } = await sql<{ transfers: number; accounts: number }>`
    select (select count(*) from transfer where tenant_id = ${tenantId}) as transfers,
      (select count(*) from account where tenant_id = ${tenantId}) as accounts
  `.execute(tx);
  return rows[0] ?? { transfers: 0, accounts: 0 };
}
