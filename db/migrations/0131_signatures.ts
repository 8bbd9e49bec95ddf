import { sql, type Kysely } from 'kysely';

/** What each acceptance covers, and the name that was typed; an acceptance of before has neither. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table acceptance add column agreement_sha256 text;

    create table acceptance_signature (
      tenant_id uuid not null,
      grant_id uuid not null,
      person_id uuid not null,
      typed_name text not null,
      primary key (tenant_id, grant_id, person_id),
      foreign key (tenant_id, grant_id, person_id) references acceptance (tenant_id, grant_id, person_id)
    );
    select app.fence('acceptance_signature');
    grant select, insert, update, delete on acceptance_signature to grantpot_app;
  `.execute(db);
}
