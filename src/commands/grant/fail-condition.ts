import { isRefusal } from '../apply/change';
import { defineCommand } from '../apply/definition';
import { settleCondition } from './conditions';
import { mailTo, type AboutBody } from './grant-context';
import { groupOf } from './people-to-tell';

/**
 * The date of a condition has passed. Payments stay blocked; a fund manager gives more time, waives it, or ends the grant. One that
 * was settled meanwhile is left alone.
 */
export const failCondition = defineCommand<AboutBody, 'grant'>('grant', 'failCondition', async (c) => {
  const settled = await settleCondition(c, { conditionId: c.body.about, from: ['open'], to: 'failed' });
  if (isRefusal(settled)) return {};
  return { ...settled, mails: mailTo([...(await groupOf(c)), c.row.owner_id], 'condition-failed') };
});
