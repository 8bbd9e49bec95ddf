import { sql, type Kysely } from 'kysely';

/** Built while everybody goes on writing. */
export const transaction = false;

/** What a funder has still to pay, by pot: each line of a page of waiting payments looks there for the day on which it is covered. */
const awaited = sql`instalment_awaited on instalment (tenant_id, pot_id, expected_on, id) where received_on is null`;

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists instalment_awaited`.execute(db);
  await sql`create index concurrently ${awaited}`.execute(db);
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  await sql`create index ${awaited}`.execute(db);
}
