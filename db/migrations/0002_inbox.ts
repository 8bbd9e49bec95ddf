import { sql, type Kysely } from 'kysely';

/** The command inbox, the record of events, and the outbox of what leaves the building. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What somebody asked for, and what came of it. An engine's command has no actor.
    create table command (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      sequence bigint generated always as identity,
      actor_id uuid,
      caused_by uuid,
      type text not null,
      subject_type text not null check (subject_type in ('grant', 'purchase', 'payment_run', 'round', 'fund', 'pot', 'meeting', 'party', 'person')),
      subject_id uuid not null,
      idempotency_key text not null,
      body_hash text not null,
      received_at timestamptz not null,
      attempts int not null default 0,
      status text not null default 'stored' check (status in ('stored', 'applied', 'refused', 'failed')),
      outcome jsonb,
      applied_at timestamptz,
      primary key (tenant_id, id),
      foreign key (tenant_id, actor_id) references person (tenant_id, id),
      check ((status = 'stored') = (outcome is null))
    );
    -- A key belongs to an actor and an operation; the engine's keys belong to a subject.
    create unique index command_key_of_actor on command (tenant_id, actor_id, type, idempotency_key) where actor_id is not null;
    create unique index command_key_of_engine on command (tenant_id, subject_id, type, idempotency_key) where actor_id is null;
    create index command_waiting_of_subject on command (tenant_id, subject_id, received_at, sequence) where status = 'stored';
    create index command_waiting on command (received_at) where status = 'stored';
    create index command_failed on command (tenant_id, sequence) where status = 'failed';
    create index command_of_subject on command (tenant_id, subject_id, sequence);

    -- What was typed. Apart from the record, so that it can be erased without breaking it.
    create table command_body (
      tenant_id uuid not null,
      command_id uuid not null,
      body jsonb not null,
      primary key (tenant_id, command_id),
      foreign key (tenant_id, command_id) references command (tenant_id, id)
    );

    create table event (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      sequence bigint generated always as identity,
      type text not null,
      at timestamptz not null,
      actor_id uuid,
      command_id uuid not null,
      subject_type text not null,
      subject_id uuid not null,
      grant_id uuid,
      before jsonb not null default '{}',
      after jsonb not null default '{}',
      audience text not null default 'everyone' check (audience in ('everyone', 'staff', 'managers')),
      primary key (tenant_id, id),
      foreign key (tenant_id, command_id) references command (tenant_id, id)
    );
    create index event_of_grant on event (tenant_id, grant_id, sequence) where grant_id is not null;
    create index event_of_subject on event (tenant_id, subject_id, sequence);
    create trigger never_changed before update or delete on event for each row execute function app.refuse_change();

    -- The words that belong to an event, such as a reason; erasable.
    create table event_text (
      tenant_id uuid not null,
      event_id uuid not null,
      text text not null,
      primary key (tenant_id, event_id),
      foreign key (tenant_id, event_id) references event (tenant_id, id)
    );

    -- Names a template and who gets it; the words are put together when it is sent, so that nothing personal is kept here.
    create table outbox (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      sequence bigint generated always as identity,
      command_id uuid not null,
      template text not null,
      person_id uuid not null,
      subject_type text not null,
      subject_id uuid not null,
      facts jsonb not null default '{}',
      created_at timestamptz not null,
      next_attempt_at timestamptz not null,
      attempts int not null default 0,
      sent_at timestamptz,
      given_up_at timestamptz,
      last_error text,
      primary key (tenant_id, id),
      foreign key (tenant_id, command_id) references command (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id)
    );
    create index outbox_waiting on outbox (next_attempt_at) where sent_at is null and given_up_at is null;

    select app.fence(t) from unnest(array['command', 'command_body', 'event', 'event_text', 'outbox']::regclass[]) t;
    grant select, insert, update on command to grantpot_app;
    grant select, insert, delete on command_body, event_text to grantpot_app;
    grant select, insert on event to grantpot_app;
    grant select, insert, update on outbox to grantpot_app;
  `.execute(db);
}
