import { sql, type Kysely } from 'kysely';

/**
 * How an organisation looks: a colour and a logo beside its name. It is a row of its own, that commands are about: a tenant belongs to no
 * tenant, so it cannot be one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table organisation (
      tenant_id uuid not null references tenant (id),
      id uuid not null check (id = tenant_id),
      colour text check (colour ~ '^#[0-9a-f]{6}$'),
      logo_id uuid,
      version int not null default 1,
      primary key (tenant_id, id)
    );
    select app.fence('organisation');
    insert into organisation (tenant_id, id) select id, id from tenant;
    -- Whoever founds an organisation, also a process of the release before, founds this with it.
    create function app.found_organisation() returns trigger language plpgsql set search_path = public as $$
    begin
      insert into organisation (tenant_id, id) values (new.id, new.id);
      return null;
    end $$;
    create trigger found_organisation after insert on tenant for each row execute function app.found_organisation();
    grant select, update (colour, logo_id, version) on organisation to grantpot_app;
    grant update (name) on tenant to grantpot_app;

    -- Made anew and made small, so it stays in the row's own reach. Each is kept: an address that was given once goes on to be answered.
    create table logo (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      content bytea not null check (octet_length(content) between 1 and 200000),
      sha256 bytea not null,
      width int not null check (width between 1 and 960),
      height int not null check (height between 1 and 240),
      uploaded_by uuid not null,
      uploaded_at timestamptz not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, uploaded_by) references person (tenant_id, id)
    );
    alter table logo alter column content set storage external;
    alter table organisation add foreign key (tenant_id, logo_id) references logo (tenant_id, id);
    select app.fence('logo');
    grant select, insert on logo to grantpot_app;

    -- Nothing that was taken before is refused now: the list only grows.
    alter table command drop constraint command_subject_type_check,
      add constraint command_subject_type_check
        check (subject_type in ('grant', 'purchase', 'payment_run', 'round', 'fund', 'pot', 'meeting', 'party', 'person', 'organisation')) not valid;
    alter table command validate constraint command_subject_type_check;
  `.execute(db);
}
