import { sql, type Kysely } from 'kysely';

/** Two books of accounts. Transfers are the truth; an account's balance is their running sum, kept by the same statement. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- 'code' spells out what the account is keyed by: book, kind, and the fund, pot or grant it belongs to.
    create table account (
      tenant_id uuid not null references tenant (id),
      code text not null,
      book text not null check (book in ('budget', 'cash')),
      kind text not null check (kind in ('pledge', 'available', 'committed', 'promised', 'spent', 'refund_due', 'owed_to_funder', 'written_off',
        'funder', 'bank', 'reserved', 'in_transit', 'payee')),
      fund_id uuid,
      pot_id uuid,
      grant_id uuid,
      balance bigint not null default 0,
      primary key (tenant_id, code),
      -- Only what lies outside our books may go below nothing.
      constraint account_not_overdrawn check (balance >= 0 or kind in ('pledge', 'funder', 'payee')),
      constraint account_kind_in_book check ((book = 'budget') = (kind in ('pledge', 'available', 'committed', 'promised', 'spent', 'refund_due', 'owed_to_funder', 'written_off')))
    );
    create index account_of_pot on account (tenant_id, pot_id);
    create index account_of_grant on account (tenant_id, grant_id) where grant_id is not null;

    create table transfer (
      tenant_id uuid not null references tenant (id),
      sequence bigint generated always as identity,
      book text not null check (book in ('budget', 'cash')),
      from_code text not null,
      to_code text not null,
      amount bigint not null check (amount > 0),
      from_balance_after bigint not null,
      to_balance_after bigint not null,
      business_key text not null,
      command_id uuid not null,
      grant_id uuid,
      at timestamptz not null,
      primary key (tenant_id, sequence),
      unique (tenant_id, book, business_key),
      check (from_code <> to_code),
      foreign key (tenant_id, from_code) references account (tenant_id, code),
      foreign key (tenant_id, to_code) references account (tenant_id, code),
      foreign key (tenant_id, command_id) references command (tenant_id, id)
    );
    create index transfer_of_grant on transfer (tenant_id, grant_id, sequence) where grant_id is not null;
    create index transfer_from on transfer (tenant_id, from_code, sequence);
    create index transfer_to on transfer (tenant_id, to_code, sequence);
    create trigger never_changed before update or delete on transfer for each row execute function app.refuse_change();
    create trigger never_emptied before truncate on transfer for each statement execute function app.refuse_change();

    select app.fence(t) from unnest(array['account', 'transfer']::regclass[]) t;
    grant select, insert, update on account to grantpot_app;
    grant select, insert on transfer to grantpot_app;
  `.execute(db);
}
