import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Client } from 'pg';

import { createDataConverter } from '../../src/delivery/data-converter';
import { killProcess, startDetached, stopProcess, type DetachedProcess } from '../../src/launcher/detached-process';
import { openInboxOn, type Inbox } from './inbox';
import { startPrivatePostgres, type PrivatePostgres } from './postgres';
import { startPrivateTemporal, type PrivateTemporal } from './temporal';
import { testServers } from './test-servers';
import { waitFor } from './wait-for';

/** A process of ours that can be killed and started again. */
export interface Part {
  /** Starts it; it is ready some time later. */
  start(): Promise<void>;
  /** Ends it as a deployment would. @returns the code that it ended with; null when it had to be killed. */
  stop(): Promise<number | null>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** A Grantpot of a test's own in separate processes, as it is deployed: Postgres, Temporal, a worker, and a web server. */
export interface Deployment {
  readonly postgres: PrivatePostgres;
  readonly temporal: PrivateTemporal;
  readonly worker: Part;
  readonly web: Part;
  /** The address of the API, without a slash at its end. */
  readonly api: string;
  readonly codecKey: Buffer;
  /** An inbox on its database, to arrange with; to be closed before Postgres is. */
  openInbox(): Promise<Inbox>;
  /** Any SQL, seeing all organisations; by a connection of its own, so that it may be asked after every restart. */
  look<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Asks Temporal, by a connection of its own. */
  askTemporal<T>(ask: (client: TemporalClient) => Promise<T>): Promise<T>;
  /** Waits until web says that everything is there, the worker too. */
  ready(): Promise<void>;
  remove(): Promise<void>;
}

/** Starts Grantpot in processes of its own. They run what `npm run build` made. */
export async function startDeployment(environment: Readonly<Record<string, string>> = {}): Promise<Deployment> {
  const own = await mkdtemp(join(testServers().folder, 'deployment-'));
  const [postgres, temporal, port] = await Promise.all([startPrivatePostgres(), startPrivateTemporal(), freePort()]);
  const codecKey = Buffer.alloc(32, 5);
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: temporal.address,
    PORT: String(port),
    GRANTPOT_DATA_DIR: own,
    GRANTPOT_FIELD_KEY: Buffer.alloc(32, 7).toString('base64'),
    GRANTPOT_CODEC_KEY: codecKey.toString('base64'),
    LOG_LEVEL: 'warn',
    ...environment,
  };
  const part = (name: string): Part => {
    let running: DetachedProcess | undefined;
    return {
      start: async () => {
        const args = ['--enable-source-maps', resolve(__dirname, `../../dist/src/${name}/main.js`)];
        running = await startDetached({
          command: process.execPath,
          args,
          cwd: own,
          env,
          logFile: join(own, `${name}.log`),
        });
      },
      stop: async () => {
        if (running !== undefined) await stopProcess(running, { signal: 'SIGTERM', graceMs: 30_000 });
        return (await running?.exited)?.code ?? null;
      },
      kill: async () => {
        if (running !== undefined) await killProcess(running);
        await running?.exited;
      },
    };
  };
  const [worker, web] = [part('worker'), part('http')];
  await Promise.all([worker.start(), web.start()]);
  const root = `http://127.0.0.1:${String(port)}`;
  const ready = async () => {
    await waitFor('web says that everything is there', () =>
      fetch(`${root}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
  };
  await ready();
  return {
    postgres,
    temporal,
    worker,
    web,
    ready,
    codecKey,
    api: `${root}/api/v1`,
    openInbox: () => openInboxOn({ ...postgres, name: 'grantpot', drop: () => Promise.resolve() }),
    look: async <Row>(sql: string, parameters: readonly unknown[] = []) => {
      const client = new Client({ connectionString: postgres.superuserUrl });
      await client.connect();
      try {
        return (await client.query(sql, [...parameters])).rows as Row[];
      } finally {
        await client.end();
      }
    },
    askTemporal: async (ask) => {
      const connection = await Connection.connect({ address: temporal.address });
      try {
        return await ask(new TemporalClient({ connection, dataConverter: createDataConverter(codecKey) }));
      } finally {
        await connection.close();
      }
    },
    remove: async () => {
      await Promise.all([worker.kill(), web.kill()]);
      await Promise.all([postgres.remove(), temporal.remove()]);
      await rm(own, { recursive: true, force: true });
    },
  };
}

/** A port that nothing listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        found(port);
      });
    });
  });
}
