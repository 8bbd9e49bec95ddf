import { sql, type Kysely, type RawBuilder } from 'kysely';

/** Indexes are built while everybody goes on writing. */
export const transaction = false;

/** What keeps an application from somebody is looked up from them: what they declared, and what they did before it was assessed. */
const indexes: readonly (readonly [name: string, on: RawBuilder<unknown>])[] = [
  ['interest_of_person', sql`interest (tenant_id, person_id)`],
  ['interest_of_application', sql`interest (tenant_id, application_id)`],
  ['duty_of_person_before', sql`duty (tenant_id, person_id) where duty in ('applied', 'helped write')`],
];

/** Begins by taking away what a build that was cut off has left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [name, on] of indexes) {
    await sql`drop index concurrently if exists ${sql.ref(name)}`.execute(db);
    await sql`create index concurrently ${sql.ref(name)} on ${on}`.execute(db);
  }
}

/** For a restore, which has the database to itself. */
export async function within(db: Kysely<unknown>): Promise<void> {
  for (const [name, on] of indexes) await sql`create index ${sql.ref(name)} on ${on}`.execute(db);
}
