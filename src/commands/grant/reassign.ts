import { defineCommand } from '../apply/definition';
import { ownerRefusal } from '../people/owner';
import { mailTo } from './grant-context';

/** Who looks after the grant from now on. */
export interface ReassignBody {
  readonly ownerId: string;
}

/** Gives the grant another owner. @refusal PERSON_UNKNOWN, OWNER_NOT_STAFF */
export const reassign = defineCommand<ReassignBody, 'grant'>('grant', 'reassign', async (c) => {
  const { ownerId } = c.body;
  const refusal = await ownerRefusal(c.tx, { tenantId: c.tenantId, ownerId, potId: c.row.pot_id });
  if (refusal !== undefined) return refusal;
  return {
    set: { owner_id: ownerId },
    final: c.row.final,
    event: { before: { ownerId: c.row.owner_id }, after: { ownerId } },
    mails: mailTo([ownerId], 'grant-is-yours'),
  };
});
