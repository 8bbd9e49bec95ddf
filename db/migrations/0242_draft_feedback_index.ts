import { sql, type Kysely } from 'kysely';

/** Indexes are built while everybody goes on writing. */
export const transaction = false;

const index = sql`application_feedback on application (tenant_id, feedback_by, id) where feedback_by is not null`;

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists application_feedback`.execute(db);
  await sql`create index concurrently ${index}`.execute(db);
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  await sql`create index ${index}`.execute(db);
}
