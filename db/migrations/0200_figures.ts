import { sql, type Kysely } from 'kysely';

/**
 * What figures are counted from: of each application where it is for and how many people it is to help, and of each report what was counted against
 * which target. Rows of their own, narrow, kept by triggers: a pot's figures read all of its applications, and what people wrote is wide. They stay
 * when what people wrote is erased.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table application_reach (
      tenant_id uuid not null,
      pot_id uuid not null,
      application_id uuid not null,
      area text not null,
      people int not null check (people >= 0),
      primary key (tenant_id, pot_id, application_id),
      foreign key (tenant_id, application_id) references application (tenant_id, id)
    );

    create table reported_output (
      tenant_id uuid not null,
      pot_id uuid not null,
      grant_id uuid not null,
      activity int not null,
      unit text not null,
      target bigint not null,
      achieved bigint not null,
      primary key (tenant_id, pot_id, grant_id, activity),
      foreign key (tenant_id, grant_id) references application (tenant_id, id)
    );

    select app.fence(t) from unnest(array['application_reach', 'reported_output']::regclass[]) t;
    grant select, insert, update, delete on application_reach, reported_output to grantpot_app;

    -- A draft may hold anything yet, or nothing.
    create function app.whole_number_of(value jsonb) returns int language sql immutable parallel safe
      begin atomic
        select case when jsonb_typeof(value) = 'number' then least(greatest(trunc(value::numeric), 0), 1000000000)::int else 0 end;
      end;
    create function app.outputs_of(report jsonb, plan jsonb) returns table (activity int, unit text, target bigint, achieved bigint) language sql immutable parallel safe
      begin atomic
        select distinct on (1) app.whole_number_of(o -> 'activity'), lower(btrim(coalesce(plan -> 'activities' -> app.whole_number_of(o -> 'activity') ->> 'unit', ''))),
          app.whole_number_of(o -> 'target')::bigint, app.whole_number_of(o -> 'achieved')::bigint
        from jsonb_array_elements(case when jsonb_typeof(report -> 'outputs') = 'array' then report -> 'outputs' else '[]'::jsonb end) o order by 1;
      end;
    revoke execute on function app.whole_number_of(jsonb), app.outputs_of(jsonb, jsonb) from public;
    grant execute on function app.whole_number_of(jsonb), app.outputs_of(jsonb, jsonb) to grantpot_app;

    create function app.keep_application_reach() returns trigger language plpgsql set search_path = public, app, pg_temp as $keep$
      begin
        insert into application_reach
          select a.tenant_id, a.pot_id, a.id, btrim(coalesce(new.content ->> 'area', '')), app.whole_number_of(new.content -> 'peopleHelped')
          from application a where a.tenant_id = new.tenant_id and a.id = new.application_id
        on conflict (tenant_id, pot_id, application_id) do update set area = excluded.area, people = excluded.people
          where (application_reach.area, application_reach.people) is distinct from (excluded.area, excluded.people);
        return null;
      end $keep$;
    create trigger keep_reach after insert or update on application_content for each row execute function app.keep_application_reach();

    create function app.keep_reported_outputs() returns trigger language plpgsql set search_path = public, app, pg_temp as $keep$
      declare pot uuid;
      begin
        select a.pot_id into pot from application a where a.tenant_id = new.tenant_id and a.id = new.grant_id;
        delete from reported_output where tenant_id = new.tenant_id and pot_id = pot and grant_id = new.grant_id;
        insert into reported_output
          select new.tenant_id, pot, new.grant_id, o.activity, o.unit, o.target, o.achieved
          from app.outputs_of(new.content, (select c.content from application_content c where c.tenant_id = new.tenant_id and c.application_id = new.grant_id)) o;
        return null;
      end $keep$;
    create trigger keep_outputs after insert or update on report_content for each row execute function app.keep_reported_outputs();

    -- By when a decision had been promised when it was made. Empty for those from before it was kept.
    alter table decision add column promised_by timestamptz;
  `.execute(db);
}
