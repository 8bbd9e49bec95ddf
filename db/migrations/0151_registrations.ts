import { sql, type Kysely } from 'kysely';

/**
 * What anybody may see of the organisations that give grants, and groups that want an account: they say who they are, and are there once they have
 * opened the link that was mailed to them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table registration (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      pot_id uuid,
      email text not null check (email = lower(email)),
      person_name text not null,
      group_name text not null,
      organisation_type text not null,
      -- What they say they are in the committee; null for who is not of it.
      committee_position text,
      asked_at timestamptz not null,
      confirmed_at timestamptz,
      primary key (tenant_id, id),
      foreign key (tenant_id, pot_id) references pot (tenant_id, id)
    );
    create index registration_unconfirmed on registration (tenant_id, asked_at) where confirmed_at is null;
    select app.fence('registration');
    grant select, insert, update, delete on registration to grantpot_app;

    -- With the rights of whoever asks, and under each organisation in turn: a statement sees one organisation's rows and no others.
    create function app.published(of_tenant uuid) returns table (slug text, name text)
      language plpgsql volatile set search_path = public, app, pg_temp as $$
    begin
      perform set_config('app.tenant', of_tenant::text, true);
      return query select t.slug, t.name from public.tenant t
        where t.id = of_tenant and exists (select from public.pot p where p.tenant_id = t.id and p.state = 'open');
    end $$;
    revoke execute on function app.published(uuid) from public;
    grant execute on function app.published(uuid) to grantpot_app;
  `.execute(db);
}
