import { sql, type Kysely } from 'kysely';

/** Where money comes from and by which rules it may go: funds, the funder's instalments, pots, their versioned policies, rounds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table fund (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      name text not null,
      funder_id uuid not null,
      owner_id uuid not null,
      spend_by date,
      state text not null check (state in ('open', 'closed')),
      version int not null default 1,
      created_at timestamptz not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, funder_id) references party (tenant_id, id),
      foreign key (tenant_id, owner_id) references person (tenant_id, id)
    );

    create table pot (
      tenant_id uuid not null,
      id uuid not null,
      fund_id uuid not null,
      name text not null,
      reference_prefix text not null check (reference_prefix ~ '^[A-Z]{2,6}$'),
      owner_id uuid not null,
      policy_version int not null default 1,
      state text not null check (state in ('open', 'closed')),
      version int not null default 1,
      created_at timestamptz not null,
      primary key (tenant_id, id),
      unique (tenant_id, reference_prefix),
      foreign key (tenant_id, fund_id) references fund (tenant_id, id),
      foreign key (tenant_id, owner_id) references person (tenant_id, id)
    );
    alter table role add foreign key (tenant_id, pot_id) references pot (tenant_id, id);

    create table policy (
      tenant_id uuid not null,
      pot_id uuid not null,
      version int not null,
      body jsonb not null,
      published_at timestamptz not null,
      published_by uuid not null,
      primary key (tenant_id, pot_id, version),
      foreign key (tenant_id, pot_id) references pot (tenant_id, id),
      foreign key (tenant_id, published_by) references person (tenant_id, id),
      constraint policy_within_ceiling check ((body ->> 'ceilingPence')::bigint between 1 and 200000)
    );
    create trigger never_changed before update or delete on policy for each row execute function app.refuse_change();

    -- A part of the funder's pledge: expected on a day, recorded when it is in the bank.
    create table instalment (
      tenant_id uuid not null,
      id uuid not null,
      fund_id uuid not null,
      pot_id uuid not null,
      amount_pence bigint not null check (amount_pence > 0),
      expected_on date not null,
      received_on date,
      primary key (tenant_id, id),
      foreign key (tenant_id, fund_id) references fund (tenant_id, id),
      foreign key (tenant_id, pot_id) references pot (tenant_id, id)
    );
    create index instalment_of_pot on instalment (tenant_id, pot_id, expected_on, id);

    create table round (
      tenant_id uuid not null,
      id uuid not null,
      pot_id uuid not null,
      name text not null,
      opens_at timestamptz not null,
      closes_at timestamptz not null,
      decide_by timestamptz not null,
      owner_id uuid not null,
      state text not null check (state in ('draft', 'open', 'closed', 'deciding', 'decided', 'cancelled')),
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
      check (opens_at < closes_at and closes_at <= decide_by)
    );
    create index round_of_pot on round (tenant_id, pot_id, opens_at desc, id);
    create index round_due on round (next_due_at) where next_due_at is not null;
    create index round_running on round (id) where not final;

    create table reference_counter (
      tenant_id uuid not null,
      pot_id uuid not null,
      year int not null,
      last_number int not null,
      primary key (tenant_id, pot_id, year),
      foreign key (tenant_id, pot_id) references pot (tenant_id, id)
    );

    select app.fence(t) from unnest(array['fund', 'pot', 'policy', 'instalment', 'round', 'reference_counter']::regclass[]) t;
    grant select, insert, update on fund, pot, instalment, round, reference_counter to grantpot_app;
    grant select, insert on policy to grantpot_app;
  `.execute(db);
}
