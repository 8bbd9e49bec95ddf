import { sql, type Kysely } from 'kysely';

/** How groups reach an organisation: shown to anybody on its public pages, and as the contact of its privacy notice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table organisation
      add column telephone text check (length(telephone) between 1 and 40),
      add column email text check (length(email) between 1 and 254),
      add column address text check (length(address) between 1 and 300);
    grant update (telephone, email, address) on organisation to grantpot_app;
  `.execute(db);
}
