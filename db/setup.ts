import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/**
 * The roles that Grantpot's database has. Nobody of them is a superuser or bypasses row-level security, so a managed database can give them too.
 *
 * - `migrator` logs in, owns the database and what is in it, and changes its structure;
 * - `overseer` cannot log in; it owns the few functions that look over all tenants;
 * - `app` logs in for worker and web, and owns nothing.
 */
export const ROLES = { migrator: 'grantpot_migrator', overseer: 'grantpot_overseer', app: 'grantpot_app' } as const;

/** The oldest Postgres that the migrations run on. */
export const OLDEST_POSTGRES = 15;

/** What `setupDatabase` makes. */
export interface DatabaseSetup {
  /** Address of a login that may make roles and databases, on any database of the server. */
  readonly administratorUrl: string;
  /** The database to make. */
  readonly database: string;
  readonly migratorPassword: string;
  readonly appPassword: string;
}

/**
 * Makes Grantpot's roles and its database, or brings them to what they should be; harmless when repeated, which also sets the passwords anew.
 *
 * @throws what Postgres says when the login may not do this
 */
export async function setupDatabase(setup: DatabaseSetup): Promise<void> {
  const server = await connected(setup.administratorUrl);
  try {
    await makeRoles(server, setup);
    await makeDatabase(server, setup.database);
  } finally {
    await server.end();
  }
  const inside = new URL(setup.administratorUrl);
  inside.pathname = `/${encodeURIComponent(setup.database)}`;
  const database = await connected(inside.href);
  try {
    await giveDatabase(database, setup.database);
  } finally {
    await database.end();
  }
}

/** A server that is stopped meanwhile is told by the next query; unheard, it would end the process. */
async function connected(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function makeRoles(server: Client, setup: DatabaseSetup): Promise<void> {
  await role(server, ROLES.migrator, `login password ${escapeLiteral(setup.migratorPassword)}`);
  await role(server, ROLES.app, `login password ${escapeLiteral(setup.appPassword)}`);
  await role(server, ROLES.overseer, 'nologin');
  // To give a function to the overseer the migrator must be able to become it; it should not have its rights all the time.
  const canSayHow = (await serverVersion(server)) >= 16;
  await server.query(`grant ${ROLES.overseer} to ${ROLES.migrator}${canSayHow ? ' with set true, inherit false' : ''}`);
  // A superuser can give a database to anybody; any other administrator only to a role that it can become.
  const { rows } = await server.query<{ super: boolean }>(
    'select rolsuper as super from pg_roles where rolname = current_user',
  );
  if (rows[0]?.super !== true) await server.query(`grant ${ROLES.migrator} to current_user`);
}

/** Of two that make the same role at once, the second finds it made. */
async function role(server: Client, name: string, attributes: string): Promise<void> {
  const { rowCount } = await server.query('select from pg_roles where rolname = $1', [name]);
  if (rowCount === 0) {
    await server.query(`create role ${name}`).catch((error: unknown) => {
      if (!isOneOf(error, ['42710', '23505'])) throw error;
    });
  }
  await server.query(`alter role ${name} ${attributes}`);
}

async function makeDatabase(server: Client, database: string): Promise<void> {
  const { rowCount } = await server.query('select from pg_database where datname = $1', [database]);
  if (rowCount !== 0) return;
  await server
    .query(`create database ${escapeIdentifier(database)} owner ${ROLES.migrator}`)
    .catch((error: unknown) => {
      if (!isOneOf(error, ['42P04', '23505'])) throw error;
    });
}

/** Only our own roles get in, and only the owner makes anything in it. */
async function giveDatabase(database: Client, name: string): Promise<void> {
  await database.query(`alter schema public owner to ${ROLES.migrator}`);
  await database.query('revoke create on schema public from public');
  await database.query(`revoke connect, temporary on database ${escapeIdentifier(name)} from public`);
  await database.query(`grant connect on database ${escapeIdentifier(name)} to ${ROLES.app}`);
}

/** The server's major version, as 18. */
export async function serverVersion(client: Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int / 10000 as version",
  );
  return rows[0]?.version ?? 0;
}

function isOneOf(error: unknown, codes: readonly string[]): boolean {
  return codes.includes((error as { code?: string }).code ?? '');
}
