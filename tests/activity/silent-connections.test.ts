import { randomUUID } from 'node:crypto';

import { sql } from 'kysely';

import { openDatabase, type Database } from '../../db/client';
import { inTenant } from '../../db/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { openProxy, type Proxy } from '../support/proxy';

let database: TestDatabase;
let proxy: Proxy;
let db: Database;
let url: string;

beforeEach(async () => {
  database = await testDatabase();
  const through = new URL(database.url);
  proxy = await openProxy(Number(through.port));
  through.port = String(proxy.port);
  url = through.href;
  db = openDatabase(url, { connections: 3, patience: { lockMs: 600, statementMs: 800, answerMs: 1_000 } });
});
afterEach(async () => {
  await db.destroy();
  await proxy.close();
  await database.drop();
});

const ask = () => sql`select pg_sleep(0.05)`.execute(db).then(() => 'answered', String);
/** Opens all connections of the pool, and leaves them idle. */
const openAll = async () => {
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['answered', 'answered', 'answered']);
};

test('who finds one connection silent closes the idle ones too: the next is answered', async () => {
  await openAll();
  proxy.freeze();
  expect(await ask()).toMatch(/read timeout/i);
  expect(await ask()).toBe('answered');
});

test('a transaction whose connection is silent is over with that: nobody waits for its rollback too', async () => {
  const order: string[] = [];
  const waiting: Promise<unknown>[] = [];
  const other = openDatabase(url, { connections: 1, patience: { lockMs: 200, statementMs: 300, answerMs: 400 } });
  await sql`select 1`.execute(other);
  const transaction = inTenant(db, randomUUID(), async (tx) => {
    await sql`select 1`.execute(tx);
    proxy.freeze();
    await sql`select 1`.execute(tx).catch((error: unknown) => {
      waiting.push(sql`select 1`.execute(other).catch(() => order.push('who asked when it was told')));
      throw error;
    });
  });
  await transaction.catch(() => order.push('it is over'));
  await Promise.all(waiting);
  await other.destroy();
  expect(order).toEqual(['it is over', 'who asked when it was told']);
});
