import { sql, type Kysely, type RawBuilder } from 'kysely';

/** Indexes are built while everybody goes on writing. */
export const transaction = false;

/**
 * What else waits for staff, each kind in its order. The runs of before have an index without those that are authorised, which older processes
 * go on using.
 */
const indexes: readonly (readonly [name: string, on: RawBuilder<unknown>])[] = [
  ['application_held_since', sql`application (tenant_id, held_since, id) where held_since is not null`],
  [
    'payment_run_to_go_on',
    sql`payment_run (tenant_id, coalesce(answer_by, created_at), id) where state in ('awaiting_authorisation', 'authorised', 'exported', 'sent')`,
  ],
  ['condition_failed', sql`condition (tenant_id, settled_at, id) where state = 'failed'`],
  ['refund_is_due', sql`refund (tenant_id, due_at, id) where state = 'due'`],
];

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [name, on] of indexes) {
    await sql`drop index concurrently if exists ${sql.ref(name)}`.execute(db);
    await sql`create index concurrently ${sql.ref(name)} on ${on}`.execute(db);
  }
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  for (const [name, on] of indexes) await sql`create index ${sql.ref(name)} on ${on}`.execute(db);
}
