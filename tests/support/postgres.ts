import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { ROLES } from '../../db/setup';
import { crashPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/launcher/embedded-postgres';
import { isRunning } from '../../src/launcher/process-identity';
import { preparePostgresPlace } from '../../src/launcher/postgres-place';
import { pauseProcess, resumeProcess, type Pausable } from './paused-process';
import { testServers } from './test-servers';

/** A Postgres of a test's own, to be killed and started again, with one migrated database. */
export interface PrivatePostgres extends Pausable {
  readonly port: number;
  /** For the application's login; the same before and after a restart. */
  readonly url: string;
  /** For the owner. */
  readonly migrationUrl: string;
  /** For the superuser. */
  readonly superuserUrl: string;
  /** Whether it runs; it may have ended by itself. */
  runs(): boolean;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** Ends it as a crash would, with all its processes. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; it must have ended. */
  start(): Promise<void>;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/**
 * Starts a Postgres of the test's own, with the database `grantpot` migrated; its files in a folder of the run's, or in another. It begins as
 * a copy of what the run has made once: to make a cluster and migrate it takes many times as long.
 */
export async function startPrivatePostgres(folder = testServers().folder): Promise<PrivatePostgres> {
  const own = await mkdtemp(join(folder, 'postgres-'));
  await chmod(own, 0o711); // as root, Postgres runs as another user and must get through
  const place = await preparePostgresPlace(join(own, 'data'));
  const { superuserPassword, migratorPassword, appPassword, cluster, database } = testServers().postgres;
  await promisify(execFile)('cp', ['-a', cluster, join(place.folder, 'cluster')]);
  const start = (port?: number): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({ place, superuserPassword, port, logFile: join(own, 'postgres.log') });

  let postgres = await start();
  const { port } = postgres;
  return {
    port,
    pause: () => pauseProcess(postgres.process),
    runs: () => isRunning(postgres.process),
    resume: () => {
      resumeProcess(postgres.process);
    },
    url: postgres.url({ name: ROLES.app, password: appPassword, database }),
    migrationUrl: postgres.url({ name: ROLES.migrator, password: migratorPassword, database }),
    superuserUrl: postgres.superuserUrl(database),
    stop: () => postgres.stop(),
    kill: () => crashPostgres(postgres),
    start: async () => {
      postgres = await start(port);
      if (postgres.port !== port) throw new Error(`Port ${port} was taken while the test's Postgres was away.`);
    },
    remove: async () => {
      await crashPostgres(postgres);
      await rm(own, { recursive: true, force: true });
    },
  };
}
