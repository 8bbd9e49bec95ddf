import { migrateToLatest } from '../../db/migrate';
import { setupDatabase } from '../../db/setup';
import { type DatabaseEnvironment, readDatabaseEnvironment } from '../config/environment';
import { StartupError } from '../config/startup-error';

/** The logins of a database whose owner's is known. */
export type OwnersEnvironment = DatabaseEnvironment & { readonly databaseMigrationUrl: string };

/** Reads which database is meant, for a command that acts as its owner. @throws StartupError when the owner's login is not set */
export function ownersEnvironment(): OwnersEnvironment {
  const { databaseUrl, databaseMigrationUrl } = readDatabaseEnvironment();
  if (databaseMigrationUrl === undefined)
    throw new StartupError('DATABASE_MIGRATION_URL is not set: set it to the login of the owner.');
  return { databaseUrl, databaseMigrationUrl };
}

/** Makes the roles and the database of both addresses, where a login is named that may; harmless when they are there. */
export async function makeDatabase(
  administratorUrl: string | undefined,
  { databaseUrl, databaseMigrationUrl }: OwnersEnvironment,
): Promise<void> {
  if (administratorUrl === undefined) return;
  const [app, owner] = [new URL(databaseUrl), new URL(databaseMigrationUrl)];
  await setupDatabase({
    administratorUrl,
    database: decodeURIComponent(app.pathname.slice(1)),
    appPassword: decodeURIComponent(app.password),
    migratorPassword: decodeURIComponent(owner.password),
  });
}

/**
 * Makes the roles and the database where a login is named that may, and brings the database to this version; harmless when repeated.
 *
 * @returns the names of the migrations that it ran
 * @throws StartupError when a login cannot do its part
 */
export async function bringDatabaseUp(
  administratorUrl: string | undefined,
  owners: OwnersEnvironment,
): Promise<readonly string[]> {
  await makeDatabase(administratorUrl, owners);
  return await migrateToLatest(owners.databaseMigrationUrl).catch((error: unknown) => {
    throw new StartupError(
      'The database could not be brought up to date: check that DATABASE_MIGRATION_URL is the owner’s login, and the first time name a login that may make roles, by --database-administrator or DATABASE_ADMINISTRATOR_URL.',
      { cause: error },
    );
  });
}
