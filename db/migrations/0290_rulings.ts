import { sql, type Kysely } from 'kysely';

/**
 * What the chair of a meeting ruled of somebody who knows the group of one item: they decide, they stay without deciding, or they leave.
 * Null until it is ruled, and for who is connected: they leave whatever the chair says. Whoever runs an older version still changes a level
 * without it, so no constraint ties the two together, and a ruling is read only beside `knows`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table interest add column ruling text check (ruling in ('decides', 'stays', 'leaves'));
  `.execute(db);
}
