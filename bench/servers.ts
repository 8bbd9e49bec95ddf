import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { migrateToLatest } from '../db/migrate';
import { ROLES, setupDatabase } from '../db/setup';
import { readLauncherEnvironment } from '../src/config/environment';
import {
  killProcess,
  startDetached,
  stopProcess,
  type DetachedCommand,
  type DetachedProcess,
} from '../src/launcher/detached-process';
import { crashPostgres, startEmbeddedPostgres } from '../src/launcher/embedded-postgres';
import { preparePostgresPlace } from '../src/launcher/postgres-place';
import { progressTo } from '../src/launcher/progress';
import { GRANTPOT_SEARCH_ATTRIBUTES } from '../src/launcher/search-attributes';
import { findTemporalBinary } from '../src/launcher/temporal-binary';
import { startTemporalServer } from '../src/launcher/temporal-server';

/** A migrated database of the bench, with the product's own logins. */
export interface OwnDatabase {
  /** For the application's login, which row-level security binds. */
  readonly url: string;
  /** For the owner. */
  readonly migrationUrl: string;
  /** For the superuser: to arrange and to look, never to act. */
  readonly superuserUrl: string;
}

/** One Postgres and one Temporal server, each with the settings that `npm start` gives it. */
export interface Servers {
  /** For logs and profiles; it goes with the servers. */
  readonly folder: string;
  readonly postgres: DetachedProcess;
  readonly temporal: DetachedProcess;
  readonly temporalAddress: string;
  /** Makes a migrated database; each name once. */
  database(name: string): Promise<OwnDatabase>;
  /** Starts a process that ends with the servers, at the latest. */
  start(command: Omit<DetachedCommand, 'cwd'>): Promise<DetachedProcess>;
  /** Ends all of it, also what is still starting, and removes its files. */
  close(): Promise<void>;
}

const passwords = { superuser: 'superuser', migratorPassword: 'migrator', appPassword: 'app' };

/** Starts both, the Temporal server with these namespaces. */
export async function startServers(namespaces: readonly string[], say: (line: string) => void): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'grantpot-bench-'));
  chmodSync(folder, 0o711); // as root, Postgres runs as another user and must get through
  const { temporalCliPath, cacheDirectory, inherited } = readLauncherEnvironment();
  const binary = await findTemporalBinary({
    configured: temporalCliPath,
    cacheDirectory,
    env: inherited,
    progress: progressTo(say),
  });
  const [postgres, temporal] = await Promise.all([
    startEmbeddedPostgres({
      place: await preparePostgresPlace(join(folder, 'postgres')),
      superuserPassword: passwords.superuser,
      logFile: join(folder, 'postgres.log'),
    }),
    startTemporalServer({
      binary,
      databaseFile: join(folder, 'temporal.db'),
      namespaces,
      searchAttributes: GRANTPOT_SEARCH_ATTRIBUTES,
      logFile: join(folder, 'temporal.log'),
    }),
  ]);
  const processes: DetachedProcess[] = [];
  return {
    folder,
    postgres: postgres.process,
    temporal: temporal.process,
    temporalAddress: temporal.address,
    database: async (name) => {
      const { migratorPassword, appPassword } = passwords;
      await setupDatabase({ administratorUrl: postgres.superuserUrl(), database: name, migratorPassword, appPassword });
      const migrationUrl = postgres.url({ name: ROLES.migrator, password: migratorPassword, database: name });
      await migrateToLatest(migrationUrl);
      return {
        url: postgres.url({ name: ROLES.app, password: appPassword, database: name }),
        migrationUrl,
        superuserUrl: postgres.superuserUrl(name),
      };
    },
    start: async (command) => {
      const one = await startDetached({ ...command, cwd: folder });
      processes.push(one);
      return one;
    },
    close: async () => {
      await Promise.all(processes.map((one) => stopProcess(one, { signal: 'SIGTERM', graceMs: 10_000 })));
      await Promise.all([crashPostgres(postgres), killProcess(temporal.process)]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
