import { giveBackUnpaid, type Ending } from '../../domain/award/unpaid';
import type { Change } from '../apply/change';
import type { GrantContext } from './grant-context';
import { readAward } from './read-award';

/** An offer that is not taken up: its budget can be awarded again at once, and it no longer counts against the group's cap. */
export async function endOffer(
  c: GrantContext,
  because: Ending['because'],
): Promise<Pick<Change, 'writes' | 'transfers' | 'event'>> {
  const { tx, tenantId, subjectId, row, at } = c;
  const award = await readAward(c);
  const { transfers, notPaidPence } = giveBackUnpaid({
    potId: row.pot_id,
    grantId: subjectId,
    committedPence: award.holds('committed'),
    payments: [],
    because,
  });
  return {
    transfers,
    writes: [
      tx
        .updateTable('award')
        .set({ ended_at: at, came_back_pence: award.awardedPence })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', subjectId)
        .compile(),
    ],
    event: { after: { givenBackPence: notPaidPence } },
  };
}
