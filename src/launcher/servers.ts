import { migrateToLatest } from '../../db/migrate';
import { ROLES, setupDatabase } from '../../db/setup';
import type { LauncherEnvironment } from '../config/environment';
import { StartupError } from '../config/startup-error';
import type { DataDirectory } from './data-directory';
import { databaseHome } from './database-home';
import { startEmbeddedPostgres } from './embedded-postgres';
import { checkExternalDatabase, prepareExternalTemporal } from './external-servers';
import { noting } from './pid-files';
import { preparePostgresPlace } from './postgres-place';
import type { Progress } from './progress';
import type { RunningParts } from './running-parts';
import { GRANTPOT_SEARCH_ATTRIBUTES } from './search-attributes';
import { Supervised } from './supervised';
import { findTemporalBinary } from './temporal-binary';
import { startTemporalServer } from './temporal-server';

/** What the servers need of the start that they belong to. */
export interface ServersStart {
  readonly env: LauncherEnvironment;
  readonly data: DataDirectory;
  readonly parts: RunningParts;
  readonly progress: Progress;
  readonly stop: AbortSignal;
}

/** Addresses of the two servers. */
export interface Servers {
  readonly databaseUrl: string;
  readonly migrationUrl: string;
  readonly temporalAddress: string;
}

/** Starts the embedded servers, or checks those that were named instead, and migrates the database. */
export async function startServers(start: ServersStart): Promise<Servers> {
  // Both must have ended their attempt before an error is passed on: what has been started is then noted, and stopped.
  const [database, temporal] = await Promise.allSettled([databaseOf(start), temporalOf(start)]);
  if (database.status === 'rejected') throw database.reason;
  if (temporal.status === 'rejected') throw temporal.reason;
  return { ...database.value, temporalAddress: temporal.value };
}

async function databaseOf(start: ServersStart): Promise<Omit<Servers, 'temporalAddress'>> {
  const { databaseUrl, databaseMigrationUrl: migrationUrl } = start.env;
  const urls =
    databaseUrl !== undefined && migrationUrl !== undefined ? { databaseUrl, migrationUrl } : await embedded(start);
  if (databaseUrl !== undefined) await checkExternalDatabase(urls);
  try {
    await migrateToLatest(urls.migrationUrl);
  } catch (error) {
    const reason =
      error instanceof Error && error.cause instanceof Error
        ? `${error.message}: ${error.cause.message}`
        : String(error);
    throw new StartupError(
      `The database could not be brought to this version (${reason}): start the version that it was used with, or report this.`,
    );
  }
  return urls;
}

async function embedded({ data, parts, progress }: ServersStart): Promise<Omit<Servers, 'temporalAddress'>> {
  const home = await databaseHome(data, progress);
  const { superuserPassword, migratorPassword, appPassword } = home;
  const place = await preparePostgresPlace(home.folder);
  if (home.outside) progress.say(`The database's files are in ${home.folder}: Postgres does not run as root.`);

  const once = (port: number | undefined) =>
    startEmbeddedPostgres({
      place,
      superuserPassword,
      port,
      logFile: data.log('postgres'),
      onStarted: noting(data, 'postgres'),
    });
  const first = await once(home.port);
  home.keepPort(first.port);
  parts.add(
    'postgres',
    await Supervised.start({ name: 'Postgres', start: again(first, () => once(first.port)) }, progress),
  );

  await setupDatabase({ administratorUrl: first.superuserUrl(), database: DATABASE, migratorPassword, appPassword });
  return {
    databaseUrl: first.url({ name: ROLES.app, password: appPassword, database: DATABASE }),
    migrationUrl: first.url({ name: ROLES.migrator, password: migratorPassword, database: DATABASE }),
  };
}

async function temporalOf({ env, data, parts, progress, stop }: ServersStart): Promise<string> {
  const { temporalAddress, temporalNamespace, temporalCliPath, cacheDirectory, inherited } = env;
  if (temporalAddress !== undefined) {
    await prepareExternalTemporal(temporalAddress, temporalNamespace);
    return temporalAddress;
  }
  const binary = await findTemporalBinary({
    configured: temporalCliPath,
    cacheDirectory,
    env: inherited,
    progress,
    signal: stop,
  });
  const once = (port?: number) =>
    startTemporalServer({
      binary,
      databaseFile: data.file('temporal.db'),
      namespaces: [temporalNamespace],
      searchAttributes: GRANTPOT_SEARCH_ATTRIBUTES,
      port,
      logFile: data.log('temporal'),
      onStarted: noting(data, 'temporal'),
    });
  const first = await once();
  parts.add(
    'temporal',
    await Supervised.start({ name: 'The Temporal server', start: again(first, () => once(first.port)) }, progress),
  );
  return first.address;
}

/** Name of the embedded database. */
const DATABASE = 'grantpot';

interface Server {
  readonly process: Awaited<ReturnType<typeof startEmbeddedPostgres>>['process'];
  readonly port: number;
  stop(): Promise<void>;
}

/** How a supervised server starts: it runs already the first time, and later it must come back where the others look for it. */
function again(first: Server, start: () => Promise<Server>): () => Promise<Server['process']> {
  let started = false;
  return async () => {
    if (!started) {
      started = true;
      return first.process;
    }
    const server = await start();
    if (server.port === first.port) return server.process;
    await server.stop();
    throw new Error(`another program has taken its port ${String(first.port)}`);
  };
}
