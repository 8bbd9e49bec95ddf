import type { Tx } from '../../../db/client';
import { stillPassed, type PassedCheck, type RecordedCheck } from '../../domain/application/checklist';

/** The checks that a group has passed and that no later look has found wanting, for whichever of its applications. */
export async function passedChecksOf(tx: Tx, tenantId: string, partyId: string): Promise<readonly PassedCheck[]> {
  const rows = await tx
    .selectFrom('party_check')
    .select(['kind', 'passed', 'checked_on as passedOn', 'expires_on as expiresOn'])
    .where('tenant_id', '=', tenantId)
    .where('party_id', '=', partyId)
    .orderBy('id') // in the order in which they were recorded: ids rise with time
    .execute();
  return stillPassed(rows as unknown as readonly RecordedCheck[]);
}
