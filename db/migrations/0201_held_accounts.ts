import { sql, type Kysely } from 'kysely';

/** Indexes are built while everybody goes on writing. */
export const transaction = false;

const indexes = {
  /** The grants of a pot that hold money of a kind: what a total of a pot opens to. */
  account_held_in_pot: sql`account_held_in_pot on account (tenant_id, pot_id, kind, code) include (grant_id, balance) where grant_id is not null and balance > 0`,
  /** What one command moved. */
  transfer_of_command: sql`transfer_of_command on transfer (tenant_id, command_id, sequence)`,
} as const;

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [name, index] of Object.entries(indexes)) {
    await sql`drop index concurrently if exists ${sql.ref(name)}`.execute(db);
    await sql`create index concurrently ${index}`.execute(db);
  }
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  for (const index of Object.values(indexes)) await sql`create index ${index}`.execute(db);
}
