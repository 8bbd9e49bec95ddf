import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import { sql } from 'kysely';
import { Client } from 'pg';

import { openDatabase } from '../../db/client';
import { keyId } from '../../db/key-ring';
import { migrateWithin } from '../../db/migrate';
import { findSession } from '../../db/queries/people/sessions';
import { askToSignIn } from '../../src/commands/sign-in/ask';
import { enterCode, useLink } from '../../src/commands/sign-in/enter';
import { keepForm } from '../../src/commands/sign-in/kept-forms';
import { hashOf } from '../../src/commands/sign-in/secrets';
import { verifyLedger } from '../../src/commands/ledger/verify';
import { restoreBackup } from '../../src/cli/backup/restore';
import { writeBackup, type Written } from '../../src/cli/backup/write';
import { anActiveGrant } from '../builders/active-grant';
import { aGroup } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { cashArrives, payAllReady } from '../builders/paying';
import { aPolicy } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { testDatabase, type TestDatabase } from '../support/database';
import { everythingIn } from '../support/everything-in';
import { openInbox, type Inbox } from '../support/inbox';
import { granted, signingInOn } from '../support/signing-in';
import { testServers } from '../support/test-servers';

let folder: string;
let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
let whole: Written;
const databases: TestDatabase[] = [];

const named = (name: string): string => join(folder, name);
const mayBegin = (): Promise<void> => Promise.resolve();
const emptyDatabase = async (): Promise<TestDatabase> => {
  const database = await testDatabase();
  databases.push(database);
  return database;
};
const restoreInto = ({ migrationUrl }: TestDatabase, file: string) => restoreBackup({ migrationUrl, file, mayBegin });
const aGrantRuns = async () => {
  const group = await aGroup(inbox, organisation);
  const { grantId } = await anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence: 40_000 });
  await inbox.applyDueNow(organisation.tenantId, 'grant', grantId);
};

beforeAll(async () => {
  folder = mkdtempSync(join(testServers().folder, 'backups-'));
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  pot = await aPot(inbox, organisation, {
    budgetPence: 2_000_000,
    policy: aPolicy({ instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] }),
  });
  await cashArrives(inbox, organisation, pot, 1_000_000);
  await aGrantRuns();
  await payAllReady(inbox, organisation, pot.potId);
  await aGrantRuns();
  // A text with everything that the file's own form is made of, and an offer's reason with a tab and a line.
  await inbox.look(`insert into event_text (tenant_id, event_id, text) select tenant_id, id, E'\\\\.\\n\\\\.\\n{"sha256":"x"}\\t\\\\N é £' from event
    where not exists (select from event_text t where t.event_id = event.id) limit 1`);
  await inbox.moveClockTo('2027-03-28T00:30:00.000Z');
  whole = await writeBackup(inbox.database.migrationUrl, named('whole.gpb'));
});
afterAll(async () => {
  await inbox.close();
  for (const database of databases) await database.drop();
});

/** A test database that the migrations have made up to the named one, and nobody else has touched. */
async function databaseOf(lastMigration: string): Promise<TestDatabase> {
  const database = await emptyDatabase();
  const owner = new Client({ connectionString: database.migrationUrl });
  await owner.connect();
  try {
    await owner.query('begin; drop schema app cascade; drop owned by current_user cascade');
    await owner.query('create schema if not exists public; grant usage on schema public to public');
    await migrateWithin(owner, lastMigration);
    await owner.query('commit');
  } finally {
    await owner.end();
  }
  return database;
}

