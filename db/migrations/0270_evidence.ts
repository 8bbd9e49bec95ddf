import { sql, type Kysely } from 'kysely';

/** Since when what a group has sent for a condition waits for its officer to look at it; null while nothing does. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table condition add column evidence_at timestamptz`.execute(db);
}
