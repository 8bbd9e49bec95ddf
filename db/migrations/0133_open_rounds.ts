import { sql, type Kysely } from 'kysely';

/** Whose a round is that takes applications: its dates are for anybody, who has no organisation yet to look in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    grant select (state) on round to grantpot_overseer;
    create function app.organisation_of_open_round(round_id uuid) returns table (tenant_id uuid)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select r.tenant_id from public.round r where r.id = round_id and r.state = 'open';
      end;
    revoke execute on function app.organisation_of_open_round(uuid) from public;
    grant execute on function app.organisation_of_open_round(uuid) to grantpot_app;
    grant create on schema app to grantpot_overseer;
    alter function app.organisation_of_open_round(uuid) owner to grantpot_overseer;
    revoke create on schema app from grantpot_overseer;
  `.execute(db);
}
