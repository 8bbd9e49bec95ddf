import { sql, type RawBuilder } from 'kysely';

/** Something by its id and name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The id and name of a joined row. */
export function named(table: string): RawBuilder<Named> {
  return sql<Named>`json_build_object('id', ${sql.ref(`${table}.id`)}, 'name', ${sql.ref(`${table}.name`)})`;
}

type NamedTable = 'party' | 'person' | 'pot' | 'fund' | 'round' | 'payment_run';

/**
 * The id and name of the row of a table that a column of the same tenant refers to, such as `a.owner_id`. Looked up, not joined: a
 * statement with ten joins takes Postgres longer to plan than to run.
 */
export function nameOf(table: NamedTable, column: string): RawBuilder<Named> {
  const tenant = sql.ref(`${column.split('.')[0] ?? ''}.tenant_id`);
  return sql<Named>`(select json_build_object('id', named.id, 'name', named.name) from ${sql.table(table)} named
    where named.tenant_id = ${tenant} and named.id = ${sql.ref(column)})`;
}

/** As {@link nameOf}, for a column that may be empty. */
export function nameOfAny(table: NamedTable, column: string): RawBuilder<Named | null> {
  return nameOf(table, column);
}

/** The name alone, for lists: it is put beside its id there, which costs less than making a JSON object of both and reading it again. */
export function nameIn(table: NamedTable, column: string): RawBuilder<string> {
  const tenant = sql.ref(`${column.split('.')[0] ?? ''}.tenant_id`);
  return sql<string>`(select named.name from ${sql.table(table)} named where named.tenant_id = ${tenant} and named.id = ${sql.ref(column)})`;
}

/** As {@link nameIn}, for a column that may be empty. */
export function nameInAny(table: NamedTable, column: string): RawBuilder<string | null> {
  return nameIn(table, column);
}

/** The name of the funder whose money is in the pot that a column refers to. */
export function funderOfPot(column: string): RawBuilder<string> {
  const tenant = sql.ref(`${column.split('.')[0] ?? ''}.tenant_id`);
  return sql<string>`(select funder.name from pot funded
    join fund on fund.tenant_id = funded.tenant_id and fund.id = funded.fund_id
    join party funder on funder.tenant_id = fund.tenant_id and funder.id = fund.funder_id
    where funded.tenant_id = ${tenant} and funded.id = ${sql.ref(column)})`;
}
