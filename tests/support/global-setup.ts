import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { Client } from 'pg';

import { migrateToLatest } from '../../db/migrate';
import { ROLES, setupDatabase } from '../../db/setup';
import { readLauncherEnvironment } from '../../src/config/environment';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/launcher/embedded-postgres';
import { preparePostgresPlace } from '../../src/launcher/postgres-place';
import { identify, isRunning, type ProcessIdentity } from '../../src/launcher/process-identity';
import { progressTo } from '../../src/launcher/progress';
import { GRANTPOT_SEARCH_ATTRIBUTES } from '../../src/launcher/search-attributes';
import { findTemporalBinary } from '../../src/launcher/temporal-binary';
import { startTemporalServer, type TemporalServer } from '../../src/launcher/temporal-server';
import { killProcessesOf } from './abandoned';
import { SERVERS_FILE_VARIABLE, type TestServers } from './test-servers';

/** More than there will be test files, repeated ones too: a namespace belongs to one file for one run. */
const NAMESPACES = Array.from({ length: 120 }, (_, index) => `test-${index + 1}`);

const PREFIX = 'grantpot-test-';

/** Names the file in a run's folder that says which process it belongs to. */
const OWNER = 'owner.json';

/** What the migrated database is called where a test copies the whole cluster, and where all copy the database. */
const DATABASE = 'grantpot';
const TEMPLATE = 'grantpot_template';

declare global {
  // Handed from the global set-up to the global tear-down, which jest runs in the same process.
  var grantpotTestRun: { folder: string; postgres: EmbeddedPostgres; temporal: TemporalServer } | undefined;
}

/** Starts one Postgres with a migrated template and one Temporal server for all test files. Both keep their promises about durability. */
export default async function globalSetup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(folder, 0o711); // as root, Postgres runs as another user and must get through
  mkdirSync(join(folder, 'namespaces'));
  const temporalBinary = await temporalProgram();
  await removeAbandonedRuns();
  writeFileSync(join(folder, OWNER), JSON.stringify(identify(process.pid)));

  const password = () => randomBytes(18).toString('base64url');
  const passwords = { superuserPassword: password(), migratorPassword: password(), appPassword: password() };
  const starting = Promise.all([
    startPostgres(folder, passwords),
    startTemporalServer({
      binary: temporalBinary,
      databaseFile: join(folder, 'temporal.db'),
      namespaces: NAMESPACES,
      searchAttributes: GRANTPOT_SEARCH_ATTRIBUTES,
      logFile: join(folder, 'temporal.log'),
    }),
  ]);
  // jest tears nothing down when the set-up fails.
  const [postgres, temporal] = await starting.catch(async (error: unknown) => {
    await killProcessesOf(folder);
    throw error;
  });
  globalThis.grantpotTestRun = { folder, postgres, temporal };

  const servers: TestServers = {
    folder,
    postgres: {
      port: postgres.port,
      ...passwords,
      template: TEMPLATE,
      cluster: clusterToCopy(folder),
      database: DATABASE,
    },
    temporal: { address: temporal.address, namespaces: NAMESPACES },
    temporalBinary,
  };
  const file = join(folder, 'servers.json');
  writeFileSync(file, JSON.stringify(servers), { mode: 0o600 });
  process.env[SERVERS_FILE_VARIABLE] = file;
}

/** A run that was killed could not stop its servers. */
async function removeAbandonedRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = join(folder, OWNER);
    if (!existsSync(owner) || isRunning(JSON.parse(readFileSync(owner, 'utf8')) as ProcessIdentity)) continue;
    await killProcessesOf(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

function temporalProgram(): Promise<string> {
  const { temporalCliPath, cacheDirectory, inherited } = readLauncherEnvironment();
  const progress = progressTo((line) => process.stderr.write(`${line}\n`));
  return findTemporalBinary({ configured: temporalCliPath, cacheDirectory, env: inherited, progress });
}

/** Starts the Postgres of all, when it has been migrated and copied: a Postgres of a test's own begins as such a copy. */
async function startPostgres(
  folder: string,
  passwords: { superuserPassword: string; migratorPassword: string; appPassword: string },
): Promise<EmbeddedPostgres> {
  const place = await preparePostgresPlace(join(folder, 'postgres'));
  const { superuserPassword, ...logins } = passwords;
  const start = () => startEmbeddedPostgres({ place, superuserPassword, logFile: join(folder, 'postgres.log') });
  const first = await start();
  await setupDatabase({ administratorUrl: first.superuserUrl(), database: DATABASE, ...logins });
  await migrateToLatest(first.url({ name: ROLES.migrator, password: logins.migratorPassword, database: DATABASE }));
  await first.stop();
  // With its owner, who is not ours as root; `fs.cp` keeps none.
  await promisify(execFile)('cp', ['-a', join(place.folder, 'cluster'), clusterToCopy(folder)]);

  const postgres = await start();
  await makeTemplate(postgres);
  return postgres;
}

const clusterToCopy = (folder: string): string => join(folder, 'cluster-to-copy');

/** A database is only copied while nobody is connected to it: nobody can be. */
async function makeTemplate(postgres: EmbeddedPostgres): Promise<void> {
  const client = new Client({ connectionString: postgres.superuserUrl() });
  await client.connect();
  try {
    await client.query(`alter database ${DATABASE} rename to ${TEMPLATE}`);
    await client.query(`alter database ${TEMPLATE} with is_template true allow_connections false`);
  } finally {
    await client.end();
  }
}
