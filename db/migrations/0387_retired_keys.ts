import { sql, type Kysely } from 'kysely';

/** Since when keys are not the newest any more, and since when they seal nothing, so that it can be said when one may be taken out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table app.retired_key (
      kind text not null check (kind in ('field', 'codec')),
      -- Eight digits of its digest, which say nothing of it.
      key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
      replaced_at timestamptz not null,
      -- When it was first seen that nothing in the record is sealed with it; none while something is.
      unused_since timestamptz,
      primary key (kind, key_id),
      check (kind = 'field' or unused_since is null)
    );
    comment on table app.retired_key is 'No tenant: keys are those of the whole installation, and only its owner reads this.';
  `.execute(db);
}
