import { sql, type Kysely } from 'kysely';

/** A meeting that was planned can be called off. Nothing that was taken before is refused now: the list only grows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table meeting drop constraint meeting_state_check,
      add constraint meeting_state_check check (state in ('planned', 'held', 'called_off')) not valid;
    alter table meeting validate constraint meeting_state_check;
  `.execute(db);
}
