import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { Client } from 'pg';

import { readLauncherEnvironment } from '../../src/config/environment';
import { killProcess, stopProcess, type DetachedProcess } from '../../src/launcher/detached-process';
import { stoppingOf } from '../../src/launcher/pid-files';
import { portNear } from '../../src/launcher/ports';
import { isRunning } from '../../src/launcher/process-identity';
import { progressTo } from '../../src/launcher/progress';
import { GRANTPOT_SEARCH_ATTRIBUTES } from '../../src/launcher/search-attributes';
import { findTemporalServerPrograms } from '../../src/launcher/temporal-on-postgres/programs';
import {
  frontendAddress,
  startTemporalProcess,
  TEMPORAL_SERVICES,
  untilServes,
} from '../../src/launcher/temporal-on-postgres/server';
import { prepareStore, TEMPORAL_STORE } from '../../src/launcher/temporal-on-postgres/store';
import { pauseProcess, resumeProcess } from './paused-process';
import type { PrivatePostgres } from './postgres';
import type { PrivateTemporal } from './temporal';
import { testServers } from './test-servers';

/**
 * Starts a Temporal server of the test's own as `npm run small` has it: all of its services in one process, on two databases of a Postgres, with namespace
 * `default`. Built with Go where it was never built before, which takes minutes.
 *
 * @param postgres where its databases are made
 * @param reachedAt the port that the server itself finds Postgres at, as through a proxy
 */
export async function startTemporalOn(postgres: PrivatePostgres, reachedAt: number): Promise<PrivateTemporal> {
  const own = await mkdtemp(join(testServers().folder, 'temporal-'));
  const { cacheDirectory, inherited } = readLauncherEnvironment();
  const progress = progressTo((line) => process.stderr.write(`${line}\n`));
  const { server, sqlTool } = await findTemporalServerPrograms({ cacheDirectory, env: inherited, progress });
  const login = { host: '127.0.0.1', user: TEMPORAL_STORE.role, password: 'temporal' };
  const temporal = { server, store: { ...login, port: reachedAt }, ports: await freePorts() };
  const logFile = join(own, 'temporal.log');
  const start = async (): Promise<DetachedProcess> => {
    await prepareStore({ administratorUrl: postgres.superuserUrl, store: { ...login, port: postgres.port }, sqlTool });
    const started = await startTemporalProcess(temporal, { services: TEMPORAL_SERVICES, logFile });
    const wanted = { namespace: 'default', searchAttributes: GRANTPOT_SEARCH_ATTRIBUTES };
    await untilServes(temporal, wanted, [{ process: started, logFile }]);
    return started;
  };
  let running = await start();
  return {
    port: temporal.ports.frontend,
    address: frontendAddress(temporal),
    pause: () => pauseProcess(running),
    resume: () => {
      resumeProcess(running);
    },
    runs: () => isRunning(running),
    stop: () => stopProcess(running, stoppingOf('temporal')),
    kill: () => killProcess(running),
    start: async () => {
      running = await start();
    },
    deleteStore: () => dropDatabases(postgres.superuserUrl),
    remove: async () => {
      await killProcess(running);
      await rm(own, { recursive: true, force: true });
    },
  };
}

async function freePorts() {
  const taken = new Set<number>();
  while (taken.size < 2 * TEMPORAL_SERVICES.length) taken.add(await portNear(undefined));
  const [frontend = 0, frontendMembership = 0, history = 0, historyMembership = 0, ...others] = taken;
  const [matching = 0, matchingMembership = 0, worker = 0, workerMembership = 0] = others;
  return { frontend, frontendMembership, history, historyMembership, matching, matchingMembership, worker, workerMembership }; // prettier-ignore
}

async function dropDatabases(superuserUrl: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const database of TEMPORAL_STORE.databases) await client.query(`drop database ${database} with (force)`);
  } finally {
    await client.end();
  }
}
