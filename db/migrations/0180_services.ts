import { sql, type Kysely } from 'kysely';

/** The service directory: what providers offer, for whom, for how much, when next. And what was needed and nobody offered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table service (
      tenant_id uuid not null,
      id uuid not null,
      party_id uuid not null,
      need text not null,
      name text not null,
      price_pence bigint not null check (price_pence between 1 and 200000),
      area text not null,
      -- Who can use it, in words; null for anybody.
      who_for text,
      -- Null where the provider has not said.
      next_free_on date,
      -- Who keeps what is said here up to date.
      owner_id uuid not null,
      confirmed_at timestamptz not null,
      added_at timestamptz not null,
      withdrawn_at timestamptz,
      command_id uuid not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, party_id) references party (tenant_id, id),
      foreign key (tenant_id, owner_id) references person (tenant_id, id),
      foreign key (tenant_id, command_id) references command (tenant_id, id)
    );
    create index service_by_name on service (tenant_id, lower(name), id) where withdrawn_at is null;
    create index service_of_need on service (tenant_id, need, lower(name), id) where withdrawn_at is null;
    create index service_of_party on service (tenant_id, party_id, lower(name), id) where withdrawn_at is null;

    -- No client and no purchase: only that something was looked for where there was none.
    create table unmet_need (
      tenant_id uuid not null,
      id uuid not null,
      party_id uuid not null,
      need text not null,
      area text not null,
      logged_by uuid not null,
      logged_at timestamptz not null,
      command_id uuid not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, party_id) references party (tenant_id, id),
      foreign key (tenant_id, logged_by) references person (tenant_id, id),
      foreign key (tenant_id, command_id) references command (tenant_id, id)
    );
    create index unmet_need_newest on unmet_need (tenant_id, logged_at);

    select app.fence(t) from unnest(array['service', 'unmet_need']::regclass[]) t;
    grant select, insert on service, unmet_need to grantpot_app;
    grant update (price_pence, next_free_on, confirmed_at, withdrawn_at) on service to grantpot_app;
  `.execute(db);
}
