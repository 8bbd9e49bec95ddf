import { sql, type Kysely } from 'kysely';

/**
 * Files that nothing came of are taken away by Grantpot itself, so by nobody: those of a draft that was given up, and an invoice’s file
 * whose invoice was never sent. The second are looked for over all tenants.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$ begin
      execute (select 'alter table file drop constraint ' || quote_ident(conname) from pg_constraint
        where conrelid = 'file'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%removed_at IS NULL%');
    end $$;
    alter table file add constraint file_removed check (removed_by is null or removed_at is not null) not valid;

    create policy overseer on file for select to grantpot_overseer using (true);
    grant select (tenant_id, id, purpose, purchase_id, uploaded_at, removed_at) on file to grantpot_overseer;
    grant select (invoiced_on) on purchase to grantpot_overseer;

    create function app.files_unused(before timestamptz, at_most int) returns table (tenant_id uuid, id uuid)
      language sql stable security definer set search_path = public, app, pg_temp
      begin atomic
        select f.tenant_id, f.id from public.file f join public.purchase p on p.tenant_id = f.tenant_id and p.id = f.purchase_id
        where f.purpose = 'invoice' and f.removed_at is null and f.uploaded_at < before and p.invoiced_on is null
        order by f.uploaded_at limit at_most;
      end;
    revoke execute on function app.files_unused(timestamptz, int) from public;
    grant execute on function app.files_unused(timestamptz, int) to grantpot_app;
    grant create on schema app to grantpot_overseer;
    alter function app.files_unused(timestamptz, int) owner to grantpot_overseer;
    revoke create on schema app from grantpot_overseer;
  `.execute(db);
}
