import { defineCommand } from '../apply/definition';
import { assessor } from './assessor';

/** An officer takes an application up and is its owner from then on. @refusal SAME_PERSON, CONNECTED_PERSON */
export const startChecking = defineCommand('grant', 'startChecking', async (c) => {
  const { personId, refusal } = await assessor(c);
  if (refusal !== undefined) return refusal;
  return {
    to: 'checking',
    set: { owner_id: personId },
    event: { before: { ownerId: c.row.owner_id }, after: { ownerId: personId } },
  };
});
