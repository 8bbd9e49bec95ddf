import type { Tx } from '../../../db/client';

/** Whether all of these are people of the organisation who have not left. */
export async function areKnown(tx: Tx, tenantId: string, personIds: readonly string[]): Promise<boolean> {
  const wanted = [...new Set(personIds)];
  if (wanted.length === 0) return true;
  const found = await tx
    .selectFrom('person')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', wanted)
    .where('left_at', 'is', null)
    .execute();
  return found.length === wanted.length;
}
