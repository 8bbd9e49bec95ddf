import type { Tx } from '../../../db/client';

/** Whether there would be no administrator any more without these roles. The rows are locked, so that two who end each other's do not both succeed. */
export async function isOnlyAdministrator(tx: Tx, tenantId: string, roleIds: readonly string[]): Promise<boolean> {
  const administrators = await tx
    .selectFrom('role')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('name', '=', 'administrator')
    .where('pot_id', 'is', null)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return administrators.every(({ id }) => roleIds.includes(id));
}
