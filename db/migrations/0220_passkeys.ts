import { sql, type Kysely } from 'kysely';

/**
 * Passkeys as a second factor (W3C Web Authentication, level 3), beside the app for codes. They belong to a login, as that does. What a browser
 * signs is said once, to one session.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table passkey (
      id uuid primary key,
      login_id uuid not null references login (id),
      -- As its maker named it, in base64url.
      credential_id text not null unique,
      -- COSE; nothing of it is secret.
      public_key bytea not null,
      -- How often it says it was used; it stays 0 where a maker does not count.
      counter bigint not null check (counter >= 0),
      transports text[] not null,
      name text not null check (length(name) between 1 and 100),
      created_at timestamptz not null default app.now(),
      last_used_at timestamptz
    );
    comment on table passkey is 'No tenant: it belongs to a login.';
    create index passkey_of_login on passkey (login_id);

    create table passkey_challenge (
      challenge_hash bytea primary key,
      session_id uuid not null references session (id) on delete cascade,
      purpose text not null check (purpose in ('add', 'use')),
      expires_at timestamptz not null
    );
    comment on table passkey_challenge is 'No tenant: it belongs to a session, which belongs to a login.';
    create index passkey_challenge_of_session on passkey_challenge (session_id);
    create index passkey_challenge_over on passkey_challenge (expires_at);

    grant select, insert, update, delete on passkey, passkey_challenge to grantpot_app;
  `.execute(db);
}
