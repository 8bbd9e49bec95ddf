import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Pool } from 'pg';

import type { BareRecord } from './bare-workflow';

/** The baseline's worker: the same SDK with the same options as the product's, and as little as possible in it. */
async function main(): Promise<void> {
  const [databaseUrl = '', address = '', namespace = '', taskQueue = ''] = process.argv.slice(2);
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  const pool = new Pool({ connectionString: databaseUrl, max: 24 });
  const record: BareRecord = {
    write: async ({ workflow, number }) => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        // Asked again, when the machine was too slow for Temporal's patience, it must answer all the same.
        await client.query(
          'insert into bare (workflow, number, at) values ($1, $2, clock_timestamp()) on conflict do nothing',
          [workflow, number],
        );
        await client.query('commit');
        client.release();
        return { number };
      } catch (error) {
        client.release(true);
        throw error;
      }
    },
  };
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowsPath: require.resolve('./bare-workflow'),
    activities: { ...record },
    // As src/worker/worker.ts has them.
    maxCachedWorkflows: 2_000,
    maxConcurrentLocalActivityExecutions: 100,
  });
  process.once('SIGTERM', () => {
    worker.shutdown();
  });
  await worker.run();
  await connection.close();
  await pool.end();
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
