import { sql, type Kysely } from 'kysely';

/** The index is built while everybody goes on writing. */
export const transaction = false;

/** The grants that a host receives the money of. */
const index = sql`application_hosted on application (tenant_id, host_id, id) where host_id is not null`;

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists application_hosted`.execute(db);
  await sql`create index concurrently ${index}`.execute(db);
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  await sql`create index ${index}`.execute(db);
}
