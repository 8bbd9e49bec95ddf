import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

import { keyId } from '../../db/key-ring';
import { createSeal, sealedBy } from '../../db/seal';
import { reseal } from '../../src/cli/keys/reseal';
import { noteReplacedKeys, noteUnusedKeys } from '../../src/cli/keys/retired-keys';
import { countPassing, countSealed } from '../../src/cli/keys/sealed-places';
import { anActiveBudget, anActiveGrant } from '../builders/active-grant';
import { anAuthorisedPurchase } from '../builders/buying';
import { aGroup, anEmployer, aProvider } from '../builders/group';
import { anOrganisation } from '../builders/organisation';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot } from '../builders/pot';
import { everythingIn } from '../support/everything-in';
import { openInbox, type Inbox } from '../support/inbox';

/** What builders seal with. */
const oldKey = Buffer.alloc(32, 7);
const words = ['{"sortCode":"089999","accountNumber":"66374958"}', 'WC-1047'];

let inbox: Inbox;
let owner: Client;

/** Two organisations, each with a group's and a provider's account, and a purchase for a client. */
beforeEach(async () => {
  inbox = await openInbox();
  owner = new Client({ connectionString: inbox.database.migrationUrl });
  owner.on('error', () => undefined);
  await owner.connect();
  for (let made = 0; made < 2; made += 1) {
    const organisation = await anOrganisation(inbox);
    const { potId } = await aPot(inbox, organisation, {
      budgetPence: 1_000_000,
      policy: aPolicy({ purchases: purchaseRules }),
    });
    const group = await aGroup(inbox, organisation);
    await anActiveGrant(inbox, { organisation, potId, group, askedPence: 10_000 });
    const [employer, provider] = [await anEmployer(inbox, organisation), await aProvider(inbox, organisation)];
    const { grantId } = await anActiveBudget(inbox, { organisation, potId, employer, askedPence: 100_000 });
    await anAuthorisedPurchase(inbox, { organisation, employer, provider, grantId, pricePence: 6_500 });
  }
});
afterEach(async () => {
  await owner.end();
  await inbox.close();
});

const sealed = async (): Promise<readonly string[]> => {
  const { rows } = await owner.query<{ sealed: string }>(
    `select details_sealed as sealed from bank_account union all select client_reference_sealed from purchase
     union all select value from command_body, jsonb_each_text(body) where right(key, 6) = 'Sealed'`,
  );
  return rows.map((row) => row.sealed);
};
const toReseal = (keys: readonly Buffer[]) => ({ migrationUrl: inbox.database.migrationUrl, seal: createSeal(keys) });

/** Everything but the sealed words themselves. */
const allElse = async () => {
  const { rows } = await everythingIn(inbox.database.superuserUrl);
  return JSON.parse(JSON.stringify(rows).replaceAll(/v2\.[0-9a-f]{8}\.[\w-]+/g, 'sealed')) as unknown;
};

test('after a rotation the new key alone opens everything, and nothing else has changed', async () => {
  const newKey = randomBytes(32);
  // Everything is sealed with the old key already; what is kept of each request is of the time before it was made with a key.
  const unkeyed = "select count(*)::int as count from command where body_hash <> '' and body_hash not like 'v2.%'";
  const [requests] = await inbox.look<{ count: number }>(unkeyed);
  expect(requests!.count).toBeGreaterThan(50);
  expect(await reseal(toReseal([oldKey]))).toBe(requests!.count);
  expect(await inbox.look(unkeyed)).toEqual([{ count: 0 }]);
  const [before, count] = [await allElse(), (await sealed()).length];
  expect(count).toBeGreaterThanOrEqual(12);
  const told: object[] = [];
  expect(await reseal({ ...toReseal([newKey, oldKey]), onProgress: (progress) => told.push(progress) })).toBe(count);
  expect(told).toEqual([
    { place: 'bank accounts', done: 4 },
    { place: 'client references', done: 2 },
    { place: 'stored commands', done: 6 },
  ]);
  const withNew = createSeal(newKey);
  for (const one of await sealed()) {
    expect(one.startsWith(sealedBy(keyId(newKey)))).toBe(true);
    expect(words).toContain(withNew.open(one));
  }
  expect(await allElse()).toEqual(before);
  expect(await countSealed(owner)).toEqual([
    { key: keyId(newKey), place: 'bank accounts', count: 4 },
    { key: keyId(newKey), place: 'client references', count: 2 },
    { key: keyId(newKey), place: 'stored commands', count: 6 },
  ]);
  expect(await reseal(toReseal([newKey, oldKey]))).toBe(0);
});

