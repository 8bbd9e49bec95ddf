import { sql, type Kysely } from 'kysely';

/**
 * What must look over all tenants (sign-in, relay, outbox, reconciler) does so by these functions and in no other way. They return
 * ids and instants, nothing else. Their owner cannot log in and may read just the columns named here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create policy overseer on access_token for select to grantpot_overseer using (true);
    create policy overseer on person for select to grantpot_overseer using (true);
    create policy overseer on command for select to grantpot_overseer using (true);
    create policy overseer on outbox for select to grantpot_overseer using (true);
    create policy overseer on application for select to grantpot_overseer using (true);
    create policy overseer on purchase for select to grantpot_overseer using (true);
    create policy overseer on payment_run for select to grantpot_overseer using (true);
    create policy overseer on round for select to grantpot_overseer using (true);
    create policy overseer on tenant for select to grantpot_overseer using (true);
    grant select (id) on tenant to grantpot_overseer;
    grant select (tenant_id, id, person_id, token_hash, scopes, last_used_at, revoked_at) on access_token to grantpot_overseer;
    grant select (tenant_id, id, left_at) on person to grantpot_overseer;
    grant select (tenant_id, id, sequence, subject_type, subject_id, status, received_at) on command to grantpot_overseer;
    grant select (tenant_id, id, sequence, next_attempt_at, sent_at, given_up_at) on outbox to grantpot_overseer;
    grant select (tenant_id, id, next_due_at, final, stage, version, held_since) on application to grantpot_overseer;
    grant select (grant_id) on purchase to grantpot_overseer;
    grant select (tenant_id, id, next_due_at, final, version) on purchase, payment_run, round to grantpot_overseer;

    create function app.bearer(hash bytea) returns table (tenant_id uuid, person_id uuid, token_id uuid, scopes text[], last_used_at timestamptz)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select t.tenant_id, t.person_id, t.id, t.scopes, t.last_used_at
        from public.access_token t join public.person p on p.tenant_id = t.tenant_id and p.id = t.person_id
        where t.token_hash = hash and t.revoked_at is null and p.left_at is null;
      end;

    create function app.commands_waiting(before timestamptz, at_most int) returns table (tenant_id uuid, id uuid, subject_type text, subject_id uuid)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select c.tenant_id, c.id, c.subject_type, c.subject_id from public.command c
        where c.status = 'stored' and c.received_at <= before order by c.received_at, c.sequence limit at_most;
      end;

    create function app.outbox_waiting(before timestamptz, at_most int) returns table (tenant_id uuid, id uuid)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select o.tenant_id, o.id from public.outbox o
        where o.sent_at is null and o.given_up_at is null and o.next_attempt_at <= before order by o.next_attempt_at, o.sequence limit at_most;
      end;

    -- While a grant is on hold, nothing of its purchases falls due; their rows say when it would have.
    create function app.subjects_due(before timestamptz, at_most int) returns table (tenant_id uuid, subject_type text, id uuid, due_at timestamptz)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select * from (
          select a.tenant_id, 'grant', a.id, a.next_due_at from public.application a where a.next_due_at <= before
          union all select p.tenant_id, 'purchase', p.id, p.next_due_at from public.purchase p where p.next_due_at <= before
            and not exists (select from public.application g where g.tenant_id = p.tenant_id and g.id = p.grant_id and g.held_since is not null)
          union all select r.tenant_id, 'payment_run', r.id, r.next_due_at from public.payment_run r where r.next_due_at <= before
          union all select o.tenant_id, 'round', o.id, o.next_due_at from public.round o where o.next_due_at <= before
        ) due (tenant_id, subject_type, id, due_at) order by due_at limit at_most;
      end;

    -- Subjects whose life is not over, page by page in the order of their ids.
    create function app.subjects_running(kind text, after_id uuid, at_most int) returns table (tenant_id uuid, id uuid, version int)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select * from (
          (select a.tenant_id, a.id, a.version from public.application a where kind = 'grant' and not a.final and a.stage <> 'draft' and a.id > after_id order by a.id limit at_most)
          union all (select p.tenant_id, p.id, p.version from public.purchase p where kind = 'purchase' and not p.final and p.id > after_id order by p.id limit at_most)
          union all (select r.tenant_id, r.id, r.version from public.payment_run r where kind = 'payment_run' and not r.final and r.id > after_id order by r.id limit at_most)
          union all (select o.tenant_id, o.id, o.version from public.round o where kind = 'round' and not o.final and o.id > after_id order by o.id limit at_most)
        ) running (tenant_id, id, version) order by id limit at_most;
      end;

    -- Which of these subjects are over.
    create function app.subjects_over(kind text, ids uuid[]) returns table (tenant_id uuid, id uuid)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select a.tenant_id, a.id from public.application a where kind = 'grant' and a.final and a.id = any (ids)
        union all select p.tenant_id, p.id from public.purchase p where kind = 'purchase' and p.final and p.id = any (ids)
        union all select r.tenant_id, r.id from public.payment_run r where kind = 'payment_run' and r.final and r.id = any (ids)
        union all select o.tenant_id, o.id from public.round o where kind = 'round' and o.final and o.id = any (ids);
      end;

    create function app.tenants() returns table (tenant_id uuid)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select t.id from public.tenant t order by t.id;
      end;

    -- Before they change hands: afterwards only the overseer could say who may call them, and a revoke would do nothing.
    revoke execute on function app.bearer(bytea), app.commands_waiting(timestamptz, int), app.outbox_waiting(timestamptz, int),
      app.subjects_due(timestamptz, int), app.subjects_running(text, uuid, int), app.subjects_over(text, uuid[]), app.tenants() from public;
    grant execute on function app.bearer(bytea), app.commands_waiting(timestamptz, int), app.outbox_waiting(timestamptz, int),
      app.subjects_due(timestamptz, int), app.subjects_running(text, uuid, int), app.subjects_over(text, uuid[]), app.tenants() to grantpot_app;

    grant create on schema app to grantpot_overseer;
    alter function app.bearer(bytea) owner to grantpot_overseer;
    alter function app.commands_waiting(timestamptz, int) owner to grantpot_overseer;
    alter function app.outbox_waiting(timestamptz, int) owner to grantpot_overseer;
    alter function app.subjects_due(timestamptz, int) owner to grantpot_overseer;
    alter function app.subjects_running(text, uuid, int) owner to grantpot_overseer;
    alter function app.subjects_over(text, uuid[]) owner to grantpot_overseer;
    alter function app.tenants() owner to grantpot_overseer;
    revoke create on schema app from grantpot_overseer;
  `.execute(db);
}
