/**
 * Databases that stay filled while somebody tries one thing after the other: `npm run bench -- keep` fills them and holds them until it is
 * ended, and figures about reads that are asked for meanwhile use them in place of filling their own.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { fillOrganisation, type Filled } from './data/fill';
import { startServers, type OwnDatabase, type Servers } from './servers';

/** A filled database, and the key that its bank details are sealed with, in base64. */
export interface FilledDatabase {
  readonly database: OwnDatabase;
  readonly filled: Filled;
  readonly fieldKey: string;
}

/** Fills a database of the servers with so many grants. */
export async function fillDatabase(servers: Pick<Servers, 'database'>, grants: number): Promise<FilledDatabase> {
  const database = await servers.database(`reads_${String(grants)}`);
  const { migrationUrl } = database;
  const fieldKey = randomBytes(32).toString('base64');
  await fillOrganisation({ migrationUrl, grants: grants / 10, slug: 'another' });
  const sealing = { fieldKey: Buffer.from(fieldKey, 'base64') };
  return { database, filled: await fillOrganisation({ migrationUrl, grants, slug: 'measured', ...sealing }), fieldKey };
}

const file = join(__dirname, 'results', 'kept.json');

type Kept = Readonly<Record<string, FilledDatabase>>;

/** The database with so many grants that is kept now; undefined where none is. */
export function keptAt(grants: number): FilledDatabase | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept)[String(grants)] : undefined;
}

/** Fills databases of these sizes, and keeps them until the process is told to end. */
export async function keepFilled(sizes: readonly number[], say: (line: string) => void): Promise<void> {
  const servers = await startServers([], say);
  const end = new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  try {
    const kept: Record<string, FilledDatabase> = {};
    for (const grants of sizes) kept[String(grants)] = await fillDatabase(servers, grants);
    mkdirSync(dirname(file), { recursive: true });
    // It has keys and passwords, of nothing but made-up data on this machine.
    writeFileSync(file, JSON.stringify(kept), { mode: 0o600 });
    say(`kept: ${sizes.join(' and ')} grants, until this is ended`);
    await end;
  } finally {
    rmSync(file, { force: true });
    await servers.close();
  }
}
