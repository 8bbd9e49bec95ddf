import type { Instant } from '../../domain/calendar/calendar';
import { arm } from '../../domain/calendar/deadlines';
import { defineCommand } from '../apply/definition';
import { deciding } from './round-dates';

/** The engine's: a round closes to applications on its date, and from then on its decisions are expected. */
export const closeRound = defineCommand<object, 'round'>('round', 'closeRound', async ({ row, deadlines, at }) => ({
  to: 'closed',
  deadlines: arm(deadlines, deciding(row.decide_by as Instant, at)),
  mails: [{ template: 'round-closed', to: row.owner_id, facts: { potId: row.pot_id, decideBy: row.decide_by } }],
}));
