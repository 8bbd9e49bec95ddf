import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

import { StartupError } from '../../config/startup-error';
import { readMigrations, readSequences, readTables, refuseUnlessAllIsSeen, SESSION, type Table } from './catalog';
import { END_OF_ROWS, headerOf, lineOf, readBackup, type Header, type Manifest } from './format';
import { keysOfSealed } from '../keys/sealed-places';

/** What was written. */
export interface Written {
  readonly header: Header;
  readonly manifest: Manifest;
  readonly bytes: number;
}

/**
 * Writes all that the database holds, as it is at one moment, into a file that only its owner may read, while everything goes on; then
 * reads the file again from end to end. The file has its name only once it is whole.
 *
 * @throws StartupError when the file is there already or cannot be written, or the login may not see all
 */
export async function writeBackup(migrationUrl: string, file: string): Promise<Written> {
  if (existsSync(file))
    throw new StartupError(`${file} is there already, and a backup is never written over: name another file.`);
  const client = new Client({ connectionString: migrationUrl });
  client.on('error', () => undefined); // told by the query that it breaks
  await client.connect();
  const unfinished = `${file}.unfinished-${String(process.pid)}`;
  try {
    await client.query(SESSION);
    // One snapshot for every table; nobody waits for it, and it waits for nobody.
    await client.query('begin isolation level repeatable read, read only');
    await refuseUnlessAllIsSeen(client);
    const target = createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(contentOf(client), createGzip(), target).catch((error: unknown) => {
      throw isOfFiles(error)
        ? new StartupError(`${file} cannot be written (${String((error as NodeJS.ErrnoException).code)}): name a file in a folder that has room and may be written.`) // prettier-ignore
        : error;
    });
    await client.query('commit');
    const { header, manifest } = await readBackup(unfinished, { onTable: (_table, rows) => usedUp(rows) });
    await rename(unfinished, file);
    return { header, manifest, bytes: (await stat(file)).size };
  } finally {
    await rm(unfinished, { force: true });
    await client.end();
  }
}

/** Reads rows to their end, for their digest alone. */
export async function usedUp(rows: AsyncIterable<Buffer>): Promise<void> {
  const pieces = rows[Symbol.asyncIterator]();
  while ((await pieces.next()).done !== true);
}

const isOfFiles = (error: unknown): boolean =>
  ['open', 'write', 'writev', 'fsync', 'close'].includes((error as NodeJS.ErrnoException).syscall ?? '');

async function* contentOf(client: Client): AsyncGenerator<Buffer> {
  const all = createHash('sha256');
  const told = (piece: Buffer): Buffer => {
    all.update(piece);
    return piece;
  };
  yield told(lineOf(await header(client)));
  const tables: Manifest['tables'] = [];
  for (const table of await readTables(client)) {
    yield told(lineOf({ table: table.name, columns: [...table.columns] }));
    const digest = createHash('sha256');
    const rows = client.query(copyTo(copyOut(table)));
    for await (const piece of rows as AsyncIterable<Buffer>) {
      digest.update(piece);
      yield told(piece);
    }
    yield told(Buffer.from(END_OF_ROWS));
    tables.push({ table: table.name, rows: rows.rowCount, sha256: digest.digest('hex') });
  }
  yield told(lineOf({ tables, sequences: [...(await readSequences(client))] }));
  yield lineOf({ sha256: all.digest('hex') });
}

/** All rows of a table in their order, as a backup writes them. */
export function copyOut({ name, columns, order }: Table): string {
  return `copy (select ${columns.join(', ')} from ${name} t order by ${order}) to stdout`;
}

async function header(client: Client): Promise<Header> {
  const migrations = await readMigrations(client);
  if (migrations.length === 0)
    throw new StartupError('The database has no tables of Grantpot: start Grantpot on it first, or correct DATABASE_MIGRATION_URL.'); // prettier-ignore
  const now = await client.query<{ at: Date }>('select app.now() as at');
  return headerOf({
    at: now.rows[0]?.at.toISOString() ?? '',
    migrations: [...migrations],
    fieldKeys: [...(await keysOfSealed(client))],
  });
}
