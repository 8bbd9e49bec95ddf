import { readFileSync } from 'node:fs';

/** The servers that one run of the real tests shares. */
export interface TestServers {
  /** Folder of this run; it goes when the run is over. */
  readonly folder: string;
  readonly postgres: {
    readonly port: number;
    readonly superuserPassword: string;
    readonly migratorPassword: string;
    readonly appPassword: string;
    /** The migrated database that each test's own is copied from. */
    readonly template: string;
    /** The files of a Postgres that has ended, with the same logins, which a Postgres of a test's own begins as a copy of. */
    readonly cluster: string;
    /** The migrated database in it. */
    readonly database: string;
  };
  readonly temporal: { readonly address: string; readonly namespaces: readonly string[] };
  /** The `temporal` program, for tests with a server of their own. */
  readonly temporalBinary: string;
}

/** Name of the variable that tells test files where the run's servers are written down. */
export const SERVERS_FILE_VARIABLE = 'GRANTPOT_TEST_SERVERS';

/** The servers of this run. */
export function testServers(): TestServers {
  const file = process.env[SERVERS_FILE_VARIABLE];
  if (file === undefined) throw new Error('No test servers: run the tests by npm test, or jest with its global setup.');
  return JSON.parse(readFileSync(file, 'utf8')) as TestServers;
}
