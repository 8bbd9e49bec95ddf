import { sql, type Kysely } from 'kysely';

/**
 * A due instant's command is stored together with all else that it does, in one statement, and its transfers are posted before that.
 * So a transfer's command is asked for when the transaction ends.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table transfer alter constraint transfer_tenant_id_command_id_fkey deferrable initially deferred;
  `.execute(db);
}
