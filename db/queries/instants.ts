import { sql, type RawBuilder } from 'kysely';
import type { Instant } from '../../src/domain/calendar/calendar';

/** An instant inside JSON, as all our instants are written. Columns of a row are written so by the driver. */
export function iso(column: string): RawBuilder<Instant> {
  return sql<Instant>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** As {@link iso}, for a column that may be empty. */
export function isoOrNull(column: string): RawBuilder<Instant | null> {
  return iso(column);
}

/** The present, by the one clock. */
export const now: RawBuilder<Instant> = sql<Instant>`app.now()`;
