import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { coverQueue } from '../payments/cover-queue';
import { clocksGoOn } from './clocks-go-on';
import { resumePurchases } from '../purchases/resume-purchases';
import { mailTo, standingStill } from './grant-context';
import { movedDueDates } from './moved-due-dates';
import { groupOf } from './people-to-tell';

/** Why it can go on, for managers. */
export interface ReleaseBody {
  readonly reason?: string | undefined;
}

/** Payments and clocks go on: every date is later by as long as the hold was, and payments that were passed over are covered again. */
export const release = defineCommand<ReleaseBody, 'grant'>('grant', 'release', async (c) => {
  const { tx, tenantId, row, subjectId, body } = c;
  const { heldSince } = standingStill(c);
  if (heldSince === null) return refuse('NOT_ON_HOLD');
  const { deadlines, set } = await clocksGoOn(c);
  const purchases = await resumePurchases(tx, { tenantId, grantId: subjectId, heldSince, at: c.at });
  const queue = await coverQueue(c, row.pot_id, { releasedGrantId: subjectId });
  return {
    set,
    deadlines,
    transfers: queue.transfers,
    writes: [...movedDueDates(c, deadlines), ...purchases.writes, ...queue.writes],
    followUps: purchases.followUps,
    event: {
      audience: 'managers',
      before: { heldSince },
      ...(body.reason === undefined ? {} : { text: body.reason }),
    },
    furtherEvents: [{ type: 'clocks_went_on' }],
    mails: mailTo([...(await groupOf(c)), row.owner_id], 'grant-goes-on'),
  };
});
