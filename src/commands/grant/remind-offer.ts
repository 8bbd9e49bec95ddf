import { findDeadline } from '../../domain/calendar/deadlines';
import { defineCommand } from '../apply/definition';
import { mailTo, type EmptyBody } from './grant-context';
import { groupOf } from './people-to-tell';

/** Reminds the group of an offer that it has not accepted yet. */
export const remindOffer = defineCommand<EmptyBody, 'grant'>('grant', 'remindOffer', async (c) => {
  const runsOutAt = findDeadline(c.deadlines, 'offer')?.at ?? null;
  return { mails: mailTo(await groupOf(c), 'offer-runs-out', { runsOutAt }) };
});
