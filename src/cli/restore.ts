import { openDatabase, type Database } from '../../db/client';
import { keyId } from '../../db/key-ring';
import { countOpenPaymentRuns } from '../../db/queries/money/payment-runs-open';
import { verifyLedger } from '../commands/ledger/verify';
import { readServiceEnvironment } from '../config/environment';
import { StartupError } from '../config/startup-error';
import { waitingSubjects } from '../contracts/ids';
import { endRuns } from '../delivery/runs';
import type { Manifest } from './backup/format';
import { restoreBackup } from './backup/restore';
import { makeDatabase, ownersEnvironment } from './owner';
import { withRuns } from './runs';

/** What `grantpot restore` is told on the command line. */
export interface RestoreOptions {
  /** A login that may make roles and databases; only needed where the database is not there yet. */
  readonly databaseAdministrator?: string;
  /** False to restore although what is sealed cannot be opened. */
  readonly keys: boolean;
}

/**
 * Restores a backup into an empty database, adds both books up again, and says what is to be done next. Ends with exit code 1 when the books
 * differ. Runs that Temporal still has are ended first: they know of a later record, and would wait for the wrong instants.
 */
export async function restoreCommand(file: string, options: RestoreOptions): Promise<void> {
  const environment = readServiceEnvironment();
  const owner = ownersEnvironment();
  await makeDatabase(options.databaseAdministrator, owner);
  const { header, manifest, migrated } = await restoreBackup({
    migrationUrl: owner.databaseMigrationUrl,
    file,
    mayBegin: async ({ fieldKeys }) => {
      if (options.keys) refuseWithoutKeys(environment.fieldKeys, fieldKeys);
      await withRuns(environment, async (runs) => {
        for (const subject of waitingSubjects) await endRuns(runs, subject, 'the record is restored from a backup');
      });
    },
  });
  say(`${sizeOf(manifest)} are there again, as they were at ${header.at}.`);
  const newest = migrated.at(-1);
  if (newest !== undefined) say(`The database was then brought up to date, to ${newest}.`);
  const db = openDatabase(environment.databaseUrl, { connections: 1 });
  try {
    await sayHowItIs(db, header.at);
  } finally {
    await db.destroy();
  }
}

/** `46 tables with 1200 rows`. */
export function sizeOf({ tables }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `${String(tables.length)} tables with ${String(rows)} rows`;
}

function refuseWithoutKeys(keys: readonly Buffer[], needed: readonly string[]): void {
  const here = keys.map(keyId);
  const missing = needed.find((id) => id !== 'nameless' && !here.includes(id));
  if (missing === undefined) return;
  throw new StartupError(
    `Bank details and client references in this backup are sealed with field key ${missing}, which is not here: put the keys.json that was kept beside the backup into the data directory (or its key into GRANTPOT_FIELD_KEY) and start Grantpot again, or restore with --no-keys and ask for those details anew.`,
  );
}

async function sayHowItIs(db: Database, at: string): Promise<void> {
  const { differences, transfers } = await verifyLedger(db);
  say(`Both books were added up again: ${String(transfers)} transfers, ${String(differences.length)} differences.`);
  if (differences.length > 0) process.exitCode = 1;
  const open = await countOpenPaymentRuns(db);
  say(
    [
      'Next:',
      `- Whatever happened after ${at} is not in it.${open === 0 ? '' : ` ${String(open)} payment runs were under way then: compare each with the bank's statement before anything is paid.`}`,
      '- The reconciler begins the run of every grant again within a minute, with its original deadlines: npx grantpot reconcile does it now.',
      '- Mail that left after the backup may come a second time, with the same Message-ID.',
    ].join('\n'),
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
