import { budget, transfer } from '../../domain/money/accounts';
import { pence } from '../../domain/money/money';
import type { Change } from '../apply/change';
import type { GrantContext } from '../grant/grant-context';
import { defineCommand } from '../apply/definition';
import { tellOwner } from './tell';

/** Why the group withdraws, if it wants to say so. */
export interface WithdrawBody {
  readonly reason?: string | undefined;
}

/** The group no longer asks for the money. What was reserved for an offer can be awarded again at once. */
export const withdraw = defineCommand<WithdrawBody, 'grant'>('grant', 'withdraw', async (c) => ({
  to: 'withdrawn',
  set: { paused_since: null },
  ...(c.row.stage === 'offered' ? await givingBack(c) : {}),
  event: { before: { state: c.row.stage }, ...(c.body.reason === undefined ? {} : { text: c.body.reason }) },
  mails: tellOwner(c, 'application-withdrawn'),
}));

async function givingBack({
  tx,
  tenantId,
  subjectId,
  row,
  at,
}: GrantContext<WithdrawBody>): Promise<Pick<Change, 'writes' | 'transfers'>> {
  const award = await tx
    .selectFrom('award')
    .select('awarded_pence')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', subjectId)
    .executeTakeFirstOrThrow();
  return {
    transfers: [
      transfer(
        budget.committed(row.pot_id, subjectId),
        budget.available(row.pot_id),
        pence(award.awarded_pence),
        `grant:${subjectId}:withdrawn:1`,
      ),
    ],
    writes: [
      tx
        .updateTable('award')
        .set({ came_back_pence: award.awarded_pence, ended_at: at })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', subjectId)
        .compile(),
    ],
  };
}
