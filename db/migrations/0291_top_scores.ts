import { sql, type Kysely } from 'kysely';

/** A pot's own criteria say how high each is scored, up to 10; the usual ones go to 5, as before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table score drop constraint score_score_check;
    alter table score add constraint score_score_check check (score between 0 and 10);
  `.execute(db);
}
