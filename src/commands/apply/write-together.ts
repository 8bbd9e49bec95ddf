import { CompiledQuery } from 'kysely';

/** A write whose returned rows the writes after it may read by this name. */
export interface NamedWrite {
  readonly name: string;
  readonly query: CompiledQuery;
}

/**
 * Makes one statement, so one round trip, of several inserts and updates. All see the database as it was before, none sees
 * another's rows, and foreign keys are checked at the end: so no two may touch the same row.
 */
export function writeTogether(writes: readonly (CompiledQuery | NamedWrite)[]): CompiledQuery {
  const parameters: unknown[] = [];
  const parts = writes.map((write, number) => {
    const { name, query } = 'name' in write ? write : { name: `write_${String(number)}`, query: write };
    const offset = parameters.length;
    parameters.push(...query.parameters);
    const text = query.sql.replaceAll(/\$(\d+)/g, (_, index: string) => `$${String(Number(index) + offset)}`);
    return `${name} as (${text})`;
  });
  return CompiledQuery.raw(`with ${parts.join(',\n')} select 1`, parameters);
}
