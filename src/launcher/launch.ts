import { newSetUpSecret } from '../../db/set-up-secret';
import type { LauncherEnvironment } from '../config/environment';
import { StartupError } from '../config/startup-error';
import { DataDirectory } from './data-directory';
import { demonstrationPeople, loadDemonstration } from './demonstration';
import { LogRotation } from './log-rotation';
import { stopOrphans } from './pid-files';
import { isPortFree, type ReservedPort, reservePortFrom } from './ports';
import type { Progress } from './progress';
import { untilReady } from './readiness';
import { RunningParts } from './running-parts';
import { startServers } from './servers';
import {
  forgetWrittenEnvironment,
  addressOf,
  partOf,
  type Service,
  ServiceEnvironmentVariables,
  startDemonstrationLoad,
  startService,
} from './services';
import { Supervised } from './supervised';
import type { Topology } from './topology';

/** One start of Grantpot. */
export interface Launch {
  readonly env: LauncherEnvironment;
  readonly topology: Topology;
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
  const { env, topology, progress, stop, hurry } = launched;
  const demonstration = demonstrationFor(env, topology);
  const data = DataDirectory.open(env.dataDirectory);
  const rotation = new LogRotation(data.logs);
  const parts = new RunningParts(data);
  let reserved: readonly ReservedPort[] = [];
  try {
    await stopWhatWasLeft(data, launched);
    reserved = await portsFor(env.port, topology.webs);
    await start(launched, { data, parts, demonstration, ports: reserved.map(({ port }) => port) });
    await aborted(stop);
  } catch (error) {
    if (!stop.aborted) throw error; // told to stop while it started: whatever breaks then is no fault
  } finally {
    if (stop.aborted) progress.say('Stopping: requests and activities under way are finished first.');
    forgetWrittenEnvironment(data);
    await parts.stop(hurry);
    for (const port of reserved) port.release();
    rotation.stop();
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
  /** One for each web server. */
  readonly ports: readonly number[];
  readonly demonstration: boolean;
}

async function start(
  { env, topology, progress, stop }: Launch,
  { data, parts, ports, demonstration }: Starting,
): Promise<void> {
  const addresses = ports.map(addressOf);
  const servers = await startServers({ env, topology, data, parts, progress, stop });
  stop.throwIfAborted();

  const variables = new ServiceEnvironmentVariables(env, data, servers, { ports, demonstration });
  variables.write();
  const awaited = [];
  for (const service of servicesOf(topology.workers, ports)) {
    const part = partOf(service);
    const name = nameOf(service);
    const supervised = await Supervised.start({ name, start: () => startService(service, variables, data) }, progress);
    parts.add(part, supervised);
    awaited.push({ name, supervised, logFile: data.log(part) });
  }
  for (const port of ports) await untilReady(`http://127.0.0.1:${String(port)}`, awaited, stop);
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
  // Whatever can fail comes before it says that it is ready: from then on a lost database is started again, not a start that failed.
  const secret = demonstration ? undefined : await newSetUpSecret(servers.migrationUrl);
  data.announce(addresses.join(' and '));
  progress.say(`Grantpot is ready: ${addresses.join(' and ')}`);
  if (demonstration) demonstrationPeople(data).forEach((line) => progress.say(line));
  if (secret !== undefined) {
    const address = env.publicUrl ?? addresses[0] ?? '';
    progress.say(
      `Nobody has set it up yet. Make your organisation at this address, which works once: ${address}/set-up/${secret}`,
    );
  }
}

function servicesOf(workers: number, ports: readonly number[]): readonly Service[] {
  return [
    ...Array.from({ length: workers }, (_none, n) => ({ kind: 'worker', number: n + 1 }) as const),
    ...ports.map((port, n) => ({ kind: 'web', number: n + 1, port }) as const),
  ];
}

function nameOf({ kind, number }: Service): string {
  return `${kind === 'worker' ? 'The worker' : 'The web server'}${number === 1 ? '' : ` ${String(number)}`}`;
}

/** Invented people and money never get into a database that somebody brought. */
function demonstrationFor(env: LauncherEnvironment, topology: Topology): boolean {
  const { databaseUrl, databaseMigrationUrl, demonstration } = env;
  if (databaseUrl === undefined && databaseMigrationUrl !== undefined) {
    throw new StartupError(
      'DATABASE_MIGRATION_URL is set and DATABASE_URL is not: set both (owner and application), or neither.',
    );
  }
  if (databaseUrl === undefined) return demonstration ?? topology.demonstration;
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

/** One port for each web server: the wished one and those above it, or the first free ones. */
async function portsFor(wished: number | undefined, count: number): Promise<readonly ReservedPort[]> {
  const reserved: ReservedPort[] = [];
  for (let next = wished === undefined || wished === 0 ? FIRST_PORT : wished; reserved.length < count;) {
    const one = wished === undefined || wished === 0 ? await reservePortFrom(next) : await exactly(next);
    reserved.push(one);
    next = one.port + 1;
  }
  return reserved;
}

async function exactly(port: number): Promise<ReservedPort> {
  if (await isPortFree(port)) return { port, release: () => undefined };
  throw new StartupError(`Port ${String(port)} is in use by another program: stop that, or set PORT to another port.`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