test('a rotation that is cut off goes on where it was', async () => {
  const seal = toReseal([randomBytes(32), oldKey]);
  await reseal(toReseal([oldKey])); // what is kept of requests: done, and not to be cut off again and again
  const count = (await sealed()).length;
  let [changed, cuts] = [0, 0];
  for (;;) {
    let inThisRun = 0;
    try {
      await reseal({
        ...seal,
        batch: 1,
        onProgress: () => {
          inThisRun += 1;
          // Its connection is ended once it has done two rows: before, inside or after the next transaction.
          if (inThisRun === 2)
            void inbox.look(
              "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'grantpot_migrator' and pid <> $1",
              [(owner as unknown as { processID: number }).processID],
            );
        },
      });
      break;
    } catch {
      cuts += 1;
    }
    changed += inThisRun;
    for (const one of await sealed()) expect(words).toContain(seal.seal.open(one));
  }
  expect(cuts).toBeGreaterThan(1);
  expect(changed).toBeLessThanOrEqual(count);
  expect(await countSealed(owner)).toEqual([
    { key: seal.seal.keyId, place: 'bank accounts', count: 4 },
    { key: seal.seal.keyId, place: 'client references', count: 2 },
    { key: seal.seal.keyId, place: 'stored commands', count: 6 },
  ]);
});

test('without the key that sealed them, rows stay as they are, and the key is named', async () => {
  const before = await sealed();
  const error: unknown = await reseal(toReseal([randomBytes(32)])).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message: `encrypted with key ${keyId(oldKey)}, which is not among those given` });
  expect(await sealed()).toEqual(before);
});

test('of what was sealed before keys had names, every key that is given is tried', async () => {
  await owner.query(`update bank_account set details_sealed = 'v1.' || split_part(details_sealed, '.', 3)`);
  const newKey = randomBytes(32);
  await expect(reseal(toReseal([newKey]))).rejects.toThrow('encrypted with a key that is not among those given');
  await reseal(toReseal([newKey, oldKey]));
  for (const one of await sealed()) expect(words).toContain(createSeal(newKey).open(one));
});

describe('bank details', () => {
  test('are changed by nobody but for their seal, and by the application not even that', async () => {
    for (const change of ["last_digits = '000'", "account_name = 'Somebody else'", 'version = version + 1'])
      await expect(owner.query(`update bank_account set details_sealed = 'x', ${change}`)).rejects.toThrow(
        'rows of bank_account are never changed or removed',
      );
    await expect(owner.query('delete from bank_account')).rejects.toThrow('are never changed or removed');
    const app = new Client({ connectionString: inbox.database.url });
    await app.connect();
    await expect(app.query("update bank_account set details_sealed = 'x'")).rejects.toThrow('permission denied');
    await app.end();
  });
});

