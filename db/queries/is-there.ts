import { sql, type RawBuilder } from 'kysely';

/**
 * In SQL: whether a row has any of something, as a column or in a `case`: a look-up by the row's own keys. Without `offset 0` Postgres may
 * gather all that there is of it, of everybody, to find one row's among it; in a `where` it knows better.
 */
export const isThere = (from: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`exists (select from ${from} offset 0)`;
