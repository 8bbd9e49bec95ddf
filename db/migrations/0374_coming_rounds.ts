import { sql, type Kysely } from 'kysely';

/** Whose a round is that takes applications or is planned: whoever wants to apply plans by its dates, and has no organisation yet to look in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function app.organisation_of_published_round(round_id uuid) returns table (tenant_id uuid)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select r.tenant_id from public.round r where r.id = round_id and r.state in ('draft', 'open');
      end;
    revoke execute on function app.organisation_of_published_round(uuid) from public;
    grant execute on function app.organisation_of_published_round(uuid) to grantpot_app;
    grant create on schema app to grantpot_overseer;
    alter function app.organisation_of_published_round(uuid) owner to grantpot_overseer;
    revoke create on schema app from grantpot_overseer;
  `.execute(db);
}
