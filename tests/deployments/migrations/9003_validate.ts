import { sql, type Kysely } from 'kysely';

/** Looks at every row, and stops nobody meanwhile. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table round validate constraint round_theme_is_short`.execute(db);
}
