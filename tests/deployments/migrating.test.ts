import { join } from 'node:path';

import { Client } from 'pg';

import { migrateToLatest, migrateWithin } from '../../db/migrate';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { aPolicy } from '../builders/policy';
import { callerOf, type Caller } from '../support/caller';
import { testDatabase } from '../support/database';
import { startDeployment, type Deployment } from '../support/deployment';
import { aToken } from '../support/token';
import { waitFor } from '../support/wait-for';

let grantpot: Deployment;
let organisation: Organisation;
let manager: Caller;
let potId: string;

beforeAll(async () => {
  grantpot = await startDeployment();
  const inbox = await grantpot.openInbox();
  organisation = await anOrganisation(inbox);
  manager = callerOf(grantpot.api, await aToken(inbox, organisation.manager));
  ({ potId } = await aPot(inbox, organisation, { budgetPence: 1, policy: aPolicy({ intake: 'window' }) }));
  await inbox.close();
}, 120_000);
afterAll(() => grantpot.remove());

/** The migrations of this release, and three as the next one would have. */
const folders = [join(__dirname, '../../db/migrations'), join(__dirname, 'migrations')];
const next = ['9001_expand', '9002_index', '9003_validate'];
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const aRound = async (): Promise<string> => {
  const plan = { potId, name: 'Spring', opensAt: day(1), closesAt: day(2), decideBy: day(3) };
  const { body } = await manager.post('/rounds', plan);
  return (body['subject'] as { id: string }).id;
};

test('a migration runs while the processes of the release before are under load: nobody fails, nobody queues behind it, and they go on', async () => {
  const round = await aRound();
  const answered: number[] = [];
  let loading = true;
  const somebody = async (): Promise<void> => {
    while (loading) {
      const ownerId = organisation.officer.personId;
      answered.push((await manager.post(`/rounds/${round}/reassign-round`, { ownerId })).status);
      answered.push((await manager.get(`/rounds/${round}`)).status);
      answered.push((await fetch(grantpot.api.replace('/api/v1', '/readyz'))).status);
    }
  };
  const people = Promise.all(Array.from({ length: 4 }, somebody));
  const someMore = async (when: string) => {
    const reached = answered.length + 60;
    await waitFor(`load ${when}`, () => Promise.resolve(answered.length >= reached));
  };
  const holder = new Client({ connectionString: grantpot.postgres.superuserUrl });
  await holder.connect();
  try {
    await someMore('before it');
    // Somebody reads the table for long, as a backup does: the migration does not get it meanwhile.
    await holder.query('begin');
    await holder.query('select count(*) from round');
    const migrating = migrateToLatest(grantpot.postgres.migrationUrl, folders);
    migrating.catch(() => undefined); // told below
    await waitFor('the migration waits for the table', async () => {
      const waiting =
        "select from pg_locks where not granted and relation = 'round'::regclass and mode = 'AccessExclusiveLock'";
      return (await grantpot.look(waiting)).length > 0;
    });
    await someMore('while it does not get its lock');
    await holder.query('commit');
    expect(await migrating).toEqual(next);
    await someMore('after it');
  } finally {
    loading = false;
    await holder.end();
    await people;
  }
  // 202 is an answer too: the command is stored, and its run was slow.
  expect(answered.filter((status) => status !== 200 && status !== 202)).toEqual([]);
  await waitFor(
    'no command waits',
    async () => (await grantpot.look("select from command where status = 'stored'")).length === 0,
  );
  const [kept] = await grantpot.look<{ version: number; commands: number }>(
    `select r.version, (select count(*)::int from command c where c.subject_id = r.id and c.status = 'applied') as commands from round r where r.id = $1`,
    [round],
  );
  expect(kept?.version).toBe(kept?.commands);
  expect(await grantpot.look("select indisvalid from pg_index where indexrelid = 'round_by_theme'::regclass")).toEqual([
    { indisvalid: true },
  ]);

  // A process of the release before may also be started again after it.
  await grantpot.web.stop();
  await grantpot.worker.stop();
  await Promise.all([grantpot.web.start(), grantpot.worker.start()]);
  await grantpot.ready();
  const told = await waitFor('it has its outcome', async () => {
    const answer = await manager.post(`/rounds/${round}/reassign-round`, { ownerId: organisation.officer.personId });
    return answer.status === 202 ? undefined : answer;
  });
  expect(told.status).toBe(200);
});

test('a restore runs them all in its one transaction', async () => {
  const database = await testDatabase();
  const client = new Client({ connectionString: database.migrationUrl });
  try {
    await client.connect();
    await client.query('begin');
    expect(await migrateWithin(client, undefined, folders)).toEqual(next);
    await client.query('commit');
  } finally {
    await client.end();
    await database.drop();
  }
});

test('migrated twice it changes nothing, and a release that does not know it says so', async () => {
  expect(await migrateToLatest(grantpot.postgres.migrationUrl, folders)).toEqual([]);
  await expect(migrateToLatest(grantpot.postgres.migrationUrl)).rejects.toThrow('The migrations cannot be run');
});
