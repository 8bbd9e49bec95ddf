import { openDatabase } from '../../db/client';
import { foundOrganisation } from '../commands/people/found-organisation';
import { StartupError } from '../config/startup-error';
import { bringDatabaseUp, ownersEnvironment } from './owner';

/** What `grantpot setup` is told on the command line. */
export interface SetUpOptions {
  readonly organisation: string;
  readonly slug: string;
  readonly administrator: string;
  readonly email: string;
  /** A login that may make roles and databases; only needed the first time, on a Postgres of one's own. */
  readonly databaseAdministrator?: string;
}

/** As the database wants it. */
const SLUG = /^[a-z][a-z0-9-]{1,40}$/;

/**
 * Makes the roles and the database where it is given a login for that, brings the database up to date, and makes an organisation with
 * its administrator, whose token it prints this once. Repeated with the same slug it changes nothing.
 */
export async function setUpCommand(options: SetUpOptions): Promise<void> {
  if (!SLUG.test(options.slug)) {
    throw new StartupError(
      `${options.slug} is no slug: take 2 to 41 small letters, digits and hyphens, a letter first, such as croydon.`,
    );
  }
  const owners = ownersEnvironment();
  await bringDatabaseUp(options.databaseAdministrator, owners);
  const db = openDatabase(owners.databaseMigrationUrl, { connections: 1 });
  try {
    const { organisation: name, slug, administrator, email } = options;
    const founded = await foundOrganisation(db, { name, slug, administrator: { name: administrator, email } });
    process.stdout.write(
      founded.token === undefined
        ? `${slug} is there already; nothing was changed.\n`
        : `${name} is there. Its administrator's token, which is shown only now:\n${founded.token}\n`,
    );
  } finally {
    await db.destroy();
  }
}
