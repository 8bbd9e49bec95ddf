import { sql, type Kysely } from 'kysely';

/** Indexes are built while everybody goes on writing. */
export const transaction = false;

/** What a purchase was paid by: the index that was there leaves out what was cancelled, so it could not find the newest. */
const paymentOfPurchase = sql`payment_of_purchase_in_order on payment (tenant_id, purchase_id, sequence) where purchase_id is not null`;

/** The few meetings that are planned, among the many that were held. */
const meetingOfState = sql`meeting_of_state on meeting (tenant_id, state, starts_at desc, id desc)`;

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists payment_of_purchase_in_order`.execute(db);
  await sql`create index concurrently ${paymentOfPurchase}`.execute(db);
  await sql`drop index concurrently if exists meeting_of_state`.execute(db);
  await sql`create index concurrently ${meetingOfState}`.execute(db);
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  await sql`create index ${paymentOfPurchase}`.execute(db);
  await sql`create index ${meetingOfState}`.execute(db);
}
