import { sql, type Kysely } from 'kysely';

/** An index is built while everybody goes on writing. */
export const transaction = false;

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists round_by_theme`.execute(db);
  await sql`create index concurrently round_by_theme on round (tenant_id, theme)`.execute(db);
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  await sql`create index round_by_theme on round (tenant_id, theme)`.execute(db);
}
