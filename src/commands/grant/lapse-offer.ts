import { defineCommand } from '../apply/definition';
import { endOffer } from './end-offer';
import { mailTo, type EmptyBody } from './grant-context';
import { groupOf } from './people-to-tell';

/** The offer ran out without enough acceptances; the money can be awarded again at once. */
export const lapseOffer = defineCommand<EmptyBody, 'grant'>('grant', 'lapseOffer', async (c) => {
  const ended = await endOffer(c, 'lapsed');
  return { to: 'lapsed', ...ended, mails: mailTo([...(await groupOf(c)), c.row.owner_id], 'offer-ran-out') };
});
