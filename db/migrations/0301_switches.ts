import { sql, type Kysely } from 'kysely';

/**
 * What an organisation has switched on. One that is founded from now on begins with nothing; each that is there keeps what it uses. A process
 * of the release before goes on taking what is off here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table organisation add column switched_on text[] not null default '{}' check (switched_on <@ array['online_scoring']);
    update organisation set switched_on = '{online_scoring}'
      where exists (select from score where score.tenant_id = organisation.tenant_id);
    grant update (switched_on) on organisation to grantpot_app;
  `.execute(db);
}
