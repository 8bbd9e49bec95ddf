import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { peopleWithRole } from './people-with-role';

/** Who looks after a run from now on. */
export interface ReassignRunBody {
  readonly ownerId: string;
  readonly reason: string;
}

/** Gives a run another owner, such as when somebody is away. @refusal RUN_OWNER_UNFIT */
export const reassignRun = defineCommand<ReassignRunBody, 'payment_run'>('payment_run', 'reassignRun', async (c) => {
  const { tx, tenantId, row, body } = c;
  const fit = await peopleWithRole(tx, tenantId, row.pot_id, ['payment_maker', 'fund_manager']);
  if (!fit.includes(body.ownerId)) return refuse('RUN_OWNER_UNFIT', { field: '/ownerId' });
  return {
    set: { owner_id: body.ownerId },
    event: { before: { ownerId: row.owner_id }, after: { ownerId: body.ownerId }, text: body.reason },
    mails: [{ template: 'run-yours-now', to: body.ownerId }],
  };
});
