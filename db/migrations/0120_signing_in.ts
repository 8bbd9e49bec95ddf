import { sql, type Kysely } from 'kysely';

/**
 * How people are let in: emailed codes and links, sessions, second factors, and how often somebody tried. A login belongs to no organisation, so neither
 * does any of these; what they hold is hashed or sealed, and which people a login is comes from the overseer's function, as ids.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- One asking to be let in. It is kept for unknown addresses too, so that both cost the same; theirs has no login and no mail.
    create table sign_in (
      id uuid primary key,
      login_id uuid references login (id),
      -- Only for a fresh code within a session, which has no link.
      session_id uuid,
      browser_hash bytea not null,
      link_hash bytea unique,
      code_hash text not null,
      goes_to text,
      created_at timestamptz not null default app.now(),
      expires_at timestamptz not null,
      tries int not null default 0,
      used_at timestamptz,
      -- Code and link, sealed until the mail has left.
      mail_sealed text,
      mail_attempts int not null default 0,
      mail_next_at timestamptz,
      mail_error text
    );
    comment on table sign_in is 'No tenant: whoever asks is known by an address, and chooses the organisation once they are in.';
    create index sign_in_of_browser on sign_in (browser_hash);
    create index sign_in_mail_waiting on sign_in (mail_next_at) where mail_next_at is not null;
    create index sign_in_over on sign_in (expires_at);

    create table session (
      id uuid primary key,
      token_hash bytea not null unique,
      login_id uuid not null references login (id),
      -- Which of the login's people it is now: none until one of several organisations is chosen.
      organisation_id uuid,
      person_id uuid,
      device text not null,
      created_at timestamptz not null default app.now(),
      last_seen_at timestamptz not null default app.now(),
      second_factor_at timestamptz,
      reauthenticated_at timestamptz,
      ended_at timestamptz,
      foreign key (organisation_id, person_id) references person (tenant_id, id) match full
    );
    comment on table session is 'No tenant: it belongs to a login, which may be a person in several organisations.';
    create index session_of_login on session (login_id) where ended_at is null;
    create index session_of_person on session (organisation_id, person_id) where ended_at is null;
    create index session_by_age on session (created_at);

    create table second_factor (
      login_id uuid primary key references login (id),
      -- A secret that is being set up, and the one that counts.
      pending_sealed text,
      secret_sealed text,
      confirmed_at timestamptz,
      -- The last time step of 30 seconds whose code was taken: none is taken twice.
      last_step bigint,
      tries int not null default 0,
      tries_end_at timestamptz not null default app.now(),
      check ((secret_sealed is null) = (confirmed_at is null))
    );
    comment on table second_factor is 'No tenant: it belongs to a login.';

    create table recovery_code (
      login_id uuid not null references second_factor (login_id),
      code_hash bytea not null,
      used_at timestamptz,
      primary key (login_id, code_hash)
    );
    comment on table recovery_code is 'No tenant: it belongs to a login.';

    -- How often something was tried in a stretch of time, by a digest of what is counted.
    create table counted (
      key text primary key,
      count int not null,
      ends_at timestamptz not null
    );
    comment on table counted is 'No tenant: addresses and networks are counted before anybody is known.';
    create index counted_over on counted (ends_at);

    grant select, insert, update, delete on sign_in, session, second_factor, recovery_code, counted to grantpot_app;

    grant select (login_id) on person to grantpot_overseer;
    create function app.people_of_login(login uuid) returns table (tenant_id uuid, person_id uuid)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select p.tenant_id, p.id from public.person p where p.login_id = login and p.left_at is null order by p.tenant_id;
      end;
    revoke execute on function app.people_of_login(uuid) from public;
    grant execute on function app.people_of_login(uuid) to grantpot_app;
    grant create on schema app to grantpot_overseer;
    alter function app.people_of_login(uuid) owner to grantpot_overseer;
    revoke create on schema app from grantpot_overseer;
  `.execute(db);
}