test('the keys of second factors, confirmed or only begun, are sealed anew, and go on giving the same codes', async () => {
  await reseal(toReseal([oldKey]));
  const [confirmed, begun] = await inbox.look<{ id: string }>('select id from login order by id limit 2');
  const [old, newKey] = [createSeal(oldKey), randomBytes(32)];
  await inbox.look(
    'insert into second_factor (login_id, secret_sealed, confirmed_at, pending_sealed) values ($1, $2, app.now(), null), ($3, null, null, $4)',
    [confirmed!.id, old.seal('ABC'), begun!.id, old.seal('DEF')],
  );
  const told: object[] = [];
  await reseal({ ...toReseal([newKey, oldKey]), onProgress: (progress) => told.push(progress) });
  expect(told).toContainEqual({ place: 'second factors', done: 2 });
  const rows = await inbox.look<{ secret_sealed: string | null; pending_sealed: string | null }>(
    'select secret_sealed, pending_sealed from second_factor order by login_id',
  );
  const withNew = createSeal(newKey);
  expect(rows.map((row) => withNew.open(row.secret_sealed ?? row.pending_sealed ?? ''))).toEqual(['ABC', 'DEF']);
  expect(await countSealed(owner)).toContainEqual({ key: keyId(newKey), place: 'second factors', count: 2 });
});

describe('keys that were replaced', () => {
  const [newest, older, codec, oldCodec] = ['00000001', '00000002', '00000003', '00000004'];
  const ids = { field: [newest, older], codec: [codec, oldCodec] };
  const at = (minutes: number) => new Date(Date.parse('2030-01-01T12:00:00.000Z') + minutes * 60_000);
  const moveTo = (minutes: number) => inbox.moveClockTo(at(minutes).toISOString());
  const minutesOf = async (sealing: readonly string[]) => {
    const noted = await noteUnusedKeys(owner, sealing);
    const minute = (when: Date | null) => when && Math.round((when.getTime() - at(0).getTime()) / 60_000);
    return Object.fromEntries(
      noted.map(({ key, replacedAt, unusedSince }) => [key, [minute(replacedAt), minute(unusedSince)]]),
    );
  };

  test('are noted with when that was and since when they seal nothing, each at the first time that it is seen', async () => {
    await moveTo(0);
    expect(await minutesOf([])).toEqual({});
    await noteReplacedKeys(owner, ids);
    expect(await minutesOf([older])).toEqual({ [older]: [0, null], [oldCodec]: [0, null] });
    await moveTo(10);
    await noteReplacedKeys(owner, ids);
    expect(await minutesOf([])).toEqual({ [older]: [0, 10], [oldCodec]: [0, null] });
    await moveTo(20);
    expect(await minutesOf([newest])).toEqual({ [older]: [0, 10], [oldCodec]: [0, null] });
    // A process that was not started again has sealed with it.
    expect(await minutesOf([older])).toEqual({ [older]: [0, null], [oldCodec]: [0, null] });
    expect(await minutesOf([])).toEqual({ [older]: [0, 20], [oldCodec]: [0, null] });
  });

  test('are forgotten where they are in front again', async () => {
    await moveTo(0);
    await noteReplacedKeys(owner, ids);
    await moveTo(10);
    await noteReplacedKeys(owner, { field: [older, newest], codec: [oldCodec, codec] });
    expect(await minutesOf([])).toEqual({ [newest]: [10, 10], [codec]: [10, null] });
  });

  test('are still needed for what waits within the hour for somebody who signs in', async () => {
    expect(await countPassing(owner)).toEqual([]);
    const old = createSeal(oldKey);
    await inbox.look(
      `insert into kept_form (browser_hash, address, form, login_id, person_id, typed_sealed, expires_at)
       select 'browser', '/x', 'f', l.id, l.id, $1, app.now() + interval '1 hour' from login l limit 1`,
      [old.seal('typed')],
    );
    await inbox.look(
      `insert into sign_in (id, browser_hash, code_hash, expires_at, mail_sealed)
       values (uuidv7(), 'browser', 'code', app.now() + interval '10 minutes', $1), (uuidv7(), 'browser', 'code', app.now() - interval '1 minute', $1)`,
      [old.seal('code')],
    );
    const key = keyId(oldKey);
    expect(await countPassing(owner)).toEqual([
      { key, place: 'kept forms', count: 1 },
      { key, place: 'mails to sign in', count: 1 },
    ]);
  });
});
