import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { coverQueue } from '../payments/cover-queue';
import { actorOf, mailTo, type WithReason } from './grant-context';

/** Why everything is to stop; only managers see it. */
export type HoldBody = WithReason;

/**
 * Stops payments and clocks at once. Everybody may see that they have stopped, and only managers why. Whoever waited for cash behind
 * this grant no longer does.
 * @refusal ON_HOLD_ALREADY
 */
export const hold = defineCommand<HoldBody, 'grant'>('grant', 'hold', async (c) => {
  if (c.row.held_since !== null) return refuse('ON_HOLD_ALREADY');
  const queue = await coverQueue(c, c.row.pot_id, { heldGrantId: c.subjectId });
  return {
    transfers: queue.transfers,
    writes: queue.writes,
    set: { held_since: c.at, held_by: actorOf(c) },
    event: { audience: 'managers', text: c.body.reason },
    furtherEvents: [{ type: 'clocks_stopped' }],
    mails: mailTo([c.row.owner_id], 'grant-on-hold'),
  };
});
