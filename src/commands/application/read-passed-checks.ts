import type { Tx } from '../../../db/client';
import type { PassedCheck } from '../../domain/checklist';

/** The checks that a group has passed and that no later look has found wanting, for whichever of its applications. */
export async function passedChecksOf(tx: Tx, tenantId: string, partyId: string): Promise<readonly PassedCheck[]> {
  const rows = await tx
    .selectFrom('party_check')
    .select(['kind', 'passed', 'checked_on as passedOn', 'expires_on as expiresOn'])
    .where('tenant_id', '=', tenantId)
    .where('party_id', '=', partyId)
    .orderBy('id') // in the order in which they were recorded: ids rise with time
    .execute();
  const isLaterFailed = (kind: string, position: number) =>
    rows.some((other, later) => later > position && other.kind === kind && !other.passed);
  return rows.filter(
    ({ kind, passed }, position) => passed && !isLaterFailed(kind, position),
  ) as unknown as PassedCheck[];
}
