import { sql, type Kysely } from 'kysely';

/** How long a group has for a condition once it has accepted, where the panel gave it another time than the pot's policy. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table condition add column due_within text;
    comment on column condition.due_within is 'ISO 8601 period from acceptance; null for the policy''s conditionsWithin.';
  `.execute(db);
}