describe('a backup', () => {
  test('comes back exactly: every row, sequence, constraint, right, policy and trigger', async () => {
    const database = await emptyDatabase();
    const restored = await restoreInto(database, named('whole.gpb'));
    expect(restored.manifest).toEqual(whole.manifest);
    expect(restored.migrated).toEqual([]);
    const [before, after] = [
      await everythingIn(inbox.database.superuserUrl),
      await everythingIn(database.superuserUrl),
    ];
    expect(after.rows).toEqual(before.rows);
    expect(after.sequences).toEqual(before.sequences);
    expect(after.structure).toEqual(before.structure);
    expect(Object.values(after.rows).flat().length).toBeGreaterThan(200);

    const db = openDatabase(database.url, { connections: 1 });
    expect((await verifyLedger(db)).differences).toEqual([]);
    await db.destroy();
    await writeBackup(database.migrationUrl, named('again.gpb'));
    const content = (name: string) => gunzipSync(readFileSync(named(name))).toString();
    const withoutFirst = (text: string) => text.slice(text.indexOf('\n'), text.lastIndexOf('{"sha256"'));
    expect(withoutFirst(content('again.gpb'))).toBe(withoutFirst(content('whole.gpb')));
  });

  test('lets nobody in: sessions, codes, links and what a passkey was to sign end with its restoring, and what was typed meanwhile is in none', async () => {
    const signIn = signingInOn(inbox);
    const session = await signIn.opened(organisation.officer);
    const { email } = await signIn.addressOf(organisation.manager);
    const { browserSecret } = granted(await askToSignIn(signIn.signingIn, { email, ip: '192.0.2.1' }));
    const { code, link } = await signIn.mailed(email);
    await inbox.look(
      `insert into passkey_challenge (challenge_hash, session_id, purpose, expires_at) select 'x', id, 'use', app.now() + interval '5 minutes' from session`,
    );
    const { loginId } = await signIn.addressOf(organisation.manager);
    const typed = {
      browser: 'b',
      address: '/work',
      form: 'note',
      personId: organisation.manager.personId,
      content: 'x',
    };
    expect(await keepForm(signIn.signingIn, { ...typed, loginId })).toBe(true);
    const { manifest } = await writeBackup(inbox.database.migrationUrl, named('signed-in.gpb'));
    expect(manifest.tables.map(({ table }) => table)).not.toContain('kept_form');
    const database = await emptyDatabase();
    await restoreInto(database, named('signed-in.gpb'));
    const db = openDatabase(database.url, { connections: 1 });
    try {
      expect(await findSession(db, hashOf(session))).toBeUndefined();
      expect(await enterCode({ ...signIn.signingIn, db }, { browserSecret, code })).toMatchObject({
        code: 'SIGN_IN_CODE_OVER',
      });
      expect(await useLink(db, link)).toMatchObject({ code: 'SIGN_IN_LINK_OVER' });
      expect((await sql`select from passkey_challenge`.execute(db)).rows).toEqual([]);
      expect((await sql`select from kept_form`.execute(db)).rows).toEqual([]);
      expect((await sql`select from sign_in where mail_sealed is not null`.execute(db)).rows).toEqual([]);
    } finally {
      await db.destroy();
    }
    expect(await signIn.visitor(session)).toBeDefined();
  });

  test('is a file of its owner alone, which says what it holds and which key opens what is sealed in it, and has no key', () => {
    expect(statSync(named('whole.gpb')).mode & 0o777).toBe(0o600);
    expect(whole.header).toMatchObject({ format: 'grantpot backup', fieldKeys: [keyId(Buffer.alloc(32, 7))] });
    expect(whole.header.at.slice(0, 16)).toBe('2027-03-28T00:30');
    const text = gunzipSync(readFileSync(named('whole.gpb'))).toString();
    for (const key of ['hex', 'base64'] as const) expect(text).not.toContain(Buffer.alloc(32, 7).toString(key));
    expect(text).not.toContain('66374958');
  });

  test('is of one moment while commands go on', async () => {
    const over = new AbortController();
    const working = (async () => {
      let done = 0;
      for (; !over.signal.aborted; done += 1) await aGrantRuns();
      return done;
    })();
    const counts: number[] = [];
    for (const n of [1, 2, 3]) {
      const { manifest } = await writeBackup(inbox.database.migrationUrl, named(`busy-${n}.gpb`));
      counts.push(manifest.tables.find(({ table }) => table === 'event')?.rows ?? 0);
    }
    over.abort();
    expect(await working).toBeGreaterThan(0);
    const database = await emptyDatabase();
    await restoreInto(database, named('busy-2.gpb'));
    const db = openDatabase(database.url, { connections: 1 });
    expect((await verifyLedger(db)).differences).toEqual([]);
    await db.destroy();
    expect(counts).toEqual(counts.toSorted((one, other) => one - other));
  });

  test('of an earlier version is loaded as it was, and then brought up to date', async () => {
    const earlier = await databaseOf('0006_awards_and_payments');
    const owner = new Client({ connectionString: earlier.migrationUrl });
    await owner.connect();
    await owner.query(
      `insert into tenant (id, name, slug) values ('018f0000-0000-7000-8000-000000000001', 'Early Days', 'early')`,
    );
    await owner.end();
    await writeBackup(earlier.migrationUrl, named('earlier.gpb'));
    const database = await emptyDatabase();
    const { migrated } = await restoreInto(database, named('earlier.gpb'));
    expect(migrated[0]).toBe('0007_overseer');
    const now = await everythingIn(database.superuserUrl);
    expect(now.rows['tenant']).toEqual([expect.stringContaining('"Early Days",early')]);
    expect(now.structure).toEqual((await everythingIn(inbox.database.superuserUrl)).structure);
  });

  test('is not written over another, nor where nothing can be written, and leaves no half of a file', async () => {
    const { migrationUrl } = inbox.database;
    const before = readFileSync(named('whole.gpb'));
    await expect(writeBackup(migrationUrl, named('whole.gpb'))).rejects.toThrow('is there already');
    expect(readFileSync(named('whole.gpb')).equals(before)).toBe(true);
    await expect(writeBackup(migrationUrl, named('no/such/folder.gpb'))).rejects.toThrow('cannot be written (ENOENT)');
    await expect(writeBackup(inbox.database.url, named('app.gpb'))).rejects.toThrow(
      'The login of DATABASE_MIGRATION_URL may not see every row of ',
    );
    expect(existsSync(named('app.gpb'))).toBe(false);
  });

  test('is refused where a table would keep rows back from the owner', async () => {
    const database = await emptyDatabase();
    const owner = new Client({ connectionString: database.migrationUrl });
    await owner.connect();
    await owner.query('drop policy migrations on application');
    await owner.end();
    await expect(writeBackup(database.migrationUrl, named('kept-back.gpb'))).rejects.toThrow(
      'may not see every row of application',
    );
  });
});

