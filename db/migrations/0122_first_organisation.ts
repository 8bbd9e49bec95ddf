import { sql, type Kysely } from 'kysely';

/**
 * The first organisation of an installation, made on a page by whoever can read its log. The application may not insert organisations; it may
 * call one function, which works once, for the secret of the address that was printed last, and only while there is no organisation at all.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table app.set_up (
      only_row boolean primary key default true check (only_row),
      token_hash bytea,
      made_at timestamptz not null default app.now()
    );
    comment on table app.set_up is 'No tenant: one row, the digest of the address that sets an installation up; none once it was used.';

    create function app.set_up_is_open(hash bytea) returns boolean
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select not exists (select from public.tenant) and exists (select from app.set_up s where s.token_hash = hash);
      end;

    create function app.found_first(hash bytea, tenant uuid, tenant_name text, tenant_slug text, login uuid, login_email text, person uuid,
        person_name text, role uuid) returns uuid
      language plpgsql security definer set search_path = public, app, pg_temp as $$
    declare
      found_login uuid;
    begin
      -- One founding at a time, as by the command line.
      lock table public.tenant in share row exclusive mode;
      if exists (select from public.tenant) then return null; end if;
      update app.set_up set token_hash = null where token_hash = hash;
      if not found then return null; end if;
      insert into public.tenant (id, name, slug) values (tenant, tenant_name, tenant_slug);
      insert into public.login (id, email) values (login, login_email) on conflict (email) do update set email = excluded.email
        returning id into found_login;
      insert into public.person (tenant_id, id, login_id, name) values (tenant, person, found_login, person_name);
      insert into public.role (tenant_id, id, person_id, name) values (tenant, role, person, 'administrator');
      return found_login;
    end $$;

    revoke execute on function app.set_up_is_open(bytea), app.found_first(bytea, uuid, text, text, uuid, text, uuid, text, uuid) from public;
    grant execute on function app.set_up_is_open(bytea), app.found_first(bytea, uuid, text, text, uuid, text, uuid, text, uuid) to grantpot_app;
  `.execute(db);
}
