import { sql, type Kysely } from 'kysely';

/**
 * The agreement that a group accepts: its fingerprint is part of the record for ever; its text, which a group and officers wrote, and the
 * PDF made of it stand apart, so that they can be erased.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table agreement (
      tenant_id uuid not null,
      grant_id uuid not null,
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      -- When the first of those who accept signed it: from then on it stays as it is.
      fixed_at timestamptz not null,
      command_id uuid not null,
      primary key (tenant_id, grant_id),
      foreign key (tenant_id, grant_id) references award (tenant_id, id)
    );
    create trigger never_changed before update or delete on agreement for each row execute function app.refuse_change();

    create table agreement_text (
      tenant_id uuid not null,
      grant_id uuid not null,
      document jsonb not null,
      -- Made once all have accepted, when somebody first asks for it.
      pdf bytea,
      pdf_made_at timestamptz,
      primary key (tenant_id, grant_id),
      foreign key (tenant_id, grant_id) references agreement (tenant_id, grant_id),
      check ((pdf is null) = (pdf_made_at is null))
    );
    -- A PDF is compressed already.
    alter table agreement_text alter column pdf set storage external;

    select app.fence(t) from unnest(array['agreement', 'agreement_text']::regclass[]) t;
    grant select, insert on agreement to grantpot_app;
    grant select, insert, update, delete on agreement_text to grantpot_app;
  `.execute(db);
}
