import type { Tx } from '../../../db/client';
import type { Policy } from '../../domain/policy/policy';

/** The policy that a pot's grants are awarded by at this moment, and its version, which the grant keeps. */
export async function policyInForce(
  tx: Tx,
  tenantId: string,
  potId: string,
): Promise<{ readonly version: number; readonly policy: Policy }> {
  const row = await tx
    .selectFrom('pot')
    .innerJoin('policy', (join) =>
      join
        .onRef('policy.tenant_id', '=', 'pot.tenant_id')
        .onRef('policy.pot_id', '=', 'pot.id')
        .onRef('policy.version', '=', 'pot.policy_version'),
    )
    .select(['policy.version', 'policy.body'])
    .where('pot.tenant_id', '=', tenantId)
    .where('pot.id', '=', potId)
    .executeTakeFirstOrThrow();
  return { version: row.version, policy: row.body as unknown as Policy }; // validated when it was published
}
