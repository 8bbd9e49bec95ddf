import type { CompiledQuery } from 'kysely';
import type { Tx } from '../../../db/client';

/** Which pot's references of which year. */
export interface ReferenceOf {
  readonly tenantId: string;
  readonly potId: string;
  readonly year: number;
}

/** The next reference of a pot, and what its row says of the pot. */
export interface NextReference {
  /** `PREFIX-YYYY-NNNN`; more digits after the 9,999th of a year. */
  readonly reference: string;
  readonly ownerId: string;
  readonly state: string;
  /** Counts it: to be written with the submission that uses it. */
  readonly counted: CompiledQuery;
}

/**
 * Locks the pot until the submission is over, so that two at once get two numbers, one waiting for the other; and so that the pot
 * is not closed meanwhile. The last lock of a submission, in the place of the reference counter's: a year's first has no row yet.
 */
export async function takeReference(tx: Tx, { tenantId, potId, year }: ReferenceOf): Promise<NextReference> {
  const locked = tx
    .selectFrom('pot')
    .select(['reference_prefix', 'owner_id', 'state'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', potId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  // In a statement of its own after the lock: it then sees what the submission that was waited for has counted.
  const counting = tx
    .selectFrom('reference_counter')
    .select('last_number')
    .where('tenant_id', '=', tenantId)
    .where('pot_id', '=', potId)
    .where('year', '=', year)
    .executeTakeFirst();
  const [pot, counter] = await Promise.all([locked, counting]);
  const number = (counter?.last_number ?? 0) + 1;
  return {
    reference: `${pot.reference_prefix}-${String(year)}-${String(number).padStart(4, '0')}`,
    ownerId: pot.owner_id,
    state: pot.state,
    counted: tx
      .insertInto('reference_counter')
      .values({ tenant_id: tenantId, pot_id: potId, year, last_number: number })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'pot_id', 'year']).doUpdateSet({ last_number: number }))
      .compile(),
  };
}
