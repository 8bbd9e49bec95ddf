import { sql, type Kysely } from 'kysely';

/**
 * Files that people send. They are rows like everything else: so that a backup holds them, several web processes see the same, each
 * organisation sees its own, and what is to be erased is gone. What is in a file stands apart from what is said of it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table file (
      tenant_id uuid not null,
      id uuid not null,
      grant_id uuid not null,
      purpose text not null check (purpose in ('answer', 'check', 'condition', 'photo', 'receipt', 'invoice')),
      -- The key of a question, or the kind of a check.
      about text,
      condition_id uuid,
      purchase_id uuid,
      name text not null,
      media_type text not null,
      bytes int not null check (bytes between 1 and 10000000),
      sha256 bytea not null,
      -- Of what was sent: the same key with another file is told so.
      sent_sha256 bytea not null,
      people text check (people in ('nobody', 'agreed')),
      uploaded_by uuid not null,
      uploaded_at timestamptz not null,
      removed_by uuid,
      removed_at timestamptz,
      primary key (tenant_id, id),
      foreign key (tenant_id, grant_id) references application (tenant_id, id),
      foreign key (tenant_id, uploaded_by) references person (tenant_id, id),
      foreign key (tenant_id, removed_by) references person (tenant_id, id),
      foreign key (tenant_id, condition_id) references condition (tenant_id, id),
      foreign key (tenant_id, purchase_id) references purchase (tenant_id, id),
      check ((purpose = 'condition') = (condition_id is not null)),
      check ((purpose = 'invoice') = (purchase_id is not null)),
      check ((purpose in ('answer', 'check')) = (about is not null)),
      check ((purpose = 'photo') = (people is not null)),
      check ((removed_at is null) = (removed_by is null))
    );
    create index file_of_grant on file (tenant_id, grant_id, uploaded_at, id);
    create index file_of_purchase on file (tenant_id, purchase_id, uploaded_at, id) where purchase_id is not null;

    create table file_content (
      tenant_id uuid not null,
      file_id uuid not null,
      content bytea not null,
      primary key (tenant_id, file_id),
      foreign key (tenant_id, file_id) references file (tenant_id, id)
    );
    -- What people send is compressed already.
    alter table file_content alter column content set storage external;

    select app.fence(t) from unnest(array['file', 'file_content']::regclass[]) t;
    grant select, insert, update on file to grantpot_app;
    grant select, insert, delete on file_content to grantpot_app;
  `.execute(db);
}
