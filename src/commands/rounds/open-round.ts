import type { Instant } from '../../domain/calendar/calendar';
import { announce } from '../announcements/announce';
import { defineCommand } from '../apply/definition';

/** The engine's: a round opens on its date, and whoever asked for announcements is told. */
export const openRound = defineCommand<object, 'round'>(
  'round',
  'openRound',
  async ({ tx, tenantId, commandId, subjectId, row }) => ({
    to: 'open',
    writes: [
      announce(tx, {
        tenantId,
        commandId,
        potId: row.pot_id,
        about: { type: 'round', id: subjectId },
        closesAt: row.closes_at as Instant,
      }),
    ],
    mails: [{ template: 'round-opened', to: row.owner_id, facts: { potId: row.pot_id, closesAt: row.closes_at } }],
  }),
);
