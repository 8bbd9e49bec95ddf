import { sql, type Kysely } from 'kysely';

/** Indexes that serve the lists and what each thing's page gathers: every filter of a list, in the order of the list. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index application_of_round on application (tenant_id, round_id, created_at desc, id desc) where round_id is not null;
    create index application_of_pot_by_stage on application (tenant_id, pot_id, stage, created_at desc, id desc);
    create index application_on_hold on application (tenant_id, id) where held_since is not null;
    create index application_of_owner_by_stage on application (tenant_id, owner_id, stage, created_at desc, id desc) where owner_id is not null;

    create index decision_of_meeting on decision (tenant_id, meeting_id, decided_at) where meeting_id is not null;
    create index meeting_newest on meeting (tenant_id, starts_at desc, id desc);
    create index round_newest on round (tenant_id, opens_at desc, id desc);

    create index party_by_name_of_any_kind on party (tenant_id, lower(name), id);
    create index fund_by_name on fund (tenant_id, lower(name), id);
    create index pot_by_name on pot (tenant_id, lower(name), id);
    create index pot_of_fund on pot (tenant_id, fund_id, lower(name), id);
    create index instalment_of_fund on instalment (tenant_id, fund_id, expected_on, id);
    create index role_by_name on role (tenant_id, name, person_id) where ended_at is null;

    create index payment_in_order on payment (tenant_id, sequence);
    create index payment_of_pot on payment (tenant_id, pot_id, state, sequence);
    create index payment_of_pot_in_order on payment (tenant_id, pot_id, sequence);
    create index payment_run_by_state on payment_run (tenant_id, state, created_at desc, id desc);
    create index purchase_by_state on purchase (tenant_id, state, created_at desc, id desc);
    create index purchase_of_pot on purchase (tenant_id, pot_id, created_at desc, id desc);
    create index purchase_of_provider on purchase (tenant_id, provider_id, created_at desc, id desc);

    create index application_stuck on application (tenant_id, id) where stuck <> '{}';
    create index purchase_stuck on purchase (tenant_id, id) where stuck <> '{}';
    create index payment_run_stuck on payment_run (tenant_id, id) where stuck <> '{}';
    create index round_stuck on round (tenant_id, id) where stuck <> '{}';
    create index outbox_undelivered on outbox (tenant_id, sequence) where sent_at is null;
  `.execute(db);
}
