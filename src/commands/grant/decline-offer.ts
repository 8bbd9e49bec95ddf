import { defineCommand } from '../apply/definition';
import { endOffer } from './end-offer';
import { mailTo, type WithReason } from './grant-context';

/** Why the group does not want the grant. */
export type DeclineOfferBody = WithReason;

/** The group declines; the money can be awarded again at once. */
export const declineOffer = defineCommand<DeclineOfferBody, 'grant'>('grant', 'declineOffer', async (c) => {
  const { event, ...ended } = await endOffer(c, 'declined');
  return {
    to: 'declined',
    ...ended,
    event: { ...event, text: c.body.reason },
    mails: mailTo([c.row.owner_id], 'offer-declined'),
  };
});
