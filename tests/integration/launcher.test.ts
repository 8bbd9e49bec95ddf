import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Client } from 'pg';

import { isRunning } from '../../src/launcher/process-identity';
import { testDatabase } from '../support/database';
import { Launched, newDataDirectory, partsOf, removeDataDirectory, until, variablesOf } from '../support/launched';
import { testNamespace } from '../support/temporal';

const PARTS = ['postgres', 'temporal', 'web', 'worker'];

let directories: string[] = [];
let launched: Launched[] = [];

function dataDirectory(): string {
  const directory = newDataDirectory();
  directories.push(directory);
  return directory;
}

function start(directory: string, env: NodeJS.ProcessEnv = {}): Launched {
  const one = new Launched(directory, env);
  launched.push(one);
  return one;
}

/** Ends a launcher and all that it started, and removes its files. */
async function kill(one: Launched, directory: string): Promise<void> {
  one.signal('SIGKILL');
  await one.ended;
  await removeDataDirectory(directory);
}

afterEach(async () => {
  for (const one of launched) one.signal('SIGKILL');
  await Promise.all(launched.map((one) => one.ended));
  for (const directory of directories) await removeDataDirectory(directory);
  [launched, directories] = [[], []];
});

async function inDatabase(directory: string, sql: string): Promise<readonly object[]> {
  const client = new Client({ connectionString: variablesOf(directory)['DATABASE_MIGRATION_URL'] });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function inTemporal<T>(directory: string, use: (client: TemporalClient) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: variablesOf(directory)['TEMPORAL_ADDRESS']! });
  try {
    return await use(new TemporalClient({ connection }));
  } finally {
    await connection.close();
  }
}

const isReady = async (address: string) => {
  try {
    return (await fetch(`${address}/readyz`)).status === 200 || undefined;
  } catch {
    return undefined;
  }
};

describe('two at once', () => {
  // Each start takes longer than all that is asked of it.
  const [here, there] = [newDataDirectory(), newDataDirectory()];
  let first: Launched;
  let other: Launched;
  let addresses: readonly [string, string];
  beforeAll(async () => {
    [first, other] = [new Launched(here), new Launched(there)];
    addresses = await Promise.all([first.ready(), other.ready()]);
  });
  afterAll(async () => {
    await kill(first, here);
    await kill(other, there);
  });

  test('run side by side on data directories of their own', async () => {
    expect(new Set(addresses).size).toBe(2);
    expect(await Promise.all(addresses.map(isReady))).toEqual([true, true]);
    expect(Object.keys(partsOf(here)).sort()).toEqual(PARTS);
  });

  test('one more on the same data directory is told where the first is; SIGTERM ends all in order', async () => {
    const second = start(here);
    expect(await second.ended).toBe(1);
    expect(second.complaint).toContain(`already running on ${here}: ${addresses[0]}`);

    const processes = Object.values(partsOf(here));
    first.signal('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(processes.filter(isRunning)).toEqual([]);
    expect(existsSync(join(here, 'run/environment.json'))).toBe(false);
  });

  test('one waits for a part that does not end, until a second signal', async () => {
    const { worker, web } = partsOf(there);
    process.kill(worker!.pid, 'SIGSTOP');
    other.signal('SIGTERM');
    await until('the web server has ended', () => (isRunning(web!) ? undefined : true));
    expect(isRunning(worker!)).toBe(true);
    // Npm passes a Ctrl-C on that the terminal has sent too: what comes at once is the same signal. So one after another until it counts.
    await until('the worker is killed', () => {
      if (!isRunning(worker!)) return true;
      other.signal('SIGTERM');
      return undefined;
    });
    expect(await other.ended).toBe(0);
  });
});

test('one that is told to stop before it is ready ends without a trace', async () => {
  const directory = dataDirectory();
  const first = start(directory);
  await until('Postgres runs', () => partsOf(directory)['postgres']);
  first.signal('SIGINT');
  expect(await first.ended).toBe(0);
  expect(first.complaint).toBe('');
  expect(Object.values(partsOf(directory)).filter(isRunning)).toEqual([]);
  expect(first.output).not.toContain('is ready');
});

describe('kill -9', () => {
  // All of it on one Grantpot, also what is killed with its launcher and started anew.
  const directory = newDataDirectory();
  let running: Launched;
  let address: string;
  beforeAll(async () => {
    running = new Launched(directory);
    address = await running.ready();
  });
  afterAll(() => kill(running, directory));

  test.each(PARTS)('of %s: it is started again where the others look for it', async (part) => {
    const before = partsOf(directory)[part]!;
    const said = running.output.length;
    process.kill(before.pid, 'SIGKILL');
    await running.says(/ended by itself \(SIGKILL\): starting it again/, said);
    await until('it is another process', () => (partsOf(directory)[part]?.pid === before.pid ? undefined : true));
    await until('all is ready again', () => isReady(address));
  });

  const leaveTraces = async () => {
    await inDatabase(directory, `create table trace as select 'kept' as word`);
    await inTemporal(directory, (client) =>
      client.workflow.start('nobody-runs-it', { workflowId: 'kept', taskQueue: 'nobody' }),
    );
  };

  const startAgain = async () => {
    running = new Launched(directory);
    await running.ready();
  };
  const expectTraces = async () => {
    expect(await inDatabase(directory, 'select word from trace')).toEqual([{ word: 'kept' }]);
    const { status } = await inTemporal(directory, (client) => client.workflow.getHandle('kept').describe());
    expect(status.name).toBe('RUNNING');
  };

  test('of the launcher alone: the next start stops the orphans and loses nothing', async () => {
    await leaveTraces();
    const orphans = partsOf(directory);
    running.signal('SIGKILL');
    await running.ended;
    expect(Object.values(orphans).every(isRunning)).toBe(true);

    await startAgain();
    expect(running.output).toContain('An earlier start was killed and left web, worker, temporal, postgres running');
    expect(Object.values(orphans).filter(isRunning)).toEqual([]);
    await expectTraces();
  });

  test('of every process: the next start has lost nothing', async () => {
    running.signal('SIGKILL');
    for (const { pid } of Object.values(partsOf(directory))) process.kill(pid, 'SIGKILL');
    await running.ended;

    await startAgain();
    await expectTraces();
  });
});

describe('servers of one’s own', () => {
  test('replace the embedded ones, which are then not started', async () => {
    const database = await testDatabase();
    const { address, namespace, taskQueue } = testNamespace();
    try {
      const directory = dataDirectory();
      const first = start(directory, {
        DATABASE_URL: database.url,
        DATABASE_MIGRATION_URL: database.migrationUrl,
        TEMPORAL_ADDRESS: address,
        TEMPORAL_NAMESPACE: namespace,
        GRANTPOT_TASK_QUEUE: taskQueue,
        GRANTPOT_DEMO: '',
      });
      await first.ready();
      expect(Object.keys(partsOf(directory)).sort()).toEqual(['web', 'worker']);
      expect(first.output).not.toContain('demonstration');
      first.signal('SIGTERM');
      expect(await first.ended).toBe(0);
    } finally {
      await database.drop();
    }
  });
});
