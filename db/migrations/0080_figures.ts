import { sql, type Kysely } from 'kysely';

/**
 * What is watched of the record over all organisations: figures only, each from an index, so that they may be asked for every few seconds.
 * And the last check of the ledger, which one of any number of workers makes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table app.ledger_check (
      only_row boolean primary key default true check (only_row),
      began_at timestamptz,
      ended_at timestamptz,
      differences int check (differences >= 0)
    );
    comment on table app.ledger_check is 'No tenant: one row, when the ledger was last verified and how many differences there were.';
    insert into app.ledger_check default values;
    grant select, update on app.ledger_check to grantpot_app;
    grant select on app.ledger_check to grantpot_overseer;

    create index outbox_given_up on outbox (given_up_at) where given_up_at is not null;
    grant select (created_at) on outbox to grantpot_overseer;
    grant select (stuck) on application, purchase, payment_run, round to grantpot_overseer;

    -- Counts end at the number given: beyond it nobody needs to know how many, and no scrape is to count a million.
    create function app.figures(at_most int) returns table (
      commands_waiting bigint, oldest_command_seconds double precision, commands_failed bigint, subjects_stuck bigint, oldest_due_seconds double precision,
      mails_waiting bigint, oldest_mail_seconds double precision, mails_given_up bigint,
      ledger_checked_at timestamptz, ledger_differences int
    )
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        with clock as materialized (select app.now() as now),
          waiting as (select o.created_at from public.outbox o where o.sent_at is null and o.given_up_at is null order by o.next_attempt_at limit at_most)
        select
          (select count(*) from (select from public.command c where c.status = 'stored' limit at_most) c),
          coalesce((select extract(epoch from clock.now - min(c.received_at)) from public.command c where c.status = 'stored')::double precision, 0),
          (select count(*) from (select from public.command c where c.status = 'failed' limit at_most) c),
          (select count(*) from (
            select from public.application where stuck <> '{}' union all select from public.purchase where stuck <> '{}'
            union all select from public.payment_run where stuck <> '{}' union all select from public.round where stuck <> '{}' limit at_most) s),
          coalesce((select extract(epoch from clock.now - d.due_at) from app.subjects_due(clock.now, 1) d)::double precision, 0),
          (select count(*) from waiting),
          coalesce((select extract(epoch from clock.now - min(w.created_at)) from waiting w)::double precision, 0),
          (select count(*) from (select from public.outbox o where o.given_up_at is not null limit at_most) o),
          l.ended_at, l.differences
        from clock, app.ledger_check l;
      end;

    revoke execute on function app.figures(int) from public;
    grant execute on function app.figures(int) to grantpot_app;
    grant create on schema app to grantpot_overseer;
    alter function app.figures(int) owner to grantpot_overseer;
    revoke create on schema app from grantpot_overseer;
  `.execute(db);
}
