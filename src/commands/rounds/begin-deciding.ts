import { defineCommand } from '../apply/definition';
import { undecidedOf } from './undecided';

/** Nothing needs saying. */
export type BeginDecidingBody = Readonly<Record<string, never>>;

/** The panel begins with a round that has closed. */
export const beginDeciding = defineCommand<BeginDecidingBody, 'round'>(
  'round',
  'beginDeciding',
  async ({ tx, tenantId, subjectId }) => ({
    to: 'deciding',
    event: { after: { undecided: await undecidedOf(tx, tenantId, subjectId) } },
  }),
);
