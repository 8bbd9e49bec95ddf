import { sql, type Kysely } from 'kysely';

/** Where groups pay back what they did not use: an account of a fund. A change is a new version, as it is for the accounts that money goes to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table refund_account (
      tenant_id uuid not null,
      id uuid not null,
      fund_id uuid not null,
      version integer not null check (version > 0),
      account_name text not null,
      details_sealed text not null,
      last_digits text not null,
      given_by uuid not null,
      given_at timestamptz not null,
      primary key (tenant_id, id),
      unique (tenant_id, fund_id, version),
      foreign key (tenant_id, fund_id) references fund (tenant_id, id),
      foreign key (tenant_id, given_by) references person (tenant_id, id)
    );
    select app.fence('refund_account');
    grant select, insert on refund_account to grantpot_app;
  `.execute(db);
}
