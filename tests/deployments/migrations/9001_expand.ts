import { sql, type Kysely } from 'kysely';

/** As a release would expand: what the release before does not know of, and never has to fill in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table round add column theme text`.execute(db);
  await sql`alter table round add constraint round_theme_is_short check (length(theme) <= 200) not valid`.execute(db);
}
