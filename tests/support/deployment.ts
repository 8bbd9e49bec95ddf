import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Client } from 'pg';

import { createDataConverter } from '../../src/delivery/data-converter';
import { killProcess, startDetached, stopProcess, type DetachedProcess } from '../../src/launcher/detached-process';
import { openInboxOn, type Inbox } from './inbox';
import { pauseProcess, resumeProcess, type Pausable } from './paused-process';
import { startPrivatePostgres, type PrivatePostgres } from './postgres';
import { openProxy, type Proxy } from './proxy';
import { startPrivateTemporal, type PrivateTemporal } from './temporal';
import { startTemporalOn } from './temporal-on-postgres';
import { testServers } from './test-servers';
import { waitFor } from './wait-for';

/** A process of ours that can be killed, paused, and started again. */
export interface Part extends Pausable {
  /** Starts it, with further variables if they are given; it is ready some time later. */
  start(variables?: Readonly<Record<string, string>>): Promise<void>;
  /** Ends it as a deployment would. @returns the code that it ended with; null when it had to be killed. */
  stop(): Promise<number | null>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** Who talks to whom; the last two only in deployments with an SMTP server, or with Temporal on Postgres. */
export type Pair =
  | 'client-web'
  | 'web-postgres'
  | 'worker-postgres'
  | 'web-temporal'
  | 'worker-temporal'
  | 'worker-smtp'
  | 'temporal-postgres';

/** How a deployment is made. */
export interface DeploymentOptions {
  /** Variables of worker and web. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables of one of them alone. */
  readonly environmentOf?: Readonly<Partial<Record<'worker' | 'web', Readonly<Record<string, string>>>>>;
  /** Puts a proxy between each two processes that talk, and between clients and web. */
  readonly proxied?: boolean;
  /** Where an SMTP server listens that mail goes to; without, mail goes to files. */
  readonly smtpPort?: number;
  /** Has Temporal keep its state in the same Postgres, as `npm run small` does; without, in a file. Temporal's own program is built the first time. */
  readonly temporalOnPostgres?: boolean;
  /** Where Postgres and Temporal keep their files, if not in the run's folder. */
  readonly folderOf?: Readonly<Partial<Record<'postgres' | 'temporal', string>>>;
}

/** A Grantpot of a test's own in separate processes, as it is deployed: Postgres, Temporal, a worker, and a web server. */
export interface Deployment {
  readonly postgres: PrivatePostgres;
  readonly temporal: PrivateTemporal;
  readonly worker: Part;
  readonly web: Part;
  /** The address of the API, without a slash at its end; through the clients' proxy, if there is one. */
  readonly api: string;
  /** The proxy between two processes. @throws Error when the deployment was made without */
  between(pair: Pair): Proxy;
  readonly codecKey: Buffer;
  /** What worker and web have logged so far, a line each. */
  log(name: 'worker' | 'web'): readonly Readonly<Record<string, unknown>>[];
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
export async function startDeployment(options: DeploymentOptions = {}): Promise<Deployment> {
  const own = await mkdtemp(join(testServers().folder, 'deployment-'));
  const { folderOf, environment, environmentOf, proxied = false, smtpPort, temporalOnPostgres = false } = options;
  const proxies = new Map<Pair, Proxy>();
  /** The port by which somebody finds somebody else: that of the proxy between them, if there is to be one. */
  const through = async (pair: Pair, to: number): Promise<number> => {
    if (!proxied) return to;
    const proxy = await openProxy(to);
    proxies.set(pair, proxy);
    return proxy.port;
  };
  const startingPostgres = startPrivatePostgres(folderOf?.postgres);
  const startTemporal = async (): Promise<PrivateTemporal> => {
    if (!temporalOnPostgres) return startPrivateTemporal({}, folderOf?.temporal);
    const on = await startingPostgres;
    return startTemporalOn(on, await through('temporal-postgres', on.port));
  };
  const [postgres, temporal, port] = await Promise.all([startingPostgres, startTemporal(), freePort()]);
  const between = (pair: Pair): Proxy => {
    const proxy = proxies.get(pair);
    if (proxy === undefined) throw new Error(`this deployment was made without a proxy for ${pair}`);
    return proxy;
  };
  const codecKey = Buffer.alloc(32, 5);
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    PORT: String(port),
    GRANTPOT_DATA_DIR: own,
    GRANTPOT_FIELD_KEY: Buffer.alloc(32, 7).toString('base64'),
    GRANTPOT_CODEC_KEY: codecKey.toString('base64'),
    LOG_LEVEL: 'warn',
    ...environment,
  };
  const reaching = async (name: 'worker' | 'web') => {
    const url = new URL(postgres.url);
    url.port = String(await through(`${name}-postgres`, postgres.port));
    const temporalPort = await through(`${name}-temporal`, temporal.port);
    return { DATABASE_URL: url.href, TEMPORAL_ADDRESS: `127.0.0.1:${String(temporalPort)}` };
  };
  const mailBySmtp = async (to: number) => ({
    SMTP_URL: `smtp://127.0.0.1:${String(await through('worker-smtp', to))}`,
  });
  const found = {
    web: await reaching('web'),
    worker: { ...(await reaching('worker')), ...(smtpPort === undefined ? {} : await mailBySmtp(smtpPort)) },
  };
  const part = (name: 'worker' | 'web'): Part => {
    let running: DetachedProcess | undefined;
    const isRunningNow = () => {
      if (running === undefined) throw new Error(`${name} was never started`);
      return running;
    };
    return {
      pause: () => pauseProcess(isRunningNow()),
      resume: () => {
        resumeProcess(isRunningNow());
      },
      start: async (variables = {}) => {
        const room = name === 'web' ? 'http' : name;
        const args = ['--enable-source-maps', resolve(__dirname, `../../dist/src/${room}/main.js`)];
        running = await startDetached({
          command: process.execPath,
          args,
          cwd: own,
          env: { ...env, ...found[name], ...environmentOf?.[name], ...variables },
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
  const [worker, web] = [part('worker'), part('web')];
  await Promise.all([worker.start(), web.start()]);
  const root = `http://127.0.0.1:${String(port)}`;
  const door = `http://127.0.0.1:${String(await through('client-web', port))}`;
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
    log: (name) =>
      readFileSync(join(own, `${name}.log`), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
    between,
    api: `${door}/api/v1`,
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
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
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
