import { sql, type Kysely } from 'kysely';

/**
 * The ground every later table stands on: the one clock, the guard of append-only tables, the function that fences a table
 * off by tenant, and the people: tenants, logins, persons, parties, roles, connections and access tokens.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create schema app;
    grant usage on schema app to grantpot_app, grantpot_overseer;
    grant usage on schema public to grantpot_app, grantpot_overseer;

    -- One clock for everything. Tests move it; nothing else can, since the application may only read it.
    create table app.clock (
      only_row boolean primary key default true check (only_row),
      shift interval not null default interval '0'
    );
    comment on table app.clock is 'No tenant: one row, the distance between this database''s time and the wall''s; zero outside tests.';
    insert into app.clock default values;
    grant select on app.clock to grantpot_app, grantpot_overseer;

    create function app.now() returns timestamptz language sql volatile
      return date_trunc('milliseconds', clock_timestamp() + (select shift from app.clock));

    create function app.refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'GP001';
    end $$;

    -- Fences a table: the application sees its own tenant's rows only, migrations see all.
    create function app.fence(target regclass) returns void language plpgsql as $$
    begin
      execute format('alter table %s enable row level security', target);
      execute format('alter table %s force row level security', target);
      execute format('create policy own_tenant on %s to grantpot_app using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', target);
      execute format('create policy migrations on %s to grantpot_migrator using (true)', target);
    end $$;

    create table tenant (
      id uuid primary key,
      name text not null,
      slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,40}$'),
      created_at timestamptz not null default app.now()
    );
    alter table tenant enable row level security;
    alter table tenant force row level security;
    create policy own_tenant on tenant to grantpot_app using (id = nullif(current_setting('app.tenant', true), '')::uuid);
    create policy migrations on tenant to grantpot_migrator using (true);
    grant select on tenant to grantpot_app;

    create table login (
      id uuid primary key,
      email text not null unique check (email = lower(email)),
      created_at timestamptz not null default app.now()
    );
    comment on table login is 'No tenant: one person may work for several organisations with one address.';
    grant select, insert on login to grantpot_app;

    create table party (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      kind text not null check (kind in ('group', 'provider', 'funder', 'host', 'employer')),
      name text not null,
      organisation_type text,
      version int not null default 1,
      created_at timestamptz not null default app.now(),
      primary key (tenant_id, id)
    );
    create index party_by_name on party (tenant_id, kind, lower(name), id);

    create table person (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      login_id uuid references login (id),
      name text not null,
      version int not null default 1,
      created_at timestamptz not null default app.now(),
      left_at timestamptz,
      primary key (tenant_id, id),
      unique (tenant_id, login_id)
    );
    create index person_by_name on person (tenant_id, lower(name), id);

    -- A role may be held for the whole organisation, for one pot, or on behalf of one party (an applicant's group, a budget holder's employer).
    create table role (
      tenant_id uuid not null,
      id uuid not null,
      person_id uuid not null,
      name text not null check (name in ('fund_manager', 'grants_officer', 'panel_member', 'payment_maker', 'payment_authoriser',
        'budget_holder', 'applicant', 'provider', 'funder', 'independent_examiner', 'administrator')),
      pot_id uuid,
      party_id uuid,
      own_limit_pence bigint check (own_limit_pence between 0 and 200000),
      granted_at timestamptz not null default app.now(),
      ended_at timestamptz,
      primary key (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id),
      foreign key (tenant_id, party_id) references party (tenant_id, id),
      unique nulls not distinct (tenant_id, person_id, name, pot_id, party_id, ended_at)
    );
    create index role_of_person on role (tenant_id, person_id) where ended_at is null;
    create index role_of_party on role (tenant_id, party_id) where ended_at is null and party_id is not null;

    -- Standing connections. 'signatory' marks who may sign on the party's bank account.
    create table party_connection (
      tenant_id uuid not null,
      id uuid not null,
      person_id uuid not null,
      party_id uuid not null,
      kind text not null check (kind in ('self', 'committee', 'employee', 'family', 'business', 'knows')),
      position text,
      signatory boolean not null default false,
      declared_at timestamptz not null default app.now(),
      ended_at timestamptz,
      primary key (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id),
      foreign key (tenant_id, party_id) references party (tenant_id, id),
      unique nulls not distinct (tenant_id, person_id, party_id, kind, ended_at)
    );
    create index party_connection_of_party on party_connection (tenant_id, party_id) where ended_at is null;
    create index party_connection_of_person on party_connection (tenant_id, person_id) where ended_at is null;

    create table person_connection (
      tenant_id uuid not null,
      id uuid not null,
      person_id uuid not null,
      other_id uuid not null,
      kind text not null check (kind in ('family', 'household', 'business', 'knows')),
      declared_at timestamptz not null default app.now(),
      ended_at timestamptz,
      primary key (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id),
      foreign key (tenant_id, other_id) references person (tenant_id, id),
      check (person_id <> other_id),
      unique nulls not distinct (tenant_id, person_id, other_id, kind, ended_at)
    );
    create index person_connection_one_way on person_connection (tenant_id, person_id) where ended_at is null;
    create index person_connection_other_way on person_connection (tenant_id, other_id) where ended_at is null;

    create table access_token (
      tenant_id uuid not null,
      id uuid not null,
      person_id uuid not null,
      token_hash bytea not null unique,
      label text not null,
      scopes text[] not null default '{}',
      created_at timestamptz not null default app.now(),
      last_used_at timestamptz,
      revoked_at timestamptz,
      primary key (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id)
    );
    create index access_token_of_person on access_token (tenant_id, person_id);

    -- A bank account is never changed: new details are a new version. Numbers are encrypted by the application.
    create table bank_account (
      tenant_id uuid not null,
      id uuid not null,
      party_id uuid not null,
      version int not null,
      account_name text not null,
      details_sealed text not null,
      last_digits text not null check (last_digits ~ '^[0-9]{3}$'),
      given_by uuid not null,
      given_at timestamptz not null default app.now(),
      primary key (tenant_id, id),
      foreign key (tenant_id, party_id) references party (tenant_id, id),
      foreign key (tenant_id, given_by) references person (tenant_id, id),
      unique (tenant_id, party_id, version)
    );
    create trigger never_changed before update or delete on bank_account for each row execute function app.refuse_change();

    select app.fence(t) from unnest(array['party', 'person', 'role', 'party_connection', 'person_connection', 'access_token', 'bank_account']::regclass[]) t;
    grant select, insert, update on party, person, role, party_connection, person_connection, access_token to grantpot_app;
    grant select, insert on bank_account to grantpot_app;
  `.execute(db);
}
