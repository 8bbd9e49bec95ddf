import { sql, type Kysely } from 'kysely';

/** The index is built while everybody goes on writing. */
export const transaction = false;

/** What was mailed about one thing, for the list of its documents. */
const index = sql`outbox_sent_about on outbox (tenant_id, subject_id) where sent_at is not null`;

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists outbox_sent_about`.execute(db);
  await sql`create index concurrently ${index}`.execute(db);
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  await sql`create index ${index}`.execute(db);
}
