import { sql, type RawBuilder } from 'kysely';

/** Something by its id and name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The id and name of a joined row. */
export function named(table: string): RawBuilder<Named> {
  return sql<Named>`jsonb_build_object('id', ${sql.ref(`${table}.id`)}, 'name', ${sql.ref(`${table}.name`)})`;
}

/** The id and name of a row that may not be there. */
export function namedOrNull(table: string): RawBuilder<Named | null> {
  return sql<Named | null>`case when ${sql.ref(`${table}.id`)} is null then null else ${named(table)} end`;
}
