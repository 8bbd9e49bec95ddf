import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import type { GrantStage } from '../../domain/lives/grant-life';

const undecidedStages: readonly GrantStage[] = ['submitted', 'checking', 'assessing'];

/** How many applications of a round were submitted and have no decision. */
export async function undecidedOf(tx: Tx, tenantId: string, roundId: string): Promise<number> {
  const { undecided } = await tx
    .selectFrom('application')
    .select(sql<number>`count(*)::int`.as('undecided'))
    .where('tenant_id', '=', tenantId)
    .where('round_id', '=', roundId)
    .where('stage', 'in', undecidedStages)
    .executeTakeFirstOrThrow();
  return undecided;
}
