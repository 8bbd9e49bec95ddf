import { defineCommand } from '../apply/definition';

/** The engine's: a round opens on its date. */
export const openRound = defineCommand<object, 'round'>('round', 'openRound', async ({ row }) => ({
  to: 'open',
  mails: [{ template: 'round-opened', to: row.owner_id, facts: { potId: row.pot_id, closesAt: row.closes_at } }],
}));
