import { sql, type Kysely } from 'kysely';

/**
 * What somebody typed into a form that they sent when they were signed in no more. It waits an hour for the same person in the same browser, and is
 * in no backup.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table kept_form (
      -- Of what only this browser holds.
      browser_hash bytea not null,
      -- Where the form was sent to, and which of that page's forms it is.
      address text not null check (length(address) <= 500),
      form text not null,
      -- Whom the form was shown to: nobody else ever sees it.
      login_id uuid not null references login (id),
      person_id uuid not null,
      typed_sealed text not null,
      expires_at timestamptz not null,
      primary key (browser_hash, address, form)
    );
    comment on table kept_form is 'No tenant: nobody is signed in when it is kept. It belongs to a login.';
    create index kept_form_over on kept_form (expires_at);
    grant select, insert, update, delete on kept_form to grantpot_app;
  `.execute(db);
}
