import { sql, type Kysely } from 'kysely';

/**
 * What somebody without an account is asked to confirm by a link: that they are the second contact, that their organisation receives the money for a
 * group that has no bank account, or that an application which an officer wrote down is what the group said. Names and addresses are kept apart.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table confirmation (
      tenant_id uuid not null,
      id uuid not null,
      sequence bigint generated always as identity,
      grant_id uuid not null,
      kind text not null check (kind in ('second_contact', 'host', 'application')),
      state text not null default 'asked' check (state in ('asked', 'confirmed', 'denied', 'waived', 'replaced')),
      -- The organisation that is asked to be the host.
      host_id uuid,
      asked_at timestamptz not null,
      settled_at timestamptz,
      waived_by uuid,
      primary key (tenant_id, id),
      foreign key (tenant_id, grant_id) references application (tenant_id, id),
      foreign key (tenant_id, host_id) references party (tenant_id, id),
      foreign key (tenant_id, waived_by) references person (tenant_id, id),
      check ((kind = 'host') = (host_id is not null)),
      check ((state = 'asked') = (settled_at is null)),
      check ((state = 'waived') = (waived_by is not null))
    );
    create index confirmation_of_grant on confirmation (tenant_id, grant_id, sequence);

    create table confirmation_contact (
      tenant_id uuid not null,
      confirmation_id uuid not null,
      name text not null,
      email text not null,
      primary key (tenant_id, confirmation_id),
      foreign key (tenant_id, confirmation_id) references confirmation (tenant_id, id)
    );

    select app.fence(t) from unnest(array['confirmation', 'confirmation_contact']::regclass[]) t;
    grant select, insert, update on confirmation to grantpot_app;
    grant select, insert, update, delete on confirmation_contact to grantpot_app;

    -- Who receives the money where the group has no bank account of its own.
    alter table application add column host_id uuid;
    alter table application add constraint application_host foreign key (tenant_id, host_id) references party (tenant_id, id) not valid;
  `.execute(db);
}
