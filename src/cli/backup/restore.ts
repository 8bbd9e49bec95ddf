import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

import { knownMigrations, migrateWithin } from '../../../db/migrate';
import { StartupError } from '../../config/startup-error';
import { readTables, SESSION, tablesWithRows, type Table } from './catalog';
import { readBackup, type Header, type Manifest, type TableLine } from './format';
import { copyOut, usedUp } from './write';

/** What a restoration needs. */
export interface Restoration {
  readonly migrationUrl: string;
  readonly file: string;
  /** Asked with the backup's header once the file was found whole and the database empty, before anything is written; throws to refuse it. */
  readonly mayBegin: (header: Header) => Promise<void>;
}

/** Whoever was signed out, or had used a code or link up, since the backup would be let in again: so nobody is, by anything in it. */
const LET_NOBODY_IN = `update session set ended_at = app.now() where ended_at is null;
  update sign_in set used_at = app.now(), mail_sealed = null, mail_next_at = null where used_at is null;
  delete from passkey_challenge`;

/** What was restored. */
export interface Restored {
  readonly header: Header;
  readonly manifest: Manifest;
  /** The migrations that this version has and the backup had not: they were run after it was loaded. */
  readonly migrated: readonly string[];
}

/**
 * Restores a backup into an empty database, as its owner: reads the whole file first; then, in one transaction, makes the tables as they were when
 * it was written, loads them, compares every table with what the file says, and brings them to today's structure. All sessions, and codes and links to sign in, end with it. Whatever goes wrong
 * or is killed on the way leaves the database as it was.
 *
 * @throws StartupError for a file that is not whole or of a later version, and for a database that holds something
 */
export async function restoreBackup({ migrationUrl, file, mayBegin }: Restoration): Promise<Restored> {
  const { header, manifest } = await readBackup(file, { onTable: (_table, rows) => usedUp(rows) });
  refuseOtherMigrations(header.migrations);
  const client = new Client({ connectionString: migrationUrl });
  client.on('error', () => undefined); // told by the query that it breaks
  await client.connect();
  try {
    await client.query(SESSION);
    await client.query("begin; set local lock_timeout = '30s'");
    await clear(client);
    await mayBegin(header);
    await migrateWithin(client, header.migrations.at(-1));
    await load(client, file, manifest);
    const migrated = await migrateWithin(client);
    await client.query(LET_NOBODY_IN);
    await client.query('commit');
    await client.query('analyze');
    return { header, manifest, migrated };
  } finally {
    await client.end();
  }
}

/** The migrations of the backup must be those that this version begins with. */
function refuseOtherMigrations(had: readonly string[]): void {
  const known = knownMigrations();
  if (had.every((name, n) => name === known[n])) return;
  const later = had.find((name) => !known.includes(name));
  throw new StartupError(
    later === undefined
      ? 'The backup was written by a version whose tables were built in another order: restore it with that version.'
      : `The backup was written by a later version of Grantpot (it has ${later}): install that version, and restore with it.`,
  );
}

/** Takes away the tables of a database that holds nothing. Nobody can put anything in meanwhile. */
async function clear(client: Client): Promise<void> {
  const tables = await readTables(client);
  if (tables.length > 0) {
    await client.query(`lock table ${tables.map(({ name }) => name).join(', ')} in access exclusive mode`);
    const filled = await tablesWithRows(client, tables);
    if (filled.length > 0) {
      throw new StartupError(
        `The database holds something already (${filled.slice(0, 3).join(', ')}${filled.length > 3 ? ', …' : ''}), and a backup is only restored into an empty one: start Grantpot on a new data directory without demonstration data (GRANTPOT_DATA_DIR=… GRANTPOT_DEMO=false npm start), or make a new database, and restore there.`,
      );
    }
  }
  const ours = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p')
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`,
  );
  if (ours.rows.length > 0) await client.query(`drop table ${ours.rows.map(({ name }) => name).join(', ')} cascade`);
  await client.query('drop schema if exists app cascade');
}

/** Loads every table of the file, and compares. */
async function load(client: Client, file: string, manifest: Manifest): Promise<void> {
  const tables = new Map((await readTables(client)).map((table) => [table.name, table]));
  const setBack = await setAside(client);
  for (const name of tables.keys()) await client.query(`delete from ${name}`); // what migrations made
  await readBackup(file, {
    onTable: async (line, rows) => {
      const { name, columns } = tableOf(tables, line);
      await pipeline(rows, client.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`)));
    },
  });
  for (const { name, lastValue, isCalled } of manifest.sequences)
    await client.query('select setval($1::regclass, $2::bigint, $3)', [name, lastValue, isCalled]);
  await setBack();
  for (const { table, rows, sha256 } of manifest.tables) {
    const found = tables.get(table);
    const loaded = found === undefined ? undefined : await digestOf(client, found);
    if (loaded?.rows !== rows || loaded.sha256 !== sha256)
      throw new StartupError(`${table} came out of the backup otherwise than it went in: nothing was restored; report this.`); // prettier-ignore
  }
  if (tables.size !== manifest.tables.length)
    throw new StartupError('The backup lacks tables that its version has: nothing was restored; take another backup.');
}

function tableOf(tables: ReadonlyMap<string, Table>, { table, columns }: TableLine): Table {
  const found = tables.get(table);
  if (columns.toSorted().join() === found?.columns.toSorted().join()) return { ...found, columns };
  throw new StartupError(
    `The backup has a table ${table} that its version has not: nothing was restored; report this.`,
  );
}

async function digestOf(client: Client, table: Table): Promise<{ rows: number; sha256: string }> {
  const digest = createHash('sha256');
  const rows = client.query(copyTo(copyOut(table)));
  await pipeline(
    rows,
    new Writable({
      write: (piece: Buffer, _encoding, done) => {
        digest.update(piece);
        done();
      },
    }),
  );
  return { rows: rows.rowCount, sha256: digest.digest('hex') };
}

/**
 * Takes away what keeps rows from being loaded in any order and as they are: foreign keys, triggers, and row-level security, through which not even
 * the owner may copy. Others never see it, for it is all in one transaction. @returns what puts everything back; foreign keys are then checked.
 */
async function setAside(client: Client): Promise<() => Promise<void>> {
  const keys = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace in ('public'::regnamespace, 'app'::regnamespace) order by oid`,
  );
  const tables = await client.query<{ table: string; fenced: boolean }>(
    `select c.oid::regclass::text as table, c.relrowsecurity as fenced from pg_class c
     where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)`,
  );
  for (const { table, name } of keys.rows) await client.query(`alter table ${table} drop constraint ${name}`);
  for (const { table, fenced } of tables.rows)
    await client.query(`alter table ${table} disable trigger user${fenced ? ', disable row level security' : ''}`);
  return async () => {
    for (const { table, fenced } of tables.rows)
      await client.query(`alter table ${table} enable trigger user${fenced ? ', enable row level security' : ''}`);
    for (const { table, name, definition } of keys.rows)
      await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  };
}
