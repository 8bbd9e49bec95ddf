import type { Tx } from '../../../db/client';
import type { CalendarDate } from '../../domain/calendar/calendar';
import type { CountedAward } from '../../domain/decision/group-cap';
import { pence } from '../../domain/money/money';

/**
 * All that a group was ever awarded, over all pots, under the group's lock: until the decision that asks is recorded, no other
 * award to the group is.
 */
export async function lockGroupAwards(tx: Tx, tenantId: string, partyId: string): Promise<readonly CountedAward[]> {
  const locked = tx
    .selectFrom('party')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', partyId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  // In a statement of its own after the lock: it then sees the award that the lock was waited for.
  const awarded = tx
    .selectFrom('award')
    .select(['decided_on', 'awarded_pence', 'came_back_pence'])
    .where('tenant_id', '=', tenantId)
    .where('party_id', '=', partyId)
    .execute();
  const [, awards] = await Promise.all([locked, awarded]);
  return awards.map((award) => ({
    decidedOn: award.decided_on as CalendarDate,
    amountPence: pence(award.awarded_pence),
    cameBackPence: pence(award.came_back_pence),
  }));
}
