import { createHash, randomBytes, randomUUID } from 'node:crypto';

import { Client } from 'pg';

import { fillOrganisation, type Filled } from '../../bench/data/fill';
import { explainOn, planOf } from '../../bench/explain';
import { faultsOf } from '../../bench/plan-faults';
import { openDatabase, type Database } from '../../db/client';
import { readGrantAround } from '../../db/queries/grants/grant-around';
import { findSession } from '../../db/queries/people/sessions';
import { verifyLedger } from '../../src/commands/ledger/verify';
import { noteRoundTrips } from '../support/asked-of-postgres';
import { openInbox, type Inbox } from '../support/inbox';

const grants = 2_000;

let inbox: Inbox;
let filled: Filled;
/** What the benchmarks are measured on, small: five years of grants at every stage in ten pots, by 400 groups. */
beforeAll(async () => {
  inbox = await openInbox();
  const { migrationUrl } = inbox.database;
  await fillOrganisation({ migrationUrl, grants: 200, slug: 'another' });
  filled = await fillOrganisation({ migrationUrl, grants, slug: 'measured' });
});
afterAll(() => inbox.close());

test('what the benchmarks load keeps both books', async () => {
  const { differences, transfers } = await verifyLedger(inbox.db);
  expect(differences).toEqual([]);
  expect(transfers).toBeGreaterThan(grants);
});

/** More in one place than is ever sorted for a page: payments that wait for cash in the pots that do, and a fund's instalments, most of them received. */
async function crowd(): Promise<void> {
  await inbox.look(
    `insert into payment (tenant_id, id, cause, grant_id, pot_id, payee_id, number, amount_pence, due_at, scheduled_at, state)
     select y.tenant_id, gen_random_uuid(), 'grant', y.grant_id, y.pot_id, y.payee_id, 1000 + n, 100, y.due_at - n * interval '1 hour', y.scheduled_at, y.state
     from (select distinct on (pot_id) * from payment where tenant_id = $1 and cause = 'grant' and state = 'waiting_for_cash') y, generate_series(1, 400) n`,
    [filled.tenantId],
  );
  await inbox.look(
    `insert into instalment (tenant_id, id, fund_id, pot_id, amount_pence, expected_on, received_on)
     select p.tenant_id, gen_random_uuid(), p.fund_id, p.id, 100, current_date - n, case when n > 3 then current_date - n end
     from pot p, generate_series(1, 150) n where p.tenant_id = $1`,
    [filled.tenantId],
  );
  // As Postgres itself does it after a while: what it then knows of its pages changes its plans.
  await inbox.look('vacuum analyze');
}

test('every read by everybody, with each filter and each two, has an index, and reads no more than belongs to a pot', async () => {
  await crowd();
  const { url, superuserUrl } = inbox.database;
  const looking = { smallAtMost: 500, readAtMost: 1_000, sortAtMost: 510, asWithMany: true };
  expect(await explainOn({ url, superuserUrl }, filled, looking)).toEqual([]);
});

/**
 * What one reading asks of Postgres, planned in either way: where it reads more rows of a table than this in one step. What finds its tenant
 * by itself is planned as a page's connection does it, before there is one: rows behind the fence are then thought to be none.
 */
async function faultsOfReading(
  read: (db: Database) => Promise<unknown>,
  readAtMost: number,
  tenantId = '',
): Promise<readonly string[]> {
  const { url } = inbox.database;
  const db = openDatabase(url, { connections: 1 });
  const session = new Client({ connectionString: url });
  await session.connect();
  try {
    await session.query("select set_config('app.tenant', $1, false)", [tenantId]);
    const asked = noteRoundTrips(db);
    expect(await read(db)).toBeDefined();
    const statement = asked.at(-1)?.at(-1);
    if (statement === undefined) throw new Error('nothing was asked');
    const plans = [
      await planOf(session, statement, 'force_custom_plan'),
      await planOf(session, statement, 'force_generic_plan'),
    ];
    return plans.flatMap(({ Plan }) => faultsOf(Plan, new Set(), { readAtMost, sortAtMost: readAtMost }));
  } finally {
    await db.destroy();
    await session.end();
  }
}

test('who looks at a page is found by what is theirs, however many work with the organisation', async () => {
  const hash = createHash('sha256').update(randomBytes(32)).digest();
  await inbox.look(
    `insert into session (id, token_hash, login_id, organisation_id, person_id, device, created_at, last_seen_at)
     select $1, $2, login_id, tenant_id, id, 'a browser', app.now(), app.now() from person where tenant_id = $3 and id = $4`,
    [randomUUID(), hash, filled.tenantId, filled.officer.personId],
  );
  // As Postgres itself does it after a while: an index that can be read by itself seems cheap then.
  await inbox.look('vacuum analyze');
  expect(await faultsOfReading((db) => findSession(db, hash), 5)).toEqual([]);
});

test('what is around an application that is to be decided is added up from the grants of its pot that hold anything', async () => {
  const [open] = await inbox.look<{ id: string }>(
    "select id from application where tenant_id = $1 and stage = 'assessing' order by created_at desc limit 1",
    [filled.tenantId],
  );
  const { tenantId, officer } = filled;
  const roles = [{ name: 'grants_officer', potId: null, partyId: null, ownLimitPence: null }] as const;
  const asker = { tenantId, personId: officer.personId, roles };
  expect(await faultsOfReading((db) => readGrantAround(db, asker, open?.id ?? ''), 150, tenantId)).toEqual([]);
});
