import { defineCommand } from '../apply/definition';
import type { EmptyBody } from '../grant/grant-context';
import { assessor } from './assessor';

/** Says all by its name. */
export type StartCheckingBody = EmptyBody;

/** An officer takes an application up and is its owner from then on. @refusal SAME_PERSON, CONNECTED_PERSON */
export const startChecking = defineCommand<StartCheckingBody, 'grant'>('grant', 'startChecking', async (c) => {
  const { personId, refusal } = await assessor(c);
  if (refusal !== undefined) return refusal;
  return {
    to: 'checking',
    set: { owner_id: personId },
    event: { before: { ownerId: c.row.owner_id }, after: { ownerId: personId } },
  };
});
