import { openDatabase } from '../../db/client';
import { noteLedgerCheck } from '../../db/queries/money/ledger-check';
import { verifyLedger } from '../commands/ledger/verify';
import { readDatabaseEnvironment } from '../config/environment';

/** Adds up both books of every organisation again, prints each difference, and ends with exit code 1 when there is one. It counts as the day's check: what is told of the ledger is told by it. */
export async function verifyLedgerCommand(): Promise<void> {
  const db = openDatabase(readDatabaseEnvironment().databaseUrl, { connections: 1 });
  try {
    const { differences, transfers, accounts } = await verifyLedger(db);
    await noteLedgerCheck(db, differences.length);
    for (const difference of differences) process.stdout.write(`${JSON.stringify(difference)}\n`);
    process.stdout.write(
      `${String(transfers)} transfers over ${String(accounts)} accounts added up again, ${String(differences.length)} differences\n`,
    );
    if (differences.length > 0) process.exitCode = 1;
  } finally {
    await db.destroy();
  }
}
