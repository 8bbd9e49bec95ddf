import { sql, type Kysely } from 'kysely';

/** Scans of agreements that were signed on paper are files of a purpose of their own. Nothing that was taken before is refused now: the list only grows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table file drop constraint file_purpose_check,
      add constraint file_purpose_check
        check (purpose in ('answer', 'check', 'condition', 'photo', 'receipt', 'invoice', 'agreement')) not valid;
    alter table file validate constraint file_purpose_check;
  `.execute(db);
}
