import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { Client } from 'pg';

import { openDatabase } from '../db/client';
import { Api } from '../src/cli/story/api';
import { identified, type Cast, type Person } from '../src/cli/story/cast';
import { addSomebody } from '../src/cli/story/people';
import { foundOrganisation } from '../src/commands/people/found-organisation';
import { stopProcess, type DetachedProcess } from '../src/launcher/detached-process';
import { portNear } from '../src/launcher/ports';
import { openHttpClient, type HttpClient } from './http-client';
import type { OwnDatabase, Servers } from './servers';

/** How one deployment differs from another. */
export interface GrantpotOptions {
  /** Arguments of Node's own for each of its processes, before the script. */
  readonly nodeArguments?: (process: 'worker' | 'http') => readonly string[];
  /** Variables over those that each of its processes is told. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with the migrated database, before anything runs on it. */
  readonly prepare?: (database: OwnDatabase) => Promise<void>;
}

/** A Grantpot in processes of its own, as it is deployed, with an organisation and its staff, who came to be by commands. */
export interface Grantpot {
  readonly worker: DetachedProcess;
  readonly web: DetachedProcess;
  readonly database: OwnDatabase;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly codecKey: Buffer;
  readonly tenantId: string;
  readonly staff: Cast;
  /** For arranging: it asks again while nobody answers. */
  readonly api: Api;
  /** For measuring. */
  readonly http: HttpClient;
  /** Any SQL, seeing all organisations: to arrange and to look. */
  look<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Waits until no command and no mail waits, so that what arranging left behind does not slow down what is measured one at a time. */
  atRest(): Promise<void>;
  /** Ends its processes in order, for what they write at their end. */
  stop(): Promise<void>;
}

const root = resolve(__dirname, '..');

/** Starts it and waits until it is ready. It runs what `npm run build` made. */
export async function startGrantpot(servers: Servers, name: string, options: GrantpotOptions): Promise<Grantpot> {
  const database = await servers.database(name);
  await options.prepare?.(database);
  const codecKey = randomBytes(32);
  const port = await portNear(undefined);
  const taskQueue = `grantpot-${name}`;
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    TEMPORAL_NAMESPACE: name,
    GRANTPOT_TASK_QUEUE: taskQueue,
    PORT: String(port),
    GRANTPOT_DATA_DIR: join(servers.folder, name),
    GRANTPOT_FIELD_KEY: randomBytes(32).toString('base64'),
    GRANTPOT_CODEC_KEY: codecKey.toString('base64'),
    LOG_LEVEL: 'info',
    ...options.environment,
  };
  const start = (part: 'worker' | 'http') =>
    servers.start({
      command: process.execPath,
      args: ['--enable-source-maps', ...(options.nodeArguments?.(part) ?? []), join(root, 'dist/src', part, 'main.js')],
      env,
      logFile: join(servers.folder, `${name}-${part}.log`),
    });
  const [worker, web] = await Promise.all([start('worker'), start('http')]);
  const url = `http://127.0.0.1:${String(port)}`;
  await untilReady(url, [worker, web]);

  const superuser = new Client({ connectionString: database.superuserUrl });
  superuser.on('error', () => undefined); // its server is ended before it
  await superuser.connect();
  const api = await Api.of(url);
  const http = await openHttpClient(url);
  const { tenantId, staff } = await employ(database, api, name);
  const look = async <Row>(sql: string, parameters: readonly unknown[] = []) =>
    (await superuser.query(sql, [...parameters])).rows as Row[];
  return {
    worker,
    web,
    database,
    namespace: name,
    taskQueue,
    codecKey,
    tenantId,
    staff,
    api,
    http,
    look,
    atRest: async () => {
      const waiting = () =>
        look<{ count: number }>(
          `select (select count(*) from command where status = 'stored')::int
             + (select count(*) from outbox where sent_at is null and given_up_at is null)::int as count`,
        );
      while ((await waiting())[0]?.count !== 0) await pause(50);
    },
    stop: async () => {
      await Promise.all([worker, web].map((one) => stopProcess(one, { signal: 'SIGTERM', graceMs: 30_000 })));
    },
  };
}

async function untilReady(url: string, processes: readonly DetachedProcess[]): Promise<void> {
  let ended = false;
  for (const { exited } of processes) void exited.then(() => (ended = true));
  for (;;) {
    const answered = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answered?.status === 200) return;
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- set by the processes' ends
    if (ended) throw new Error('a process of Grantpot ended while it started');
    await pause(100);
  }
}

/** The organisation's staff, one person a role and a panel of four, each added by the administrator's commands. */
async function employ(database: OwnDatabase, api: Api, slug: string): Promise<{ tenantId: string; staff: Cast }> {
  const db = openDatabase(database.migrationUrl, { connections: 1 });
  try {
    const email = 'administrator@bench.example';
    const founded = await foundOrganisation(db, {
      name: 'Croydon Voluntary Action',
      slug,
      administrator: { name: 'Administrator', email },
    });
    const administrator = await identified(api, { name: 'Administrator', email, token: founded.token ?? '' });
    const somebody = (personName: string, role: string): Promise<Person> =>
      addSomebody(
        api,
        { administrator } as Cast,
        personName,
        `${personName.toLowerCase().replaceAll(' ', '.')}@bench.example`,
        { role },
      );
    const staff: Cast = {
      administrator,
      manager: await somebody('Fund Manager', 'fund_manager'),
      officer: await somebody('Grants Officer', 'grants_officer'),
      panel: [
        await somebody('Member C', 'panel_member'),
        await somebody('Member D', 'panel_member'),
        await somebody('Member E', 'panel_member'),
        await somebody('Member F', 'panel_member'),
      ],
      paymentMaker: await somebody('Payment Maker', 'payment_maker'),
      paymentAuthoriser: await somebody('Payment Authoriser', 'payment_authoriser'),
    };
    return { tenantId: founded.tenantId, staff };
  } finally {
    await db.destroy();
  }
}
