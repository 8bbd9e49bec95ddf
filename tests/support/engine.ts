import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';

import { openDatabase } from '../../db/client';
import { createSeal } from '../../db/seal';
import { definitions } from '../../src/commands';
import type { Definitions } from '../../src/commands/apply/take-next';
import type { Relaying } from '../../src/delivery/relay';
import { connectionTo } from '../../src/delivery/connection';
import { createDataConverter } from '../../src/delivery/data-converter';
import { countPollers } from '../../src/delivery/pollers';
import { createApp } from '../../src/http/app';
import { createReadiness } from '../../src/http/readiness';
import { startWorker, type WorkerParts } from '../../src/worker/worker';
import { testDatabase } from './database';
import { openInboxOn, type Inbox } from './inbox';
import './runtime';
import { knowRecords } from './signed-in';
import { testNamespace } from './temporal';

/** A whole Grantpot in the test's process: real Postgres, real Temporal server, a worker, and the front door on a free port. */
export interface Engine {
  readonly inbox: Inbox;
  readonly client: Client;
  readonly taskQueue: string;
  /** What encrypts its histories. */
  readonly codecKey: Buffer;
  /** What seals details in its rows. */
  readonly fieldKey: Buffer;
  /** What relay and reconciler work with. */
  readonly relaying: Relaying;
  /** The address of the API, without a slash at its end. */
  readonly api: string;
  /** Ends the workers as a deployment would, and starts another when told to, beside those that work. */
  stopWorker(): Promise<void>;
  /** @returns what ends it alone */
  startWorker(otherwise?: WorkerParts['otherwise']): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const [codecKey, fieldKey] = [randomBytes(32), randomBytes(32)];

/** Starts an engine of the test file's own: own database, namespace and task queue, and commands of its own if it likes. */
export async function startEngine(
  commands: Definitions = definitions,
  otherwise: WorkerParts['otherwise'] = {},
): Promise<Engine> {
  const inbox = await openInboxOn(await testDatabase(), commands); // timers run by the real clock
  const { address, namespace, taskQueue } = testNamespace();
  const connection = await Connection.connect(connectionTo(address));
  const client = new Client({ connection, namespace, dataConverter: createDataConverter(codecKey) });
  const db = openDatabase(inbox.database.url, { connections: 24 });
  const seal = createSeal(fieldKey);

  // A connection for each: the core takes no second worker of a task queue on the same.
  const work = async (otherwise: WorkerParts['otherwise'] = {}): Promise<() => Promise<void>> => {
    const nativeConnection = await NativeConnection.connect({ address });
    const worker = await startWorker({
      db,
      client,
      connection: nativeConnection,
      namespace,
      taskQueue,
      codecKeys: codecKey,
      definitions: commands,
      canOpen: seal.canOpen,
      deliverOutbox: () => Promise.resolve(0),
      warn: () => undefined,
      otherwise,
    });
    return async () => {
      await worker.stop();
      await nativeConnection.close();
    };
  };
  let stops = [await work(otherwise)];

  const app = createApp({
    door: {
      db,
      preparing: seal,
      runs: { client, taskQueue },
      applying: { db, definitions: commands, canOpen: seal.canOpen },
    },
    reading: { db, open: seal.open },
    readiness: createReadiness(db, (now) => countPollers(client, taskQueue, now)),
    publicUrl: 'http://127.0.0.1',
    demonstration: undefined,
    onAnswered: () => undefined,
    logError: (detail) => {
      process.stderr.write(`request went wrong: ${JSON.stringify(detail)}\n`);
    },
  });
  const server = await listening(createServer(app));
  const forgetRecords = knowRecords(inbox);
  const stopWorker = async () => {
    await Promise.all(stops.map((stop) => stop()));
    stops = [];
  };
  return {
    inbox,
    client,
    taskQueue,
    codecKey,
    fieldKey,
    relaying: {
      db,
      applying: { db, definitions: commands, canOpen: seal.canOpen },
      runs: { client, taskQueue },
      onMiss: () => undefined,
    },
    api: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/v1`,
    stopWorker,
    startWorker: async (of) => {
      const stop = await work(of);
      stops.push(stop);
      return async () => {
        stops = stops.filter((one) => one !== stop);
        await stop();
      };
    },
    close: async () => {
      forgetRecords();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await stopWorker();
      await connection.close();
      await db.destroy();
      await inbox.close();
    },
  };
}

function listening(server: Server): Promise<Server> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    }),
  );
}
