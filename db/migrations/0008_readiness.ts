import { sql, type Kysely } from 'kysely';

/** Lets the application see which migrations have run, so that it can say whether it is ready. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    comment on table kysely_migration is 'No tenant: which migrations have run.';
    comment on table kysely_migration_lock is 'No tenant: keeps two migrations from running at once.';
    grant select on kysely_migration to grantpot_app;
  `.execute(db);
}
