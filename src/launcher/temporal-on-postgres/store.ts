import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { z } from 'zod';

import { StartupError } from '../../config/startup-error';
import type { DataDirectory } from '../data-directory';
import { readPrivateJson, writePrivateJson } from '../private-file';

/** Where a Temporal server keeps its state: a Postgres and the login that owns its two databases there. */
export interface TemporalStore {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** The login of the Temporal server, and its databases: what runs are, and what is listed of them. */
export const TEMPORAL_STORE = { role: 'temporal', databases: ['temporal', 'temporal_visibility'] } as const;

/** The password of Temporal's login in a data directory's database; made the first time. */
export function temporalPasswordOf(data: DataDirectory): string {
  const file = data.file('temporal-store.json');
  const kept = readPrivateJson(file, z.object({ password: z.string() }));
  if (kept !== undefined) return kept.password;
  const password = randomBytes(24).toString('base64url');
  writePrivateJson(file, { password });
  return password;
}

/** The embedded schema of each database, by the names of Temporal's tool. */
const SCHEMAS = { temporal: 'postgresql/v12/temporal', temporal_visibility: 'postgresql/v12/visibility' } as const;

/**
 * Makes Temporal's login and databases, and brings their tables to the release of the tool; harmless when repeated, also after one that was cut off.
 * Nothing else needs the administrator, neither later on nor the server.
 *
 * @throws StartupError when the tool refuses; what Postgres says when the administrator may not do this
 */
export async function prepareStore(prepared: {
  /** Address of a login that may make roles and databases. */
  readonly administratorUrl: string;
  readonly store: TemporalStore;
  /** Temporal's schema tool. */
  readonly sqlTool: string;
}): Promise<void> {
  const { administratorUrl, store, sqlTool } = prepared;
  await makeDatabases(administratorUrl, store);
  for (const database of TEMPORAL_STORE.databases) {
    await runTool(sqlTool, store, database, ['setup-schema', '--version', '0.0']);
    await runTool(sqlTool, store, database, ['update-schema', '--schema-name', SCHEMAS[database]]);
  }
}

async function makeDatabases(administratorUrl: string, { user, password }: TemporalStore): Promise<void> {
  const server = new Client({ connectionString: administratorUrl });
  server.on('error', () => undefined); // told by the query that it breaks
  await server.connect();
  try {
    const { rowCount } = await server.query('select from pg_roles where rolname = $1', [user]);
    const name = escapeIdentifier(user);
    if (rowCount === 0) await server.query(`create role ${name}`);
    await server.query(`alter role ${name} login password ${escapeLiteral(password)}`);
    for (const database of TEMPORAL_STORE.databases) {
      const there = await server.query('select from pg_database where datname = $1', [database]);
      if (there.rowCount === 0) await server.query(`create database ${database} owner ${name}`);
      await server.query(`revoke connect, temporary on database ${database} from public`);
    }
  } finally {
    await server.end();
  }
}

async function runTool(
  sqlTool: string,
  { host, port, user, password }: TemporalStore,
  database: string,
  args: readonly string[],
): Promise<void> {
  try {
    await promisify(execFile)(sqlTool, ['--plugin', 'postgres12', ...args], {
      // By the environment: arguments are seen by everybody who lists the processes.
      env: {
        PATH: '/usr/bin:/bin',
        SQL_HOST: host,
        SQL_PORT: String(port),
        SQL_USER: user,
        SQL_PASSWORD: password,
        SQL_DATABASE: database,
      },
      timeout: 120_000,
    });
  } catch (error) {
    const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
    const said = `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n').at(-1)?.slice(0, 300);
    throw new StartupError(
      `Temporal's tables could not be made in the database ${database} (${said === '' || said === undefined ? message : said}): start again, or report this.`,
    );
  }
}
