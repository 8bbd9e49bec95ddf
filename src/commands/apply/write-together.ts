import { CompiledQuery } from 'kysely';
import type { Tx } from '../../../db/client';

/** A write whose returned rows the writes after it may read by this name. */
export interface NamedWrite {
  readonly name: string;
  readonly query: CompiledQuery;
}

/**
 * Runs several inserts and updates as one statement, so as one round trip. All see the database as it was before, none sees
 * another's rows, and foreign keys are checked at the end: so no two may touch the same row.
 */
export async function writeTogether(tx: Tx, writes: readonly (CompiledQuery | NamedWrite)[]): Promise<void> {
  const parameters: unknown[] = [];
  const parts = writes.map((write, number) => {
    const { name, query } = 'name' in write ? write : { name: `write_${String(number)}`, query: write };
    const offset = parameters.length;
    parameters.push(...query.parameters);
    const text = query.sql.replaceAll(/\$(\d+)/g, (_, index: string) => `$${String(Number(index) + offset)}`);
    return `${name} as (${text})`;
  });
  await tx.executeQuery(CompiledQuery.raw(`with ${parts.join(',\n')} select 1`, parameters));
}
