import { sql, type Kysely } from 'kysely';

/** The index is built while everybody goes on writing. */
export const transaction = false;

/** What staff have to look at, the oldest first. */
const index = sql`condition_evidence on condition (tenant_id, evidence_at, id) where state = 'open' and evidence_at is not null`;

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists condition_evidence`.execute(db);
  await sql`create index concurrently ${index}`.execute(db);
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  await sql`create index ${index}`.execute(db);
}
