import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';

import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { Pool } from 'pg';

import type { DetachedProcess } from '../src/launcher/detached-process';
import { bareUpdate, type bare } from './bare-workflow';
import type { Servers } from './servers';

/** What the product is compared with, on the same servers. */
export interface Bare {
  readonly worker: DetachedProcess;
  /** Connections to the bare database, for what is compared with Postgres alone. */
  readonly pool: Pool;
  /** Begins a bare life of so many updates by its first one, update-with-start. @returns its id */
  begin(updates: number): Promise<string>;
  /** One more update. */
  update(workflowId: string): Promise<void>;
  /** One small transaction on the table of the bare workflows: begin, insert, commit. */
  commit(): Promise<void>;
}

const taskQueue = 'bare';
const root = resolve(__dirname, '..');

/** Starts the bare worker and opens a client to it. */
export async function startBare(servers: Servers, namespace: string): Promise<Bare> {
  const { superuserUrl } = await servers.database('bare');
  const pool = new Pool({ connectionString: superuserUrl, max: 24 });
  pool.on('error', () => undefined); // its server is ended before it
  await pool.query(
    'create table bare (workflow text, number int, at timestamptz not null, primary key (workflow, number))',
  );
  const worker = await servers.start({
    command: process.execPath,
    args: [
      '-r',
      join(root, 'scripts/typescript.cjs'),
      join(__dirname, 'bare-worker.ts'),
      superuserUrl,
      servers.temporalAddress,
      namespace,
      taskQueue,
    ],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    logFile: join(servers.folder, 'bare-worker.log'),
  });
  const connection = await Connection.connect({ address: servers.temporalAddress });
  const client = new Client({ connection, namespace });
  const started: Bare = {
    worker,
    pool,
    begin: async (updates) => {
      const workflowId = `bare/${randomUUID()}`;
      await client.workflow.executeUpdateWithStart(bareUpdate, {
        args: [workflowId],
        updateId: randomUUID(),
        startWorkflowOperation: new WithStartWorkflowOperation<typeof bare>('bare', {
          workflowId,
          taskQueue,
          args: [updates],
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      });
      return workflowId;
    },
    update: async (workflowId) => {
      await client.workflow
        .getHandle(workflowId)
        .executeUpdate(bareUpdate, { args: [workflowId], updateId: randomUUID() });
    },
    commit: async () => {
      const one = await pool.connect();
      try {
        await one.query('begin');
        await one.query('insert into bare (workflow, number, at) values ($1, 0, clock_timestamp())', [randomUUID()]);
        await one.query('commit');
      } finally {
        one.release();
      }
    },
  };
  await started.begin(1); // answers once the worker polls
  return started;
}
