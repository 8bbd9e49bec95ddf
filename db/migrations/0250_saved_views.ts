import { sql, type Kysely } from 'kysely';

/** Named filters of lists: somebody's own, or shared with all staff of the organisation. What is on a list is asked for anew each time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table saved_view (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      person_id uuid not null,
      list text not null check (list in ('grants', 'work')),
      name text not null check (length(name) between 1 and 60),
      -- As the list's address has it, without a question mark; only filters that the list knows.
      filters text not null check (length(filters) between 1 and 1000),
      is_shared boolean not null,
      saved_at timestamptz not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id)
    );
    create unique index saved_view_name on saved_view (tenant_id, person_id, list, lower(name));
    create index saved_view_shared on saved_view (tenant_id, list, lower(name)) where is_shared;
    select app.fence('saved_view');
    grant select, insert, update, delete on saved_view to grantpot_app;
  `.execute(db);
}
