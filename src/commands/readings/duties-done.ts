import type { Tx } from '../../../db/client';
import type { DutyDone } from '../../domain/segregation';

/** What segregation of duties looks at: who did what on some subjects. */
export async function dutiesDone(
  tx: Tx,
  tenantId: string,
  subjectIds: readonly string[],
): Promise<readonly DutyDone[]> {
  if (subjectIds.length === 0) return [];
  const rows = await tx
    .selectFrom('duty')
    .select(['duty', 'person_id as personId'])
    .where('tenant_id', '=', tenantId)
    .where('subject_id', 'in', subjectIds)
    .execute();
  return rows as DutyDone[]; // only names of the table of duties are ever written
}
