import type { Database } from '../../db/client';
import { claimLedgerCheck, noteLedgerCheck } from '../../db/queries/money/ledger-check';
import { verifyLedger, type Verification } from '../commands/ledger/verify';

const everyHours = 24;

/**
 * Verifies the ledger when the last time is a day ago, however many workers there are: one of them claims it. It reads all transfers, table by
 * table over one connection, so it is not done more often; `grantpot ledger verify` does it at any time.
 * @returns what was found; undefined when it was not due
 * @throws the signal's reason when it is aborted between two checks; another worker does it again in an hour
 */
export async function checkLedgerWhenDue(db: Database, signal: AbortSignal): Promise<Verification | undefined> {
  if (!(await claimLedgerCheck(db, everyHours))) return undefined;
  const found = await verifyLedger(db, signal);
  await noteLedgerCheck(db, found.differences.length);
  return found;
}
