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
import { findTemporalServerPrograms } from './temporal-on-postgres/programs';
import { temporalPasswordOf, TEMPORAL_STORE } from './temporal-on-postgres/store';
import { startTemporalParts } from './temporal-parts';
import { startTemporalServer } from './temporal-server';
import type { Topology } from './topology';

/** What the servers need of the start that they belong to. */
export interface ServersStart {
  readonly env: LauncherEnvironment;
  readonly topology: Topology;
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

/** The addresses of a database; the last only of the embedded one, which we may administer. */
interface DatabaseUrls {
  readonly databaseUrl: string;
  readonly migrationUrl: string;
  readonly administratorUrl?: string;
}

/** Starts the embedded servers, or checks those that were named instead, and migrates the database. */
export async function startServers(start: ServersStart): Promise<Servers> {
  const database = databaseOf(start);
  // Both must have ended their attempt before an error is passed on: what has been started is then noted, and stopped.
  const [databaseUrls, temporal] = await Promise.allSettled([database, temporalOf(start, database)]);
  if (databaseUrls.status === 'rejected') throw databaseUrls.reason;
  if (temporal.status === 'rejected') throw temporal.reason;
  const { databaseUrl, migrationUrl } = databaseUrls.value;
  return { databaseUrl, migrationUrl, temporalAddress: temporal.value };
}

async function databaseOf(start: ServersStart): Promise<DatabaseUrls> {
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

async function embedded({ data, parts, progress }: ServersStart): Promise<DatabaseUrls> {
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
    administratorUrl: first.superuserUrl(),
  };
}

async function temporalOf(start: ServersStart, database: Promise<DatabaseUrls>): Promise<string> {
  const { temporalAddress, temporalNamespace } = start.env;
  if (temporalAddress !== undefined) {
    await prepareExternalTemporal(temporalAddress, temporalNamespace);
    return temporalAddress;
  }
  const { temporal } = start.topology;
  return temporal === 'development' ? developmentServer(start) : serverOnPostgres(start, temporal, database);
}

async function serverOnPostgres(
  { env, data, parts, progress, stop }: ServersStart,
  processes: Exclude<Topology['temporal'], 'development'>,
  database: Promise<DatabaseUrls>,
): Promise<string> {
  const { cacheDirectory, inherited } = env;
  const programs = await findTemporalServerPrograms({ cacheDirectory, env: inherited, progress, signal: stop });
  const { administratorUrl } = await database;
  if (administratorUrl === undefined) {
    throw new StartupError(
      'With a DATABASE_URL of your own there is no Postgres here for the Temporal server: set TEMPORAL_ADDRESS too, or unset DATABASE_URL.',
    );
  }
  stop.throwIfAborted();
  const { hostname: host, port } = new URL(administratorUrl);
  const store = { host, port: Number(port), user: TEMPORAL_STORE.role, password: temporalPasswordOf(data) };
  return startTemporalParts({ env, data, parts, progress, programs, store, administratorUrl, processes });
}

async function developmentServer({ env, data, parts, progress, stop }: ServersStart): Promise<string> {
  const { temporalNamespace, temporalCliPath, cacheDirectory, inherited } = env;
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
