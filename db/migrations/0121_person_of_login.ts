import { sql, type Kysely } from 'kysely';

/** The index is built while everybody goes on writing. */
export const transaction = false;

/** Whom a login is, over all organisations: asked by everybody who signs in. */
const personOfLogin = sql`person_of_login on person (login_id) where left_at is null`;

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists person_of_login`.execute(db);
  await sql`create index concurrently ${personOfLogin}`.execute(db);
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  await sql`create index ${personOfLogin}`.execute(db);
}
