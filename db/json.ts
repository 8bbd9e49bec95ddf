import { sql, type RawBuilder } from 'kysely';

/** A value for a jsonb column. Without it the driver would send a list as a Postgres array. */
export function jsonb(value: unknown): RawBuilder<string> {
  return sql<string>`${JSON.stringify(value)}::jsonb`;
}
