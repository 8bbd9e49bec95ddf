import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { Connection } from '@temporalio/client';

import { StartupError } from '../config/startup-error';
import { type DetachedProcess, startDetached, stopProcess } from './detached-process';
import { lastComplaint } from './log-file';
import { portNear } from './ports';
import { isRunning, type ProcessIdentity } from './process-identity';
import { type SearchAttributes, registerSearchAttributes } from './search-attributes';

/** What a Temporal development server needs to start. */
export interface TemporalServerOptions {
  /** The `temporal` program. */
  readonly binary: string;
  /** The file that keeps its state; made when it is missing. */
  readonly databaseFile: string;
  /** Namespaces to have, besides `default`, which is always there. */
  readonly namespaces?: readonly string[];
  /** Custom search attributes of each of these namespaces. */
  readonly searchAttributes: SearchAttributes;
  /** The port that it should listen on; another free one is taken when that is in use. */
  readonly port?: number | undefined;
  readonly logFile: string;
  /** Limits of the server over our own, by the names of its dynamic configuration; values as JSON. */
  readonly settings?: Readonly<Record<string, number | string>>;
  /** Told the process as soon as it runs, before it answers. */
  readonly onStarted?: (identity: ProcessIdentity) => void;
}

/** A Temporal server that answers, with its namespaces and search attributes. */
export interface TemporalServer {
  readonly process: DetachedProcess;
  readonly port: number;
  /** `host:port` for clients and workers. */
  readonly address: string;
  /** Ends it in order; its state is in its file. */
  stop(hurry?: AbortSignal): Promise<void>;
}

/** How long a start may take. */
const START_MS = 120_000;

/**
 * The stock limits are for a shared cluster: on the one shard of this server 20 polls a second made each command wait twice 50 ms, and
 * 10 updates in flight made the eleventh at once fail. A timer may fire late by a second unless it is told otherwise.
 */
export const DYNAMIC_CONFIG = {
  'history.transferProcessorMaxPollRPS': 10_000,
  'history.timerProcessorMaxPollRPS': 10_000,
  'history.visibilityProcessorMaxPollRPS': 10_000,
  'history.maxInFlightUpdates': 1_000,
  'history.timerProcessorMaxTimeShift': '50ms',
} as const;

/** With these a killed process loses nothing; a power cut may take the last moments, and the record is in Postgres. */
const SQLITE_PRAGMAS = ['journal_mode=wal', 'synchronous=normal'];

/**
 * Starts Temporal's development server on a file.
 *
 * @throws StartupError when it does not start, with what its log says last
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  await forgetHalfMadeFile(options.databaseFile);
  let wished = options.port;
  for (let tries = 1; ; tries += 1) {
    const port = await portNear(wished);
    const server = await run(options, port);
    const complaint = await untilItAnswers(options, server, port);
    if (complaint === undefined) {
      await writeFile(wholeMark(options.databaseFile), '');
      return { process: server, port, address: addressOf(port), stop: (hurry) => stopTemporal(server, hurry) };
    }
    await stopTemporal(server);
    // It binds several ports that it chose a moment before; another program may have been quicker with one.
    if (!/address already in use|bind:|listen tcp/i.test(complaint) || tries === 5) {
      throw new StartupError(`The Temporal server did not start (${complaint}): its log is ${options.logFile}.`);
    }
    if (complaint.includes(`:${String(port)}`)) wished = undefined;
  }
}

async function run(options: TemporalServerOptions, port: number): Promise<DetachedProcess> {
  const args = [
    'server',
    'start-dev',
    '--headless',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--log-level',
    'error',
  ];
  args.push('--db-filename', options.databaseFile);
  for (const pragma of SQLITE_PRAGMAS) args.push('--sqlite-pragma', pragma);
  for (const [key, value] of Object.entries({ ...DYNAMIC_CONFIG, ...options.settings }))
    args.push('--dynamic-config-value', `${key}=${JSON.stringify(value)}`);
  for (const namespace of options.namespaces ?? []) args.push('--namespace', namespace);
  for (const [name, type] of Object.entries(options.searchAttributes))
    args.push('--search-attribute', `${name}=${type}`);
  try {
    const folder = dirname(options.databaseFile);
    // A home of its own: profiles and defaults that the user keeps for the `temporal` command do not concern this server.
    return await startDetached({
      command: options.binary,
      args,
      cwd: folder,
      env: { HOME: folder, PATH: '/usr/bin:/bin' },
      logFile: options.logFile,
      onStarted: options.onStarted,
    });
  } catch (error) {
    throw new StartupError(
      `The Temporal program ${options.binary} does not run (${(error as Error).message}): set TEMPORAL_CLI_PATH to one that does.`,
    );
  }
}

/** Waits until the server answers with all that was asked for; else says what it complained of. */
async function untilItAnswers(
  options: TemporalServerOptions,
  server: DetachedProcess,
  port: number,
): Promise<string | undefined> {
  const deadline = Date.now() + START_MS;
  let last = '';
  while (Date.now() < deadline) {
    if (!isRunning(server)) return lastComplaint(options.logFile);
    try {
      await checkAnswers(options, port);
      return undefined;
    } catch (error) {
      last = (error as Error).message;
      await pause(50);
    }
  }
  return `no answer within ${String(START_MS / 1000)} seconds: ${last}`;
}

async function checkAnswers(options: TemporalServerOptions, port: number): Promise<void> {
  const connection = await Connection.connect({ address: addressOf(port), connectTimeout: '2 seconds' });
  try {
    for (const namespace of ['default', ...(options.namespaces ?? [])]) {
      await connection.workflowService.describeNamespace({ namespace });
      await registerSearchAttributes(connection, namespace, options.searchAttributes);
    }
  } finally {
    await connection.close();
  }
}

async function stopTemporal(server: DetachedProcess, hurry?: AbortSignal): Promise<void> {
  await stopProcess(server, { signal: 'SIGTERM', graceMs: 20_000, hurry });
}

/** A server killed while it made its file leaves one without tables, on which none starts again. Nothing ran on it yet, so it can go. */
async function forgetHalfMadeFile(databaseFile: string): Promise<void> {
  const mark = wholeMark(databaseFile);
  if (existsSync(databaseFile) && existsSync(mark)) return;
  for (const file of [databaseFile, `${databaseFile}-wal`, `${databaseFile}-shm`, mark])
    await rm(file, { force: true });
}

/** Stands beside the file once a server has answered on it. */
function wholeMark(databaseFile: string): string {
  return `${databaseFile}.whole`;
}

function addressOf(port: number): string {
  return `127.0.0.1:${String(port)}`;
}
