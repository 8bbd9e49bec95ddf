import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { killProcess } from '../../src/launcher/detached-process';
import { isRunning } from '../../src/launcher/process-identity';
import { GRANTPOT_SEARCH_ATTRIBUTES } from '../../src/launcher/search-attributes';
import {
  startTemporalServer,
  type TemporalServer,
  type TemporalServerOptions,
} from '../../src/launcher/temporal-server';
import { pauseProcess, resumeProcess, type Pausable } from './paused-process';
import { testServers } from './test-servers';

/** A namespace of a test file's own on the run's Temporal server, with Grantpot's search attributes. */
export interface TestNamespace {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
}

/** Hands out a namespace that no other test file of this run has. */
export function testNamespace(): TestNamespace {
  const { folder, temporal } = testServers();
  const namespace = temporal.namespaces.find((name) => claim(join(folder, 'namespaces', name)));
  if (namespace === undefined)
    throw new Error('All test namespaces are taken: raise their number in tests/support/global-setup.ts.');
  return { address: temporal.address, namespace, taskQueue: `grantpot-${namespace}` };
}

/** Only one of many processes can make a file that must not exist. */
function claim(file: string): boolean {
  try {
    writeFileSync(file, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A Temporal server of a test's own, to be killed, started again, or robbed of its store. */
export interface PrivateTemporal extends Pausable {
  readonly port: number;
  /** The same before and after a restart. */
  readonly address: string;
  /** Whether it runs; it may have ended by itself. */
  runs(): boolean;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port and store; it must have ended. */
  start(): Promise<void>;
  /** Deletes its whole store; it must have ended. */
  deleteStore(): Promise<void>;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/** Starts a Temporal server of the test's own with namespace `default`, with limits of its own where they are given, and its files in another folder than the run's if that is given. */
export async function startPrivateTemporal(
  settings: TemporalServerOptions['settings'] = {},
  folder = testServers().folder,
): Promise<PrivateTemporal> {
  const { temporalBinary } = testServers();
  const own = await mkdtemp(join(folder, 'temporal-'));
  const databaseFile = join(own, 'temporal.db');
  const start = (port?: number): Promise<TemporalServer> =>
    startTemporalServer({
      binary: temporalBinary,
      databaseFile,
      port,
      searchAttributes: GRANTPOT_SEARCH_ATTRIBUTES,
      logFile: join(own, 'temporal.log'),
      settings,
    });
  let server = await start();
  const { address, port } = server;
  return {
    address,
    port,
    pause: () => pauseProcess(server.process),
    runs: () => isRunning(server.process),
    resume: () => {
      resumeProcess(server.process);
    },
    stop: () => server.stop(),
    kill: () => killProcess(server.process),
    start: async () => {
      server = await start(port);
      if (server.address !== address)
        throw new Error(`Port ${port} was taken while the test's Temporal server was away.`);
    },
    deleteStore: async () => {
      for (const suffix of ['', '-wal', '-shm']) await rm(databaseFile + suffix, { force: true });
    },
    remove: async () => {
      await killProcess(server.process);
      await rm(own, { recursive: true, force: true });
    },
  };
}
