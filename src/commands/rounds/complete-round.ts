import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { undecidedOf } from './undecided';

/** Nothing needs saying. */
export type CompleteRoundBody = Readonly<Record<string, never>>;

/** A round is over once everything in it is decided. @refusal ROUND_HAS_UNDECIDED */
export const completeRound = defineCommand<CompleteRoundBody, 'round'>(
  'round',
  'completeRound',
  async ({ tx, tenantId, subjectId }) => {
    const undecided = await undecidedOf(tx, tenantId, subjectId);
    return undecided > 0 ? refuse('ROUND_HAS_UNDECIDED', { facts: { undecided } }) : { to: 'decided' };
  },
);
