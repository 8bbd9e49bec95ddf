import { sql, type Kysely } from 'kysely';

/** By when what waits for staff was promised. It stays when the deadline itself is over and gone, which is when it matters most. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table application add column answer_by timestamptz;
    alter table purchase add column answer_by timestamptz;
    alter table payment_run add column answer_by timestamptz;
  `.execute(db);
}
