import type { LauncherEnvironment } from '../config/environment';
import { StartupError } from '../config/startup-error';
import { DataDirectory } from './data-directory';
import { demonstrationPeople, loadDemonstration } from './demonstration';
import { stopOrphans } from './pid-files';
import { isPortFree, type ReservedPort, reservePortFrom } from './ports';
import type { Progress } from './progress';
import { untilReady } from './readiness';
import { RunningParts } from './running-parts';
import { startServers } from './servers';
import {
  forgetWrittenEnvironment,
  ServiceEnvironmentVariables,
  startDemonstrationLoad,
  startService,
} from './services';
import { Supervised } from './supervised';

/** One start of Grantpot. */
export interface Launch {
  readonly env: LauncherEnvironment;
  readonly progress: Progress;
  /** Aborted when it is to stop in order. */
  readonly stop: AbortSignal;
  /** Aborted when it is to stop at once. */
  readonly hurry: AbortSignal;
}

/** Where people find the web server when PORT is not set; the next free one when another program has it. */
const FIRST_PORT = 8080;

/**
 * Starts everything on one data directory, keeps it running, and stops it in order when told to.
 *
 * @throws StartupError when it cannot start; whatever was started is stopped before
 */
export async function launch(launched: Launch): Promise<void> {
  const { env, progress, stop, hurry } = launched;
  const demonstration = demonstrationFor(env);
  const data = DataDirectory.open(env.dataDirectory);
  const parts = new RunningParts(data);
  let reserved: ReservedPort | undefined;
  try {
    await stopWhatWasLeft(data, launched);
    reserved = await portFor(env.port);
    await start(launched, { data, parts, demonstration, port: reserved.port });
    await aborted(stop);
  } catch (error) {
    if (!stop.aborted) throw error; // told to stop while it started: whatever breaks then is no fault
  } finally {
    if (stop.aborted) progress.say('Stopping: requests and activities under way are finished first.');
    forgetWrittenEnvironment(data);
    await parts.stop(hurry);
    reserved?.release();
    data.close();
  }
}

async function stopWhatWasLeft(data: DataDirectory, { progress, stop, hurry }: Launch): Promise<void> {
  const orphans = await stopOrphans(data, hurry);
  if (orphans.length > 0) progress.say(`An earlier start was killed and left ${orphans.join(', ')} running: stopped.`);
  stop.throwIfAborted();
}

interface Starting {
  readonly data: DataDirectory;
  readonly parts: RunningParts;
  readonly port: number;
  readonly demonstration: boolean;
}

async function start({ env, progress, stop }: Launch, { data, parts, port, demonstration }: Starting): Promise<void> {
  const address = `http://127.0.0.1:${String(port)}`;
  const servers = await startServers({ env, data, parts, progress, stop });
  stop.throwIfAborted();

  const variables = new ServiceEnvironmentVariables(env, data, servers, { port, demonstration });
  variables.write();
  const awaited = [];
  for (const [part, name] of [
    ['worker', 'The worker'],
    ['web', 'The web server'],
  ] as const) {
    const supervised = await Supervised.start({ name, start: () => startService(part, variables, data) }, progress);
    parts.add(part, supervised);
    awaited.push({ name, supervised, logFile: data.log(part) });
  }
  await untilReady(address, awaited, stop);
  stop.throwIfAborted();

  if (demonstration) {
    await loadDemonstration({
      data,
      progress,
      signal: stop,
      start: () => startDemonstrationLoad(variables, data),
    });
    stop.throwIfAborted();
  }
  data.announce(address);
  progress.say(`Grantpot is ready: ${address}`);
  if (demonstration) demonstrationPeople(data).forEach((line) => progress.say(line));
}

/** Invented people and money never get into a database that somebody brought. */
function demonstrationFor(env: LauncherEnvironment): boolean {
  const { databaseUrl, databaseMigrationUrl, demonstration } = env;
  if (databaseUrl === undefined && databaseMigrationUrl !== undefined) {
    throw new StartupError(
      'DATABASE_MIGRATION_URL is set and DATABASE_URL is not: set both (owner and application), or neither.',
    );
  }
  if (databaseUrl === undefined) return demonstration ?? true;
  if (databaseMigrationUrl === undefined) {
    throw new StartupError(
      "DATABASE_URL is the application's login: set DATABASE_MIGRATION_URL too, to the owner's login on the same database (npx grantpot setup makes both).",
    );
  }
  if (demonstration === true) {
    throw new StartupError(
      'Demonstration data never goes into a database of your own: unset GRANTPOT_DEMO, or unset DATABASE_URL.',
    );
  }
  return false;
}

async function portFor(wished: number | undefined): Promise<ReservedPort> {
  if (wished === undefined || wished === 0) return reservePortFrom(FIRST_PORT);
  if (await isPortFree(wished)) return { port: wished, release: () => undefined };
  throw new StartupError(
    `Port ${String(wished)} is in use by another program: stop that, or set PORT to another port.`,
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
