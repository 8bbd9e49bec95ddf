import { existsSync, promises as fs, readdirSync } from 'node:fs';
import { join } from 'node:path';
import path from 'node:path';

import { FileMigrationProvider, Kysely, Migrator, PostgresDialect, type MigrationResultSet } from 'kysely';
import { Pool, type Client, type PoolClient } from 'pg';

/** Where the migrations are, compiled or not. */
const FOLDER = join(__dirname, 'migrations');

/** The migrations that this version knows, in order, by name. */
export function knownMigrations(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => /^\d{4}_.*\.[jt]s$/.test(file))
    .map((file) => file.slice(0, -3))
    .toSorted();
}

const provider = () => new FileMigrationProvider({ fs, path, migrationFolder: FOLDER });

/**
 * Brings a database to the newest structure, as its owner. Two at the same time do no harm: one works, the other waits and finds it done.
 *
 * @returns the names of the migrations that it ran, in order; empty when the database was up to date
 * @throws what the failing migration threw; those before it stay
 */
export async function migrateToLatest(migrationUrl: string): Promise<readonly string[]> {
  if (!existsSync(FOLDER)) return [];
  const pool = new Pool({ connectionString: migrationUrl, max: 2 });
  // A server that is stopped meanwhile is told by the next query; unheard, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return ran(await new Migrator({ db, provider: provider() }).migrateToLatest());
  } finally {
    await db.destroy();
  }
}

/**
 * Runs migrations within the transaction that is open on a connection: all up to the named one, or all that there are.
 *
 * @returns the names of those that it ran
 * @throws what the failing migration threw; the transaction can then only be rolled back
 */
export async function migrateWithin(client: Client, lastMigration?: string): Promise<readonly string[]> {
  // Once a statement has failed, the migrator cannot even give its lock back, and would tell of that alone.
  let first: unknown;
  const lent: Pick<Pool, 'connect' | 'end'> = {
    connect: () => Promise.resolve(Object.assign(client, { release: () => undefined }) as unknown as PoolClient),
    end: () => Promise.resolve(),
  };
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: lent }),
    log: (event) => {
      if (event.level === 'error') first ??= event.error;
    },
  });
  const migrator = new Migrator({ db, provider: provider(), disableTransactions: true });
  try {
    return ran(
      lastMigration === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(lastMigration),
    );
  } catch (error) {
    throw first === undefined ? error : new Error('The migrations cannot be run', { cause: first });
  }
}

function ran({ error, results = [] }: MigrationResultSet): readonly string[] {
  if (error !== undefined) {
    const failed = results.find((result) => result.status === 'Error');
    throw new Error(
      failed === undefined ? 'The migrations cannot be run' : `The migration ${failed.migrationName} failed`,
      { cause: error },
    );
  }
  return results.filter((result) => result.status === 'Success').map((result) => result.migrationName);
}
