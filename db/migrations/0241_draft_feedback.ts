import { sql, type Kysely } from 'kysely';

/**
 * A draft that its group has shared with an officer, by when the officer says what they think of it, and what they said, answer by answer. The words are
 * kept apart from the record, so that they can be erased without breaking it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Since when staff see a draft; null for one that is its group's own.
    alter table application add column shared_at timestamptz;
    -- By when its officer comments on it; null once they have.
    alter table application add column feedback_by timestamptz;

    create table draft_comment (
      tenant_id uuid not null,
      id uuid not null,
      sequence bigint generated always as identity,
      grant_id uuid not null,
      -- The answer that it is about, as a pointer into the application; empty for all of it.
      about text not null,
      written_by uuid not null,
      written_at timestamptz not null,
      settled_at timestamptz,
      settled_by uuid,
      command_id uuid not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, grant_id) references application (tenant_id, id),
      foreign key (tenant_id, written_by) references person (tenant_id, id),
      foreign key (tenant_id, settled_by) references person (tenant_id, id),
      foreign key (tenant_id, command_id) references command (tenant_id, id),
      check ((settled_at is null) = (settled_by is null))
    );
    create index draft_comment_of_grant on draft_comment (tenant_id, grant_id, sequence);

    create table draft_comment_text (
      tenant_id uuid not null,
      comment_id uuid not null,
      text text not null,
      primary key (tenant_id, comment_id),
      foreign key (tenant_id, comment_id) references draft_comment (tenant_id, id)
    );

    select app.fence(t) from unnest(array['draft_comment', 'draft_comment_text']::regclass[]) t;
    grant select, insert on draft_comment to grantpot_app;
    grant update (settled_at, settled_by) on draft_comment to grantpot_app;
    grant select, insert, delete on draft_comment_text to grantpot_app;
  `.execute(db);
}
