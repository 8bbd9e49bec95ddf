import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Client, Connection } from '@temporalio/client';

import { openDatabase } from '../../db/client';
import { countPollers } from '../../src/delivery/pollers';
import { createApp } from '../../src/http/app';
import { createReadiness } from '../../src/http/readiness';
import { content } from '../builders/application';
import { anOrganisation } from '../builders/organisation';
import { aGroupOverHttp, aPotOverHttp, aStaff } from '../builders/over-http';
import { aPolicy } from '../builders/policy';
import { startEngine, type Engine } from '../support/engine';
import { openFrontDoor, type FrontDoor } from '../support/front-door';
import { answerOf, expectProblem, keyed, rawRequests, type Answer } from '../support/raw-requests';
import { testSeal } from '../support/seal';
import { aToken } from '../support/token';
import { waitFor } from '../support/wait-for';

let engine: Engine;
let door: FrontDoor;
let token: string;
beforeAll(async () => {
  engine = await startEngine();
  door = await openFrontDoor(engine);
  // A worker has polled once before Temporal knows of it.
  await waitFor('ready', async () => (await fetch(engine.api.replace('/api/v1', '/readyz'))).ok);
  token = await aToken(engine.inbox, (await anOrganisation(engine.inbox)).officer);
});
afterAll(() => engine.close());

test('it is alive, and ready', async () => {
  const at = async (path: string) => answerOf(await fetch(engine.api.replace('/api/v1', path)));
  expect(await at('/healthz')).toMatchObject({ status: 200, body: { status: 'alive' } });
  expect(await at('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
});

/** A front door of parts of which some are away. */
async function readinessOf(parts: {
  databaseUrl?: string;
  temporalAddress?: string;
  taskQueue?: string;
}): Promise<{ alive: Answer; ready: Answer; asked: Answer }> {
  const db = openDatabase(parts.databaseUrl ?? engine.inbox.database.url, { connections: 2 });
  // Without the client's own retries, which go on after the test.
  const connection =
    parts.temporalAddress === undefined
      ? undefined
      : Connection.lazy({ address: parts.temporalAddress, interceptors: [] });
  const client = connection === undefined ? engine.client : new Client({ connection });
  const taskQueue = parts.taskQueue ?? engine.taskQueue;
  const server = await listening(
    createApp({
      door: {
        db,
        preparing: testSeal,
        runs: { client, taskQueue },
        applying: { db, definitions: {}, canOpen: testSeal.canOpen },
      },
      reading: { db, open: testSeal.open },
      readiness: createReadiness(db, (now) => countPollers(client, taskQueue, now)),
      publicUrl: 'http://127.0.0.1',
      demonstration: undefined,
      onAnswered: () => undefined,
      logError: () => undefined,
    }),
  );
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const at = async (path: string) =>
    answerOf(await fetch(base + path, { headers: { Authorization: `Bearer ${token}` } }));
  try {
    return { alive: await at('/healthz'), ready: await at('/readyz'), asked: await at('/api/v1/me') };
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await connection?.close();
    await db.destroy();
  }
}

const deadPort = async (): Promise<number> => {
  const server = await listening(() => undefined);
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
};

test('without Postgres it is alive, not ready, and answers 503', async () => {
  const url = new URL(engine.inbox.database.url);
  url.port = String(await deadPort());
  const { alive, ready, asked } = await readinessOf({ databaseUrl: url.href });
  expect(alive.status).toBe(200);
  expect(ready).toMatchObject({ status: 503, body: { status: 'not ready', failing: ['postgres'] } });
  expect(asked).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  expectProblem(asked, door.document);
});

test('without its migrations it is not ready', async () => {
  const [row] = await engine.inbox.look<{ name: string; timestamp: string }>(
    'delete from kysely_migration where name = (select max(name) from kysely_migration) returning *',
  );
  try {
    const { alive, ready } = await readinessOf({});
    expect(alive.status).toBe(200);
    expect(ready).toMatchObject({ status: 503, body: { failing: ['migrations'] } });
  } finally {
    await engine.inbox.look('insert into kysely_migration (name, timestamp) values ($1, $2)', [
      row!.name,
      row!.timestamp,
    ]);
  }
});

test('without Temporal, or a worker that polls, it is not ready, and reads go on', async () => {
  const temporal = await readinessOf({ temporalAddress: `127.0.0.1:${String(await deadPort())}` });
  expect(temporal.ready).toMatchObject({ status: 503, body: { failing: ['temporal'] } });
  expect([temporal.alive.status, temporal.asked.status]).toEqual([200, 200]);
  const worker = await readinessOf({ taskQueue: 'nobody-polls-here' });
  expect(worker.ready).toMatchObject({ status: 503, body: { failing: ['worker'] } });
});

test('without a worker a command is answered 202 with its address, and done when one is back', async () => {
  const staff = await aStaff(engine.inbox);
  const pot = await aPotOverHttp(door, staff, { policy: aPolicy(), budgetPence: 1_000_000 });
  const group = await aGroupOverHttp(door, staff, 'Heathfield Ecology Centre');
  const [chair] = group.people;
  const { id } = await door.as(chair, 'createApplication', { body: { potId: pot.potId, partyId: group.id } });
  await door.as(chair, 'saveApplication', { id, ifMatch: '"1"', body: content(100_000) });
  const { post, ask } = rawRequests(engine.api, door.document);
  await engine.stopWorker();
  const key = keyed();
  const submit = () => post(chair, `/grants/${String(id)}/submit-application`, {}, key);
  const answer = await submit();
  const { status, body, headers } = answer;
  expect(door.document.answerFault('submitApplication', { status, type: 'application/json', body })).toBeUndefined();
  expect(answer).toMatchObject({ status: 202, body: { status: 'stored', subject: { type: 'grant', id } } });
  expect(headers.get('location')).toBe(body.address);
  const command = async () => (await ask(chair.token, 'GET', body.address.replace('/api/v1', ''))).body;
  expect(await command()).toMatchObject({ id: body.commandId, status: 'stored', outcome: null });

  await engine.startWorker();
  const asCommand = { id: body.commandId };
  await door.until(chair, 'getCommand', asCommand, (found) => found.status === 'applied', 'the command is applied');
  const again = await submit();
  expect([again.status, again.body.commandId]).toEqual([200, body.commandId]);
  expect((await command()).outcome.result).toEqual(again.body.result);
});

function listening(handler: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer(handler);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

test('a worker that has been silent for over a minute is not counted, though Temporal still remembers it', async () => {
  const [row] = await engine.inbox.look<{ now: Date }>('select app.now() as now');
  const after = (milliseconds: number) => new Date(row!.now.getTime() + milliseconds).toISOString();
  expect(await countPollers(engine.client, engine.taskQueue, after(0))).toBeGreaterThan(0);
  expect(await countPollers(engine.client, engine.taskQueue, after(180_000))).toBe(0);
});
