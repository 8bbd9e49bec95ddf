import { sql, type Kysely } from 'kysely';

/** What a payment run held, attempt by attempt; and an authorisation for each time that a run was authorised. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- A returned payment goes into another run, to another version of the payee's bank account. What this run would have paid,
    -- to whom and where to, stays here.
    create table payment_run_line (
      tenant_id uuid not null,
      run_id uuid not null,
      payment_id uuid not null,
      attempt int not null check (attempt > 0),
      amount_pence bigint not null check (amount_pence > 0),
      payee_id uuid not null,
      bank_account_id uuid not null,
      dropped_at timestamptz,
      primary key (tenant_id, run_id, payment_id),
      foreign key (tenant_id, run_id) references payment_run (tenant_id, id),
      foreign key (tenant_id, payment_id) references payment (tenant_id, id),
      foreign key (tenant_id, payee_id) references party (tenant_id, id),
      foreign key (tenant_id, bank_account_id) references bank_account (tenant_id, id)
    );
    create index payment_run_line_of_payment on payment_run_line (tenant_id, payment_id, attempt);
    select app.fence('payment_run_line');
    grant select, insert on payment_run_line to grantpot_app;
    grant update (dropped_at) on payment_run_line to grantpot_app;

    -- The cash queue keeps places for payments that are due, and whose own subject has not got to it yet.
    create index payment_scheduled on payment (tenant_id, pot_id, due_at) where state = 'scheduled';

    -- A run that lost a payment is authorised anew, perhaps by the same person, who then saw something else.
    alter table authorisation drop constraint authorisation_pkey;
    alter table authorisation add primary key (tenant_id, run_id, command_id);
  `.execute(db);
}
