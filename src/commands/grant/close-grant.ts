import { defineCommand } from '../apply/definition';
import { mailTo, type EmptyBody } from './grant-context';
import { groupOf } from './people-to-tell';
import { updateAward } from './write-award';

/** The money that was to come back has come, or was written off: the grant closes by itself. */
export const closeGrant = defineCommand<EmptyBody, 'grant'>('grant', 'closeGrant', async (c) => ({
  to: 'closed',
  writes: [updateAward(c, { ended_at: c.at })],
  mails: mailTo(await groupOf(c), 'grant-closed'),
}));
