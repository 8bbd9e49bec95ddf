import { randomBytes } from 'node:crypto';

import { Client, escapeIdentifier } from 'pg';

import { ROLES } from '../../db/setup';
import { testServers } from './test-servers';

/** A migrated database of a test's own. */
export interface TestDatabase {
  readonly name: string;
  /** For the application's login, which owns nothing. */
  readonly url: string;
  /** For the owner. */
  readonly migrationUrl: string;
  /** For the superuser, who sees through row-level security: to arrange and to look, never to act. */
  readonly superuserUrl: string;
  /** Removes it, connections and all. */
  drop(): Promise<void>;
}

/** Makes a database of the test's own by copying the migrated template. */
export async function testDatabase(): Promise<TestDatabase> {
  const { template, superuserPassword, migratorPassword, appPassword } = testServers().postgres;
  const name = `test_${randomBytes(6).toString('hex')}`;
  // The copy has the template's owner only if it is named; its contents keep theirs.
  await asSuperuser(
    `create database ${escapeIdentifier(name)} template ${template} owner ${ROLES.migrator}`,
    `revoke connect, temporary on database ${escapeIdentifier(name)} from public`,
    `grant connect on database ${escapeIdentifier(name)} to ${ROLES.app}`,
  );
  return {
    name,
    url: address(ROLES.app, appPassword, name),
    migrationUrl: address(ROLES.migrator, migratorPassword, name),
    superuserUrl: address('postgres', superuserPassword, name),
    drop: () => asSuperuser(`drop database if exists ${escapeIdentifier(name)} with (force)`),
  };
}

async function asSuperuser(...statements: readonly string[]): Promise<void> {
  const client = new Client({
    connectionString: address('postgres', testServers().postgres.superuserPassword, 'postgres'),
  });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function address(name: string, password: string, database: string): string {
  return `postgres://${name}:${password}@127.0.0.1:${testServers().postgres.port}/${database}`;
}
