import { sql } from 'kysely';

import { poolOf } from '../../db/client';
import { readRow, readRows } from '../../db/read';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { noteRoundTrips } from '../support/asked-of-postgres';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
let here: Organisation;
let there: Organisation;
beforeAll(async () => {
  inbox = await openInbox();
  here = await anOrganisation(inbox);
  there = await anOrganisation(inbox);
});
afterAll(() => inbox.close());

const tenants = () => sql<{ id: string }>`select id from tenant`.compile(inbox.db);

test('a statement sees one tenant, and the connection forgets it with the answer', async () => {
  const asked = noteRoundTrips(inbox.db);
  for (let turn = 0; turn < 8; turn += 1) {
    for (const { tenantId } of [here, there])
      expect(await readRows(inbox.db, { tenantId }, tenants())).toEqual([{ id: tenantId }]);
  }
  expect(asked).toHaveLength(16);
  const { rows } = await poolOf(inbox.db).query<{ count: number }>('select count(*)::int from tenant');
  expect(rows).toEqual([{ count: 0 }]);
});

test('all at once, each of many askers sees its own tenant', async () => {
  const askers = Array.from({ length: 60 }, (_, turn) => (turn % 2 === 0 ? here : there));
  const seen = await Promise.all(askers.map(({ tenantId }) => readRow(inbox.db, { tenantId }, tenants())));
  expect(seen).toEqual(askers.map(({ tenantId }) => ({ id: tenantId })));
});

test('an error is told to whoever asked, and the next is answered', async () => {
  const wrong = sql<{ quotient: number }>`select 1 / ${0}::int as quotient`.compile(inbox.db);
  const unknown = sql`select nothing from nowhere`.compile(inbox.db);
  for (let turn = 0; turn < 5; turn += 1) {
    await expect(readRows(inbox.db, here, wrong)).rejects.toMatchObject({ code: '22012' });
    await expect(readRows(inbox.db, here, unknown)).rejects.toMatchObject({ code: '42P01' });
    await expect(readRows(inbox.db, { tenantId: 'nobody' }, tenants())).rejects.toMatchObject({ code: '22P02' });
    expect(await readRows(inbox.db, here, tenants())).toEqual([{ id: here.tenantId }]);
  }
});

test('a statement that is kept goes on when a migration has added a column to what it gives', async () => {
  await inbox.look('create table grown as select 1 as old');
  await inbox.look('grant select on grown to grantpot_app');
  const all = sql<object>`select * from grown`.compile(inbox.db);
  for (let turn = 0; turn < 5; turn += 1) expect(await readRows(inbox.db, here, all)).toEqual([{ old: 1 }]);
  await inbox.look('alter table grown add column new int');
  for (let turn = 0; turn < 5; turn += 1) expect(await readRows(inbox.db, here, all)).toEqual([{ old: 1, new: null }]);
});
