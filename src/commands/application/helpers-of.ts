import type { Tx } from '../../../db/client';

/** Everybody of the organisation who helped to write an application: they neither assess nor decide it. */
export async function helpersOf(tx: Tx, tenantId: string, grantId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('duty')
    .select('person_id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('subject_id', '=', grantId)
    .where('duty', '=', 'helped write')
    .execute();
  return rows.map(({ person_id }) => person_id);
}
