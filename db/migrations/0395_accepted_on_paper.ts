import { sql, type Kysely } from 'kysely';

/** Which acceptances were signed on paper. None for those that were typed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table acceptance add column paper_acceptance_id uuid,
      add constraint acceptance_on_paper foreign key (tenant_id, paper_acceptance_id) references paper_acceptance (tenant_id, id) not valid;
  `.execute(db);
}
