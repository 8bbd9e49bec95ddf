import { sql, type Kysely } from 'kysely';

/**
 * Agreements that a group signed on paper: what an officer recorded of them, with the scan, and who looked at that scan besides. A grant can
 * have several: the last recorded counts, those before it were put right by it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table paper_acceptance (
      tenant_id uuid not null,
      id uuid not null,
      grant_id uuid not null,
      file_id uuid not null,
      -- Of the agreement that is on the paper.
      agreement_sha256 text not null check (agreement_sha256 ~ '^[0-9a-f]{64}$'),
      -- The day that stands on the paper.
      signed_on date not null,
      recorded_by uuid not null,
      recorded_at timestamptz not null,
      command_id uuid not null,
      -- Who looked at the scan besides, and then it is accepted; none until then.
      confirmed_by uuid,
      confirmed_at timestamptz,
      primary key (tenant_id, id),
      foreign key (tenant_id, grant_id) references award (tenant_id, id),
      foreign key (tenant_id, file_id) references file (tenant_id, id),
      foreign key (tenant_id, recorded_by) references person (tenant_id, id),
      foreign key (tenant_id, confirmed_by) references person (tenant_id, id),
      check ((confirmed_by is null) = (confirmed_at is null)),
      check (confirmed_by <> recorded_by)
    );
    create index paper_acceptance_of_grant on paper_acceptance (tenant_id, grant_id, recorded_at);

    create table paper_acceptance_signatory (
      tenant_id uuid not null,
      paper_acceptance_id uuid not null,
      person_id uuid not null,
      primary key (tenant_id, paper_acceptance_id, person_id),
      foreign key (tenant_id, paper_acceptance_id) references paper_acceptance (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id)
    );
    create trigger never_changed before update or delete on paper_acceptance_signatory for each row execute function app.refuse_change();

    select app.fence(t) from unnest(array['paper_acceptance', 'paper_acceptance_signatory']::regclass[]) t;
    grant select, insert, update on paper_acceptance to grantpot_app;
    grant select, insert on paper_acceptance_signatory to grantpot_app;
  `.execute(db);
}
