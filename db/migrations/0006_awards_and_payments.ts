import { sql, type Kysely } from 'kysely';

/** From offer to closed: awards, acceptances, conditions, payments and their runs, purchases, reports, refunds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table award (
      tenant_id uuid not null,
      id uuid not null,
      pot_id uuid not null,
      party_id uuid not null,
      awarded_pence bigint not null,
      decided_on date not null,
      offered_at timestamptz not null,
      -- An award of less is accepted only when budget and targets have been agreed anew.
      needs_new_budget boolean not null default false,
      accepted_at timestamptz,
      bank_account_id uuid,
      came_back_pence bigint not null default 0 check (came_back_pence >= 0),
      ended_at timestamptz,
      primary key (tenant_id, id),
      foreign key (tenant_id, id) references application (tenant_id, id),
      foreign key (tenant_id, party_id) references party (tenant_id, id),
      foreign key (tenant_id, bank_account_id) references bank_account (tenant_id, id),
      constraint award_is_a_micro_grant check (awarded_pence between 1 and 200000),
      check (came_back_pence <= awarded_pence)
    );
    create index award_of_party on award (tenant_id, party_id, decided_on desc);
    create index award_of_pot on award (tenant_id, pot_id, decided_on desc);

    create table acceptance (
      tenant_id uuid not null,
      grant_id uuid not null,
      person_id uuid not null,
      accepted_at timestamptz not null,
      command_id uuid not null,
      primary key (tenant_id, grant_id, person_id),
      foreign key (tenant_id, grant_id) references award (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id)
    );

    create table condition (
      tenant_id uuid not null,
      id uuid not null,
      grant_id uuid not null,
      number int not null,
      wording text not null,
      state text not null check (state in ('open', 'met', 'waived', 'failed')),
      due_at timestamptz,
      settled_by uuid,
      settled_at timestamptz,
      primary key (tenant_id, id),
      unique (tenant_id, grant_id, number),
      foreign key (tenant_id, grant_id) references award (tenant_id, id),
      foreign key (tenant_id, settled_by) references person (tenant_id, id)
    );

    create table payment_run (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      pot_id uuid not null,
      name text not null,
      state text not null check (state in ('building', 'awaiting_authorisation', 'authorised', 'exported', 'sent', 'reconciled', 'cancelled')),
      owner_id uuid not null,
      built_by uuid not null,
      exported_at timestamptz,
      sent_at timestamptz,
      version int not null default 1,
      deadlines jsonb not null default '[]',
      stuck text[] not null default '{}',
      next_due_at timestamptz,
      held_since timestamptz,
      final boolean not null default false,
      created_at timestamptz not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, pot_id) references pot (tenant_id, id),
      foreign key (tenant_id, owner_id) references person (tenant_id, id),
      foreign key (tenant_id, built_by) references person (tenant_id, id)
    );
    create index payment_run_newest on payment_run (tenant_id, created_at desc, id desc);
    create index payment_run_of_pot on payment_run (tenant_id, pot_id, created_at desc, id desc);
    create index payment_run_due on payment_run (next_due_at) where next_due_at is not null;
    create index payment_run_running on payment_run (id) where not final;

    -- Who authorised, and a hash of exactly what was on the page.
    create table authorisation (
      tenant_id uuid not null,
      run_id uuid not null,
      person_id uuid not null,
      seen_hash text not null,
      total_pence bigint not null,
      at timestamptz not null,
      command_id uuid not null,
      primary key (tenant_id, run_id, person_id),
      foreign key (tenant_id, run_id) references payment_run (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id)
    );
    create trigger never_changed before update or delete on authorisation for each row execute function app.refuse_change();

    create table purchase (
      tenant_id uuid not null,
      id uuid not null,
      grant_id uuid not null,
      pot_id uuid not null,
      provider_id uuid not null,
      service text not null,
      -- A pseudonym that the worker's own system issued; guarded like criminal-offence data, so it is encrypted.
      client_reference_sealed text,
      price_pence bigint not null check (price_pence between 1 and 200000),
      state text not null check (state in ('requested', 'authorised', 'refused', 'ordered', 'accepted', 'declined', 'delivered', 'not_delivered', 'invoiced',
        'matched', 'disputed', 'paid', 'closed', 'cancelled')),
      requested_by uuid not null,
      owner_id uuid not null,
      authorised_by uuid,
      delivered_on date,
      invoice_number text,
      invoice_pence bigint check (invoice_pence > 0),
      invoiced_on date,
      payment_due_on date,
      promised_at timestamptz,
      version int not null default 1,
      deadlines jsonb not null default '[]',
      stuck text[] not null default '{}',
      next_due_at timestamptz,
      held_since timestamptz,
      final boolean not null default false,
      created_at timestamptz not null,
      primary key (tenant_id, id),
      unique (tenant_id, provider_id, invoice_number),
      foreign key (tenant_id, grant_id) references award (tenant_id, id),
      foreign key (tenant_id, provider_id) references party (tenant_id, id),
      foreign key (tenant_id, requested_by) references person (tenant_id, id),
      foreign key (tenant_id, owner_id) references person (tenant_id, id),
      foreign key (tenant_id, authorised_by) references person (tenant_id, id)
    );
    create index purchase_newest on purchase (tenant_id, created_at desc, id desc);
    create index purchase_of_grant on purchase (tenant_id, grant_id, created_at desc, id desc);
    create index purchase_due on purchase (next_due_at) where next_due_at is not null;
    create index purchase_running on purchase (id) where not final;

    create table payment (
      tenant_id uuid not null,
      id uuid not null,
      sequence bigint generated always as identity,
      cause text not null check (cause in ('grant', 'purchase', 'refund_to_funder')),
      grant_id uuid,
      purchase_id uuid,
      pot_id uuid not null,
      payee_id uuid not null,
      -- The version of the payee's bank account, frozen when the payment goes into a run.
      bank_account_id uuid,
      number int not null,
      amount_pence bigint not null check (amount_pence > 0),
      due_at timestamptz not null,
      scheduled_at timestamptz not null,
      state text not null check (state in ('scheduled', 'waiting_for_cash', 'ready', 'in_run', 'authorised', 'sent', 'settled', 'returned', 'unknown', 'cancelled')),
      run_id uuid,
      attempt int not null default 1,
      asked_by uuid,
      primary key (tenant_id, id),
      foreign key (tenant_id, grant_id) references award (tenant_id, id),
      foreign key (tenant_id, purchase_id) references purchase (tenant_id, id),
      foreign key (tenant_id, pot_id) references pot (tenant_id, id),
      foreign key (tenant_id, payee_id) references party (tenant_id, id),
      foreign key (tenant_id, bank_account_id) references bank_account (tenant_id, id),
      foreign key (tenant_id, run_id) references payment_run (tenant_id, id),
      check ((cause = 'grant' and grant_id is not null and purchase_id is null) or (cause = 'purchase' and grant_id is not null and purchase_id is not null) or cause = 'refund_to_funder'),
      check (state not in ('in_run', 'authorised', 'sent') or (run_id is not null and bank_account_id is not null))
    );
    create unique index payment_number_of_grant on payment (tenant_id, grant_id, number) where cause = 'grant';
    create unique index payment_of_purchase on payment (tenant_id, purchase_id) where cause = 'purchase' and state <> 'cancelled';
    create index payment_queue on payment (tenant_id, pot_id, due_at, scheduled_at, sequence) where state = 'waiting_for_cash';
    create index payment_ready on payment (tenant_id, pot_id, due_at, sequence) where state = 'ready';
    create index payment_of_run on payment (tenant_id, run_id, sequence);
    create index payment_of_grant on payment (tenant_id, grant_id, sequence);
    create index payment_by_state on payment (tenant_id, state, sequence);

    -- What the bank did with one attempt.
    create table settlement (
      tenant_id uuid not null,
      payment_id uuid not null,
      attempt int not null,
      outcome text not null check (outcome in ('settled', 'returned', 'unknown')),
      on_day date not null,
      recorded_by uuid,
      at timestamptz not null,
      command_id uuid not null,
      primary key (tenant_id, payment_id, attempt, outcome),
      foreign key (tenant_id, payment_id) references payment (tenant_id, id)
    );
    create trigger never_changed before update or delete on settlement for each row execute function app.refuse_change();

    create table report (
      tenant_id uuid not null,
      grant_id uuid not null,
      state text not null check (state in ('not_due', 'due', 'overdue', 'submitted', 'queried', 'accepted', 'waived')),
      due_at timestamptz,
      submitted_at timestamptz,
      submitted_by uuid,
      accepted_at timestamptz,
      accepted_by uuid,
      spent_pence bigint check (spent_pence >= 0),
      kept_pence bigint check (kept_pence >= 0),
      primary key (tenant_id, grant_id),
      foreign key (tenant_id, grant_id) references award (tenant_id, id)
    );

    create table report_content (
      tenant_id uuid not null,
      grant_id uuid not null,
      content jsonb not null,
      primary key (tenant_id, grant_id),
      foreign key (tenant_id, grant_id) references report (tenant_id, grant_id)
    );

    -- Money that was paid and not used, on its way back.
    create table refund (
      tenant_id uuid not null,
      id uuid not null,
      grant_id uuid not null,
      amount_pence bigint not null check (amount_pence > 0),
      state text not null check (state in ('due', 'received', 'written_off')),
      due_at timestamptz not null,
      received_on date,
      recorded_by uuid,
      primary key (tenant_id, id),
      foreign key (tenant_id, grant_id) references award (tenant_id, id)
    );
    create index refund_of_grant on refund (tenant_id, grant_id);

    select app.fence(t) from unnest(array['award', 'acceptance', 'condition', 'payment_run', 'authorisation', 'purchase', 'payment', 'settlement', 'report', 'report_content', 'refund']::regclass[]) t;
    grant select, insert, update on award, condition, payment_run, purchase, payment, report, refund to grantpot_app;
    grant select, insert on acceptance, authorisation, settlement to grantpot_app;
    grant select, insert, update, delete on report_content to grantpot_app;
  `.execute(db);
}
