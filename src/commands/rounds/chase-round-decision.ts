import { defineCommand } from '../apply/definition';
import { undecidedOf } from './undecided';

/** The engine's: the day by which all should be decided has come. */
export const chaseRoundDecision = defineCommand<object, 'round'>(
  'round',
  'chaseRoundDecision',
  async ({ tx, tenantId, subjectId, row }) => {
    const undecided = await undecidedOf(tx, tenantId, subjectId);
    return {
      event: { after: { undecided } },
      mails: [{ template: 'round-decision-due', to: row.owner_id, facts: { potId: row.pot_id, undecided } }],
    };
  },
);
