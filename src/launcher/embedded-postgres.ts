import { existsSync, readFileSync } from 'node:fs';
import { chown, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { Client } from 'pg';

import { StartupError } from '../config/startup-error';
import { type DetachedProcess, killProcess, startDetached, stopProcess } from './detached-process';
import { lastComplaint } from './log-file';
import { portNear } from './ports';
import { commandLineOf, hasEnded, identify, isRunning, type ProcessIdentity } from './process-identity';
import type { PostgresPlace } from './postgres-place';

/** What an embedded Postgres needs to start. */
export interface EmbeddedPostgresOptions {
  readonly place: PostgresPlace;
  /** Of the superuser `postgres`; a new database gets it, an old one must have it. */
  readonly superuserPassword: string;
  /** The port that it should listen on; another free one is taken when that is in use. */
  readonly port?: number | undefined;
  readonly logFile: string;
  /** Settings over our own, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told the process as soon as it runs, before it answers. */
  readonly onStarted?: (identity: ProcessIdentity) => void;
}

/** An embedded Postgres that answers. */
export interface EmbeddedPostgres {
  readonly process: DetachedProcess;
  readonly port: number;
  /** Address for the superuser, to be shown to nobody; database `postgres` unless another is named. */
  superuserUrl(database?: string): string;
  /** Address for a login. */
  url(login: { readonly name: string; readonly password: string; readonly database: string }): string;
  /** Ends it in order: open transactions are rolled back, nothing that was committed is lost. */
  stop(hurry?: AbortSignal): Promise<void>;
}

/** How long a start may take: after a kill under load Postgres first replays what it had promised. */
const START_MS = 180_000;

/** Ours over Postgres's own: one machine that also runs everything else. Durability stays as it is. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // a socket's path may be too long, and nothing of ours uses one
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  log_line_prefix: '%m [%p] %q%u@%d ',
  log_error_verbosity: 'terse', // an error's detail quotes the row
} as const;

/**
 * Starts Postgres on a folder, making the database first when there is none. A Postgres that is left over from an earlier start of ours on the same folder
 * is stopped before.
 *
 * @throws StartupError when it cannot be started, with what its log says last
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = clusterIn(options.place.folder);
  if (!hasDatabase(options.place.folder)) await initialise(options, cluster);
  await stopOrphanedPostgres(options.place.folder);

  let wished = options.port;
  for (let tries = 1; ; tries += 1) {
    const port = await portNear(wished);
    const postgres = await run(options, cluster, port);
    const complaint = await untilItAnswers(options, postgres, port);
    if (complaint === undefined) return running(postgres, port, options.superuserPassword);

    await stopProcess(postgres, { signal: 'SIGQUIT', graceMs: 5_000 });
    // Both pass by themselves: another program was quicker with the port; what a killed Postgres had left is still ending.
    const portIsTaken = /could not bind|could not create any TCP/.test(complaint);
    if (portIsTaken) wished = undefined;
    const passing = portIsTaken || /shared memory block|lock file/.test(complaint);
    if (!passing || tries === 10)
      throw new StartupError(`Postgres did not start (${complaint}): its log is ${options.logFile}.`);
    await pause(200 * tries);
  }
}

/** Stops the Postgres that runs on this folder, whoever started it; answers whether there was one. */
export async function stopOrphanedPostgres(folder: string): Promise<boolean> {
  const cluster = clusterIn(folder);
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0;
  const identity = pid > 0 ? identify(pid) : undefined;
  if (identity === undefined) return false;
  if (!commandLineOf(pid).includes(cluster)) {
    // After a restart of the machine another program can have the number; Postgres would then believe that it still runs.
    await rm(pidFile, { force: true });
    return false;
  }
  await stopPostgres(identity);
  return true;
}

async function stopPostgres(identity: ProcessIdentity, hurry?: AbortSignal): Promise<void> {
  await stopProcess(identity, { signal: 'SIGINT', graceMs: 30_000, hurry }); // "fast": does not wait for clients to leave
}

function running(postgres: DetachedProcess, port: number, superuserPassword: string): EmbeddedPostgres {
  const url: EmbeddedPostgres['url'] = ({ name, password, database }) =>
    `postgres://${name}:${encodeURIComponent(password)}@127.0.0.1:${String(port)}/${database}`;
  return {
    process: postgres,
    port,
    url,
    superuserUrl: (database = 'postgres') => url({ name: 'postgres', password: superuserPassword, database }),
    stop: (hurry) => stopPostgres(postgres, hurry),
  };
}

/** Makes an empty database beside its final place and moves it there when it is whole, so that a kill leaves no half of one. */
async function initialise(options: EmbeddedPostgresOptions, cluster: string): Promise<void> {
  const { place, logFile } = options;
  for (const left of await readdir(place.folder)) {
    if (left.startsWith('making-'))
      await rm(join(place.folder, left), { recursive: true, force: true, maxRetries: 20 });
  }
  const making = join(place.folder, `making-${String(process.pid)}`);
  const passwordFile = join(place.folder, `making-password-${String(process.pid)}`);
  await writeFile(passwordFile, options.superuserPassword, { mode: 0o600 });
  if (place.runAs !== undefined) await chown(passwordFile, place.runAs.uid, place.runAs.gid);
  try {
    const initdb = await startProgram(options, 'initdb', [
      `--pgdata=${making}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8', // the same order of letters on every machine
      '--no-instructions',
    ]);
    const { code } = await initdb.exited;
    if (code !== 0)
      throw new StartupError(
        `Postgres could not make its database (${lastComplaint(logFile)}): its log is ${logFile}.`,
      );
    await rename(making, cluster);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(making, { recursive: true, force: true });
  }
}

function run(options: EmbeddedPostgresOptions, cluster: string, port: number): Promise<DetachedProcess> {
  const settings = { ...SETTINGS, ...options.settings, port: String(port) };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return startProgram(options, 'postgres', ['-D', cluster, ...args], options.onStarted);
}

async function startProgram(
  { place, logFile }: EmbeddedPostgresOptions,
  program: string,
  args: readonly string[],
  onStarted?: (identity: ProcessIdentity) => void,
): Promise<DetachedProcess> {
  try {
    return await startDetached({
      command: join(place.programs, 'bin', program),
      args,
      cwd: place.folder,
      // Nothing of the caller's: a PGDATA or PGPORT of another Postgres would lead this one astray.
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      logFile,
      runAs: place.runAs,
      onStarted,
    });
  } catch (error) {
    throw new StartupError(
      `The embedded Postgres does not run on this machine (${(error as Error).message}): set DATABASE_URL and DATABASE_MIGRATION_URL to a Postgres of your own.`,
    );
  }
}

/** Waits until Postgres answers; else says what it complained of. */
async function untilItAnswers(
  options: EmbeddedPostgresOptions,
  postgres: DetachedProcess,
  port: number,
): Promise<string | undefined> {
  const connection = running(postgres, port, options.superuserPassword).superuserUrl();
  const deadline = Date.now() + START_MS;
  for (;;) {
    const refusal = await connects(connection);
    // Another program may have taken the port and be the one that answers: ours must be alive after the answer.
    if (refusal === undefined && isRunning(postgres)) return undefined;
    if (!isRunning(postgres)) return lastComplaint(options.logFile);
    if (refusal?.code === '28P01') return 'it does not accept the password kept in the data directory';
    if (Date.now() > deadline) return `no answer within ${String(START_MS / 1000)} seconds`;
    await pause(30);
  }
}

async function connects(connectionString: string): Promise<{ code?: string } | undefined> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // it may be stopped while we ask
  try {
    await client.connect();
    await client.query('select 1');
    return undefined;
  } catch (error) {
    return error as { code?: string };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether a whole database has been made in this folder. */
export function hasDatabase(folder: string): boolean {
  return existsSync(clusterIn(folder));
}

function clusterIn(folder: string): string {
  return join(folder, 'cluster');
}

/** Kills Postgres and all its processes without a word, as a crash would; for tests of exactly that. */
export async function crashPostgres(postgres: EmbeddedPostgres): Promise<void> {
  await killProcess(postgres.process);
  await hasEnded(postgres.process, 10_000);
}
