import { existsSync, promises as fs } from 'node:fs';
import { join } from 'node:path';
import path from 'node:path';

import { FileMigrationProvider, Kysely, Migrator, PostgresDialect } from 'kysely';
import { Pool } from 'pg';

/** Where the migrations are, compiled or not. */
const FOLDER = join(__dirname, 'migrations');

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
    const migrator = new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder: FOLDER }) });
    const { error, results } = await migrator.migrateToLatest();
    const failed = results?.find((result) => result.status === 'Error');
    if (error !== undefined) {
      throw new Error(
        failed === undefined ? 'The migrations cannot be run' : `The migration ${failed.migrationName} failed`,
        { cause: error },
      );
    }
    return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
