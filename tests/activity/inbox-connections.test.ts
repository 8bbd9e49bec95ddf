import { CompiledQuery, sql } from 'kysely';

import { openDatabase, type Database } from '../../db/client';
import { inTenant } from '../../db/transaction';
import { testDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, { connections: 1 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const tenant = '00000000-0000-4000-8000-000000000001';
const backend = async () => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid;

test('a connection is used again after a transaction, and after one that was rolled back', async () => {
  const first = await backend();
  await inTenant(db, tenant, () => Promise.resolve());
  await expect(inTenant(db, tenant, () => Promise.reject(new Error('stop')))).rejects.toThrow('stop');
  await expect(inTenant(db, tenant, (tx) => sql`select 1 / 0`.execute(tx))).rejects.toThrow('division');
  expect(await backend()).toBe(first);
});

test('a connection whose transaction could not be ended is never used again, for the next would commit what it left', async () => {
  const first = await backend();
  await db.connection().execute((one) => one.executeQuery(CompiledQuery.raw('begin')));
  expect(await backend()).not.toBe(first);
});

test('a connection that still waits for an answer is never used again', async () => {
  const first = await backend();
  let slow: Promise<unknown> = Promise.resolve();
  await db.connection().execute((one) => {
    slow = one.executeQuery(CompiledQuery.raw('select pg_sleep(5)')).catch(() => undefined);
    return Promise.resolve();
  });
  expect(await backend()).not.toBe(first);
  await slow;
});

test('a transaction sees its tenant only as long as it lasts', async () => {
  const told = () => sql<{ tenant: string | null }>`select current_setting('app.tenant', true) as tenant`;
  expect((await inTenant(db, tenant, (tx) => told().execute(tx))).rows[0]?.tenant).toBe(tenant);
  expect((await told().execute(db)).rows[0]?.tenant).toBe('');
});

test('a tenant is named by a UUID and by nothing else', async () => {
  await expect(inTenant(db, "x'; select 1; --", () => Promise.resolve())).rejects.toThrow(TypeError);
});
