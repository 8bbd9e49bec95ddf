import { sql, type Kysely } from 'kysely';

/** How a pot words its letters, where it does not word them as we do. Versions are never changed: a mail is worded as when it was asked for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table letter (
      tenant_id uuid not null,
      pot_id uuid not null,
      name text not null,
      version int not null check (version > 0),
      -- Both null: from then on the usual wording again.
      subject text,
      wording text,
      worded_by uuid not null,
      worded_at timestamptz not null,
      command_id uuid not null,
      primary key (tenant_id, pot_id, name, version),
      foreign key (tenant_id, pot_id) references pot (tenant_id, id),
      foreign key (tenant_id, worded_by) references person (tenant_id, id),
      foreign key (tenant_id, command_id) references command (tenant_id, id),
      check ((subject is null) = (wording is null))
    );
    create trigger never_changed before update or delete on letter for each row execute function app.refuse_change();
    select app.fence('letter');
    grant select, insert on letter to grantpot_app;
  `.execute(db);
}
