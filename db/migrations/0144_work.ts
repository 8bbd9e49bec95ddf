import { sql, type Kysely, type RawBuilder } from 'kysely';

/** Indexes are built while everybody goes on writing. */
export const transaction = false;

/** What waits for staff, each kind in the order of its promises. */
const indexes: readonly (readonly [name: string, on: RawBuilder<unknown>])[] = [
  [
    'application_waits_for_staff',
    sql`application (tenant_id, coalesce(answer_by, changed_at), id) where stage in ('submitted', 'checking', 'assessing') and paused_since is null and held_since is null`,
  ],
  [
    'application_offered',
    sql`application (tenant_id, coalesce(answer_by, changed_at), id) where stage = 'offered' and held_since is null`,
  ],
  ['application_to_read', sql`application (tenant_id, answer_by, id) where stage = 'active' and answer_by is not null`],
  ['report_is_overdue', sql`report (tenant_id, due_at, grant_id) where state = 'overdue'`],
  [
    'payment_waits_for_staff',
    sql`payment (tenant_id, due_at, id) where state in ('waiting_for_cash', 'ready', 'returned', 'unknown')`,
  ],
  [
    'payment_run_waits_for_staff',
    sql`payment_run (tenant_id, coalesce(answer_by, created_at), id) where state in ('awaiting_authorisation', 'exported', 'sent')`,
  ],
  [
    'purchase_waits_for_staff',
    sql`purchase (tenant_id, coalesce(answer_by, created_at), id) where state in ('requested', 'invoiced', 'disputed')`,
  ],
  ['condition_is_open', sql`condition (tenant_id, due_at, id) where state = 'open' and due_at is not null`],
  ['message_waits_for_staff', sql`message (tenant_id, sent_at, id) where from_side = 'group' and read_at is null`],
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
