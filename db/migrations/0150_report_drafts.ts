import { sql, type Kysely } from 'kysely';

/** A group's report while it is being written: saved at every step, and gone once the report is handed in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table report_draft (
      tenant_id uuid not null,
      grant_id uuid not null,
      content jsonb not null,
      changed_by uuid not null,
      changed_at timestamptz not null,
      primary key (tenant_id, grant_id),
      foreign key (tenant_id, grant_id) references application (tenant_id, id),
      foreign key (tenant_id, changed_by) references person (tenant_id, id)
    );
    select app.fence('report_draft');
    grant select, insert, update, delete on report_draft to grantpot_app;
  `.execute(db);
}
