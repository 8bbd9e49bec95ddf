import { sql, type Kysely } from 'kysely';

/** Indexes are built while everybody goes on writing. */
export const transaction = false;

const indexes = {
  application_by_sum: sql`application_by_sum on application (tenant_id, asked_pence, created_at desc, id desc)`,
  award_by_sum: sql`award_by_sum on award (tenant_id, awarded_pence, decided_on desc, id)`,
  bank_account_by_digits: sql`bank_account_by_digits on bank_account (tenant_id, last_digits)`,
  report_overdue: sql`report_overdue on report (tenant_id, due_at, grant_id) where state = 'overdue'`,
} as const;

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [name, index] of Object.entries(indexes)) {
    await sql`drop index concurrently if exists ${sql.ref(name)}`.execute(db);
    await sql`create index concurrently ${index}`.execute(db);
  }
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  for (const index of Object.values(indexes)) await sql`create index ${index}`.execute(db);
}