/** The backup with something changed in what it holds, and packed anew. */
function altered(name: string, change: (text: string) => string): string {
  const text = gunzipSync(readFileSync(named('whole.gpb'))).toString();
  writeFileSync(named(name), gzipSync(change(text)));
  return named(name);
}

/** As {@link altered}, with a manifest and a seal that say it was always so. */
function forged(name: string, table: string, change: (rows: string) => string): string {
  const text = gunzipSync(readFileSync(named('whole.gpb'))).toString();
  const begins = text.indexOf('\n', text.indexOf(`{"table":"${table}"`)) + 1;
  const ends = text.indexOf('\\.\n', begins);
  const [old, rows] = [text.slice(begins, ends), change(text.slice(begins, ends))];
  const sha = (what: string) => createHash('sha256').update(what).digest('hex');
  const body = (text.slice(0, begins) + rows + text.slice(ends, text.lastIndexOf('{"sha256"'))).replace(
    `"rows":${old.split('\n').length - 1},"sha256":"${sha(old)}"`,
    `"rows":${rows.split('\n').length - 1},"sha256":"${sha(rows)}"`,
  );
  writeFileSync(named(name), gzipSync(`${body}{"sha256":"${sha(body)}"}\n`));
  return named(name);
}

describe('a file that is not a whole backup is refused, and nothing is written', () => {
  let database: TestDatabase;
  let untouched: Awaited<ReturnType<typeof everythingIn>>;
  beforeAll(async () => {
    database = await emptyDatabase();
    untouched = await everythingIn(database.superuserUrl);
  });
  afterEach(async () => {
    expect(await everythingIn(database.superuserUrl)).toEqual(untouched);
  });
  const bytes = () => readFileSync(named('whole.gpb'));
  const write = (name: string, content: Buffer | string): string => {
    writeFileSync(named(name), content);
    return named(name);
  };

  test.each<readonly [string, () => string, string]>([
    ['none at all', () => named('nowhere.gpb'), 'There is no file '],
    ['a folder', () => folder, 'cannot be read (EISDIR)'],
    ['something else', () => write('else', 'a letter'), 'is not a whole backup (what it holds cannot be unpacked)'],
    ['nothing', () => write('nothing', ''), 'is not a whole backup'],
    ['another gzip', () => write('other', gzipSync('a letter\n')), 'it does not begin as a backup of this version'],
    ['cut off', () => write('cut', bytes().subarray(0, 3_000)), 'is not a whole backup'],
    ['without its last bytes', () => write('last', bytes().subarray(0, -9)), 'is not a whole backup'],
    ['one bit changed', () => write('bit', flipped(bytes())), 'is not a whole backup'],
    ['cut off and packed anew', () => altered('cut-anew', (text) => text.slice(0, -200)), 'is not a whole backup'],
    [
      'without its seal',
      () => altered('unsealed', (text) => text.slice(0, text.lastIndexOf('{"sha256"'))),
      '(it was cut off)',
    ],
    [
      'a sum changed',
      () => altered('sum', (text) => text.replaceAll('\t40000\t', '\t99000\t')),
      'its rows are not those that it lists',
    ],
    ['the moment changed', () => altered('at', (text) => text.replace('"at":"2027', '"at":"2026')), '(it was altered)'],
    ['something added', () => altered('added', (text) => `${text}more\n`), 'something was added to it'],
    [
      'of a later version',
      () => sealedAnew('later', (text) => text.replace('"0060_reads"', '"0060_reads","9999_future"')),
      'written by a later version of Grantpot (it has 9999_future): install that version',
    ],
    ['with a reference to nothing', () => forged('orphan', 'party', () => ''), 'violates foreign key constraint'],
    [
      'with a table that nobody knows',
      () => sealedAnew('unknown', (text) => text.replaceAll('"table":"score"', '"table":"pg_authid"')),
      'has a table pg_authid that its version has not',
    ],
  ])('%s', async (_what, file, sentence) => {
    await expect(restoreInto(database, file())).rejects.toThrow(sentence);
  });

  const sealedAnew = (name: string, change: (text: string) => string): string => {
    const text = change(gunzipSync(bytes()).toString());
    const body = text.slice(0, text.lastIndexOf('{"sha256"'));
    const sha256 = createHash('sha256').update(body).digest('hex');
    return write(name, gzipSync(`${body}${JSON.stringify({ sha256 })}\n`));
  };
  const flipped = (content: Buffer): Buffer => {
    const place = Math.floor(content.length / 2);
    content[place] = (content[place] ?? 0) ^ 1;
    return content;
  };
});

describe('a database that holds something', () => {
  test('is refused, and keeps what it holds', async () => {
    const before = await everythingIn(inbox.database.superuserUrl);
    const begins = jest.fn(() => Promise.resolve()); // would end the runs of the record that is there
    const { migrationUrl } = inbox.database;
    await expect(restoreBackup({ migrationUrl, file: named('whole.gpb'), mayBegin: begins })).rejects.toThrow(
      /^The database holds something already \(acceptance, acceptance_signature, account, …\), and a backup is only restored into an empty one: start Grantpot on a new data directory/,
    );
    expect(begins).not.toHaveBeenCalled();
    expect(await everythingIn(inbox.database.superuserUrl)).toEqual(before);
  });

  test('is left as it was by whoever may not begin', async () => {
    const database = await emptyDatabase();
    const refusing = () => Promise.reject(new Error('not now'));
    await expect(
      restoreBackup({ migrationUrl: database.migrationUrl, file: named('whole.gpb'), mayBegin: refusing }),
    ).rejects.toThrow('not now');
    expect((await everythingIn(database.superuserUrl)).rows['tenant']).toEqual([]);
  });
});
