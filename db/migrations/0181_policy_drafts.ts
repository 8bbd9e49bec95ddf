import { sql, type Kysely } from 'kysely';

/** The rules of a pot as somebody is changing them, section by section, until they are published. One for each pot; nothing goes by it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table policy_draft (
      tenant_id uuid not null,
      pot_id uuid not null,
      body jsonb not null,
      changed_by uuid not null,
      changed_at timestamptz not null,
      primary key (tenant_id, pot_id),
      foreign key (tenant_id, pot_id) references pot (tenant_id, id),
      foreign key (tenant_id, changed_by) references person (tenant_id, id)
    );
    select app.fence('policy_draft');
    grant select, insert, update, delete on policy_draft to grantpot_app;
  `.execute(db);
}
