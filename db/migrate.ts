import { existsSync, promises as fs, readdirSync } from 'node:fs';
import { join } from 'node:path';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import {
  FileMigrationProvider,
  Kysely,
  Migrator,
  PostgresDialect,
  type Migration,
  type MigrationProvider,
  type MigrationResultSet,
} from 'kysely';
import { Client, Pool, type PoolClient } from 'pg';

/** Where the migrations are, compiled or not. */
const FOLDER = join(__dirname, 'migrations');

/** The migrations that this version knows, in order, by name. */
export function knownMigrations(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => /^\d{4}_.*\.[jt]s$/.test(file))
    .map((file) => file.slice(0, -3))
    .toSorted();
}

/**
 * How long a migration waits for a lock, in milliseconds. While it waits, everybody else who wants the table waits behind it; so it
 * gives up soon, lets them through, and tries again.
 */
const LOCK_PATIENCE_MS = 500;

/** How long it goes on trying. */
const PATIENCE_MS = 10 * 60_000;
const LONGEST_PAUSE_MS = 2_000;

/** Which migrators exclude each other, among the advisory locks of the database. */
const MIGRATING = 4_817_001;

/** A migration of ours. */
interface OwnMigration extends Migration {
  /** False for one that no transaction may hold, as `create index concurrently`; cut off, it is run again from its beginning. */
  readonly transaction?: boolean;
  /** The same for a database that nobody else uses yet, within a transaction; only where `transaction` is false. */
  readonly within?: Migration['up'];
}

/**
 * Brings a database to the newest structure, as its owner, while web and worker processes of the release before go on: each migration
 * in a transaction of its own, which no request waits for longer than {@link LOCK_PATIENCE_MS} (docs/migrations.md says what a
 * migration may do). Two at the same time do no harm: one works, the other waits and finds it done.
 *
 * @returns the names of the migrations that it ran, in order; empty when the database was up to date
 * @throws what the failing migration threw; those before it stay
 */
export async function migrateToLatest(
  migrationUrl: string,
  folders: readonly string[] = [FOLDER],
): Promise<readonly string[]> {
  const provider = providerOf(folders);
  return alone(migrationUrl, async () => {
    const names: string[] = [];
    for (;;) {
      const [next] = await withMigrator(migrationUrl, provider, {}, async (migrator) =>
        (await migrator.getMigrations()).filter(({ executedAt }) => executedAt === undefined),
      );
      if (next === undefined) break;
      await untilItHasItsLocks(() =>
        withMigrator(migrationUrl, provider, next.migration, async (migrator) => ran(await migrator.migrateUp())),
      );
      names.push(next.name);
    }
    // Says whether the database is of a later release than this one.
    await withMigrator(migrationUrl, provider, {}, async (migrator) => ran(await migrator.migrateToLatest()));
    return names;
  });
}

/**
 * Runs migrations within the transaction that is open on a connection: all up to the named one, or all that there are.
 *
 * @returns the names of those that it ran
 * @throws what the failing migration threw; the transaction can then only be rolled back
 */
export async function migrateWithin(
  client: Client,
  lastMigration?: string,
  folders: readonly string[] = [FOLDER],
): Promise<readonly string[]> {
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
  const migrator = new Migrator({ db, provider: providerOf(folders, inTransaction), disableTransactions: true });
  try {
    return ran(
      lastMigration === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(lastMigration),
    );
  } catch (error) {
    throw first === undefined ? error : new Error('The migrations cannot be run', { cause: first });
  }
}

function inTransaction({ transaction = true, within, ...migration }: OwnMigration): Migration {
  if (transaction) return migration;
  if (within === undefined) throw new Error('a migration without a transaction says what it does within one');
  return { ...migration, up: within };
}

function providerOf(
  folders: readonly string[],
  as: (migration: OwnMigration) => Migration = (migration) => migration,
): MigrationProvider {
  return {
    getMigrations: async () => {
      const found = folders
        .filter((folder) => existsSync(folder))
        .map((migrationFolder) => new FileMigrationProvider({ fs, path, migrationFolder }).getMigrations());
      const all = (await Promise.all(found)).flatMap((migrations) => Object.entries(migrations));
      return Object.fromEntries(all.map(([name, migration]) => [name, as(migration)]));
    },
  };
}

/**
 * Works while no other migrator does. It asks for the lock again and again instead of waiting for it: a statement that waits has a
 * snapshot, which `create index concurrently` would wait for.
 */
async function alone<T>(connectionString: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined); // a server that is stopped meanwhile is told by the next query
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${String(MIGRATING)}) as got`);
      if (rows[0]?.got === true) return await work();
      await pause(50);
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function withMigrator<T>(
  connectionString: string,
  provider: MigrationProvider,
  { transaction = true }: OwnMigration | { readonly transaction?: boolean },
  work: (migrator: Migrator) => Promise<T>,
): Promise<T> {
  // Without a transaction it takes locks that stop nobody, and may wait for whoever has been at work for long.
  const pool = new Pool({ connectionString, max: 2, lock_timeout: transaction ? LOCK_PATIENCE_MS : 0 });
  // A server that is stopped meanwhile is told by the next query; unheard, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await work(new Migrator({ db, provider, disableTransactions: !transaction }));
  } finally {
    await db.destroy();
  }
}

/** @throws what the failing migration threw, with its name. @returns the names of those that were run */
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

/** Tries again while a lock is not to be had, or is had by somebody who waits for ours. */
async function untilItHasItsLocks(migrate: () => Promise<unknown>): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      await migrate();
      return;
    } catch (error) {
      const code = ((error as Error).cause as { readonly code?: string } | undefined)?.code;
      if ((code !== '55P03' && code !== '40P01') || performance.now() > giveUpAt) throw error;
    }
    await pause(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(tries, 10)));
  }
}
