import { CompiledQuery } from 'kysely';
import type { Tx } from '../../../db/client';

/**
 * Runs several inserts and updates as one statement, so as one round trip. All see the database as it was before, none sees
 * another's rows, and foreign keys are checked at the end: so no two may touch the same row.
 */
export async function writeTogether(tx: Tx, queries: readonly CompiledQuery[]): Promise<void> {
  const parameters: unknown[] = [];
  const parts = queries.map((query, number) => {
    const offset = parameters.length;
    parameters.push(...query.parameters);
    const text = query.sql.replaceAll(/\$(\d+)/g, (_, index: string) => `$${String(Number(index) + offset)}`);
    return `write_${String(number)} as (${text})`;
  });
  await tx.executeQuery(CompiledQuery.raw(`with ${parts.join(',\n')} select 1`, parameters));
}
