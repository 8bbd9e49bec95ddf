import { sql, type Kysely } from 'kysely';

/**
 * Mails to people who have no account, and those who want to hear when a pot opens. Nothing here opens a link: a link's token is made when the mail is
 * sent, from the row's id and a key that the database does not have (docs/decisions/0023).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- For one pot, or for all of the organisation's. Whoever leaves is forgotten: the row is removed.
    create table announcement_subscription (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      pot_id uuid,
      email text not null check (email = lower(email)),
      asked_at timestamptz not null,
      confirmed_at timestamptz,
      primary key (tenant_id, id),
      unique nulls not distinct (tenant_id, pot_id, email),
      foreign key (tenant_id, pot_id) references pot (tenant_id, id)
    );
    create index announcement_subscription_confirmed on announcement_subscription (tenant_id, pot_id, id) where confirmed_at is not null;
    create index announcement_subscription_unconfirmed on announcement_subscription (tenant_id, asked_at) where confirmed_at is null;
    select app.fence('announcement_subscription');
    grant select, insert, update, delete on announcement_subscription to grantpot_app;

    -- Whom a mail goes to is a person, or somebody without an account by the id of what they are written to about. That row may be gone when it is sent.
    alter table outbox alter column person_id drop not null;
    alter table outbox alter column command_id drop not null;
    alter table outbox add column correspondent_id uuid;
    alter table outbox add constraint outbox_to_somebody check (num_nonnulls(person_id, correspondent_id) = 1) not valid;
    alter table outbox add constraint outbox_asked_for check (command_id is not null or correspondent_id is not null) not valid;

    grant select (slug) on tenant to grantpot_overseer;
    -- Of whoever is written to without an account only the organisation's name in the address is known.
    create function app.tenant_of_slug(slug text) returns table (tenant_id uuid)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select t.id from public.tenant t where t.slug = tenant_of_slug.slug;
      end;
    revoke execute on function app.tenant_of_slug(text) from public;
    grant execute on function app.tenant_of_slug(text) to grantpot_app;
    grant create on schema app to grantpot_overseer;
    alter function app.tenant_of_slug(text) owner to grantpot_overseer;
    revoke create on schema app from grantpot_overseer;
  `.execute(db);
}
