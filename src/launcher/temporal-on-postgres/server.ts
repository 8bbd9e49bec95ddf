import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { StartupError } from '../../config/startup-error';
import { type DetachedProcess, startDetached } from '../detached-process';
import { lastComplaint } from '../log-file';
import { untilServed, type WantedNamespace } from '../namespace';
import { isRunning, type ProcessIdentity } from '../process-identity';
import type { TemporalPorts } from './ports';
import type { TemporalStore } from './store';

/** The services of a Temporal server. They may share a process, or each have one or several. */
export const TEMPORAL_SERVICES = ['history', 'matching', 'frontend', 'worker'] as const;

/** One service of a Temporal server. */
export type TemporalService = (typeof TEMPORAL_SERVICES)[number];

/** What all processes of one Temporal server on Postgres have in common. */
export interface TemporalOnPostgres {
  /** The server's program. */
  readonly server: string;
  readonly store: TemporalStore;
  readonly ports: TemporalPorts;
}

/** The folder with `production.yaml` and `dynamic.yaml`, which docker-compose.yml gives to its server too. */
const CONFIG = join(__dirname, 'config');

/** How long a start may take. */
const START_MS = 120_000;

/** `host:port` of the server for clients and workers. */
export function frontendAddress({ ports }: TemporalOnPostgres): string {
  return `127.0.0.1:${String(ports.frontend)}`;
}

/**
 * Starts one process of a Temporal server, with the given services. Its tables must be there; it finds the other processes by itself.
 *
 * @throws StartupError when the program does not run
 */
export async function startTemporalProcess(
  temporal: TemporalOnPostgres,
  started: {
    readonly services: readonly TemporalService[];
    readonly logFile: string;
    /** Told the process as soon as it runs. */
    readonly onStarted?: (identity: ProcessIdentity) => void;
  },
): Promise<DetachedProcess> {
  try {
    return await startDetached({
      command: temporal.server,
      args: [
        ...['--root', CONFIG, '--config', '.', '--env', 'production', '--allow-no-auth', 'start'],
        ...started.services.flatMap((service) => ['--service', service]),
      ],
      cwd: CONFIG,
      env: environmentOf(temporal),
      logFile: started.logFile,
      onStarted: started.onStarted,
    });
  } catch (error) {
    throw new StartupError(
      `The Temporal program ${temporal.server} does not run on this machine (${(error as Error).message}): delete it to have it built again.`,
    );
  }
}

/** The variables of production.yaml. Nothing of the caller's: what is set for another Temporal would lead this one astray. */
function environmentOf({ store, ports }: TemporalOnPostgres): NodeJS.ProcessEnv {
  const listening = TEMPORAL_SERVICES.flatMap((service) => [
    [`TEMPORAL_${service.toUpperCase()}_PORT`, String(ports[service])],
    [`TEMPORAL_${service.toUpperCase()}_MEMBERSHIP_PORT`, String(ports[`${service}Membership`])],
  ]);
  return {
    PATH: '/usr/bin:/bin',
    HOME: CONFIG,
    TEMPORAL_STORE_ADDRESS: `${store.host}:${String(store.port)}`,
    TEMPORAL_STORE_USER: store.user,
    TEMPORAL_STORE_PASSWORD: store.password,
    TEMPORAL_DYNAMIC_CONFIG: join(CONFIG, 'dynamic.yaml'),
    TEMPORAL_ON_LOOPBACK: 'true',
    ...(Object.fromEntries(listening) as Record<string, string>),
  };
}

/** A process of the server that was started. */
export interface StartedTemporalProcess {
  readonly process: ProcessIdentity;
  readonly logFile: string;
}

/**
 * Waits until a process that was just started listens for its first service. The first one that ever starts on new tables writes there what
 * the cluster is called, and others that try at the same moment end at once: they are started after it.
 *
 * @throws StartupError when it ends meanwhile, or it takes too long
 */
export async function untilListens(
  { ports }: TemporalOnPostgres,
  service: TemporalService,
  started: StartedTemporalProcess,
): Promise<void> {
  const mayGoOn = patience([started]);
  while (!(await accepts(ports[service]))) {
    mayGoOn('it does not listen');
    await pause(50);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/**
 * Waits until the server answers for its namespace, which is made when it is missing, and knows its search attributes.
 *
 * @throws StartupError when one of its processes ends meanwhile, or it takes too long
 */
export async function untilServes(
  temporal: TemporalOnPostgres,
  wanted: WantedNamespace,
  processes: readonly StartedTemporalProcess[],
): Promise<void> {
  await untilServed(frontendAddress(temporal), wanted, patience(processes));
}

/** Ends a wait with what the log of an ended process says, or when a start has taken too long. */
function patience(processes: readonly StartedTemporalProcess[]): (refusal: string) => void {
  const deadline = Date.now() + START_MS;
  return (refusal) => {
    const ended = processes.find(({ process }) => !isRunning(process));
    if (ended !== undefined) {
      throw new StartupError(
        `The Temporal server did not start (${lastComplaint(ended.logFile)}): its log is ${ended.logFile}.`,
      );
    }
    if (Date.now() > deadline) {
      const logs = processes.map(({ logFile }) => logFile).join(' and ');
      throw new StartupError(
        `The Temporal server did not answer within ${String(START_MS / 1000)} seconds (${refusal}): its logs are ${logs}.`,
      );
    }
  };
}
