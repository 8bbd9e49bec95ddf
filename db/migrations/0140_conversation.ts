import { sql, type Kysely } from 'kysely';

/**
 * What a group and those who look after its grant write to each other, who has read how far, and what staff note among themselves. The words are kept
 * apart from the record, so that they can be erased without breaking it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table message (
      tenant_id uuid not null,
      id uuid not null,
      sequence bigint generated always as identity,
      grant_id uuid not null,
      -- Which side wrote it, by the role that it was sent in.
      from_side text not null check (from_side in ('group', 'staff')),
      sent_by uuid not null,
      sent_at timestamptz not null,
      -- When somebody of the other side whom it waits for has first read it.
      read_at timestamptz,
      command_id uuid not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, grant_id) references application (tenant_id, id),
      foreign key (tenant_id, sent_by) references person (tenant_id, id),
      foreign key (tenant_id, command_id) references command (tenant_id, id)
    );
    create index message_of_grant on message (tenant_id, grant_id, sequence);
    create index message_unread on message (tenant_id, grant_id, sent_at) where from_side = 'group' and read_at is null;

    create table message_text (
      tenant_id uuid not null,
      message_id uuid not null,
      text text not null,
      primary key (tenant_id, message_id),
      foreign key (tenant_id, message_id) references message (tenant_id, id)
    );

    -- Up to which message somebody has read one thread.
    create table message_mark (
      tenant_id uuid not null,
      grant_id uuid not null,
      person_id uuid not null,
      up_to bigint not null,
      marked_at timestamptz not null,
      primary key (tenant_id, grant_id, person_id),
      foreign key (tenant_id, grant_id) references application (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id)
    );

    create table note (
      tenant_id uuid not null,
      id uuid not null,
      sequence bigint generated always as identity,
      grant_id uuid not null,
      managers_only boolean not null,
      written_by uuid not null,
      written_at timestamptz not null,
      command_id uuid not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, grant_id) references application (tenant_id, id),
      foreign key (tenant_id, written_by) references person (tenant_id, id),
      foreign key (tenant_id, command_id) references command (tenant_id, id)
    );
    create index note_of_grant on note (tenant_id, grant_id, sequence);

    create table note_text (
      tenant_id uuid not null,
      note_id uuid not null,
      text text not null,
      primary key (tenant_id, note_id),
      foreign key (tenant_id, note_id) references note (tenant_id, id)
    );

    select app.fence(t) from unnest(array['message', 'message_text', 'message_mark', 'note', 'note_text']::regclass[]) t;
    grant select, insert on message, note to grantpot_app;
    grant update (read_at) on message to grantpot_app;
    grant select, insert, update on message_mark to grantpot_app;
    grant select, insert, delete on message_text, note_text to grantpot_app;
  `.execute(db);
}
