import { Connection, isGrpcServiceError } from '@temporalio/client';
import { Client } from 'pg';

import { OLDEST_POSTGRES, ROLES, serverVersion } from '../../db/setup';
import { StartupError } from '../config/startup-error';
import { GRANTPOT_SEARCH_ATTRIBUTES, registerSearchAttributes } from './search-attributes';

/** gRPC's code for what does not exist. */
const NOT_FOUND = 5;

/**
 * Makes sure that a database that we did not start can be used: it answers to both logins, is recent enough, and has our roles.
 *
 * @throws StartupError that says what is wrong
 */
export async function checkExternalDatabase(urls: {
  readonly databaseUrl: string;
  readonly migrationUrl: string;
}): Promise<void> {
  await withDatabase('DATABASE_MIGRATION_URL', urls.migrationUrl, async (client) => {
    const version = await serverVersion(client);
    if (version < OLDEST_POSTGRES) {
      throw new StartupError(
        `The database of DATABASE_MIGRATION_URL is Postgres ${String(version)}, and ${String(OLDEST_POSTGRES)} or later is needed: use a newer one.`,
      );
    }
    await checkRole(client, 'DATABASE_MIGRATION_URL', ROLES.migrator);
    await checkRole(client, 'DATABASE_MIGRATION_URL', ROLES.overseer);
  });
  await withDatabase('DATABASE_URL', urls.databaseUrl, (client) => checkRole(client, 'DATABASE_URL', ROLES.app));
}

/**
 * Makes sure that a Temporal server that we did not start can be used, and registers the search attributes that its namespace lacks.
 *
 * @throws StartupError that says what is wrong
 */
export async function prepareExternalTemporal(address: string, namespace: string): Promise<void> {
  let connection: Connection;
  try {
    connection = await Connection.connect({ address, connectTimeout: '5 seconds' });
  } catch (error) {
    throw new StartupError(
      `The Temporal server at ${address} cannot be reached (${oneLine(error)}): start it, or correct TEMPORAL_ADDRESS, or unset it for an embedded one.`,
    );
  }
  try {
    await connection.workflowService.describeNamespace({ namespace });
    await registerSearchAttributes(connection, namespace, GRANTPOT_SEARCH_ATTRIBUTES);
  } catch (error) {
    if (isGrpcServiceError(error) && (error.code as number) === NOT_FOUND) {
      throw new StartupError(
        `The Temporal server at ${address} has no namespace ${namespace}: make it (temporal operator namespace create ${namespace}), or set TEMPORAL_NAMESPACE to one that it has.`,
      );
    }
    throw new StartupError(
      `The Temporal server at ${address} did not take the search attributes of namespace ${namespace} (${oneLine(error)}): allow them, or register ${Object.keys(GRANTPOT_SEARCH_ATTRIBUTES).join(' and ')} as Keyword by hand.`,
    );
  } finally {
    await connection.close();
  }
}

async function withDatabase(variable: string, url: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // told by the query that it breaks
  try {
    await client.connect();
  } catch (error) {
    const { host, pathname } = new URL(url);
    throw new StartupError(
      `The database ${host}${pathname} cannot be reached (${oneLine(error)}): start it, or correct ${variable}, or unset DATABASE_URL for an embedded one.`,
    );
  }
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

async function checkRole(client: Client, variable: string, role: string): Promise<void> {
  const { rows } = await client.query<{ name: string; is_it: boolean | null }>(
    `select current_user as name, (select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = $1) as is_it`,
    [role],
  );
  if (rows[0]?.is_it === true) return;
  throw new StartupError(
    rows[0]?.is_it === false
      ? `The login ${rows[0].name} of ${variable} is neither ${role} nor a member of it: run npx grantpot setup, or grant it.`
      : `The database of ${variable} has no role ${role}: run npx grantpot setup once, as a login that may make roles.`,
  );
}

/** Errors of several addresses at once have an empty message of their own. */
function oneLine(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return (first instanceof Error ? first.message : String(first)).split('\n')[0]?.slice(0, 200) ?? '';
}
