import type { Instant } from '../../domain/calendar/calendar';
import { arm } from '../../domain/calendar/deadlines';
import { conditionAwaitsLook, conditionDeadline } from '../../domain/award/grant-deadlines';
import { isRefusal } from '../apply/change';
import { defineCommand } from '../apply/definition';
import { tellOwner } from '../application/tell';
import { findCondition, settleCondition } from './conditions';
import { mailTo, type AboutBody } from './grant-context';
import { groupOf } from './people-to-tell';

/**
 * The date of a condition has passed. Payments stay blocked; a fund manager gives more time, waives it, or ends the grant. One that
 * was settled meanwhile is left alone, and one for which something came that nobody has looked at does not fail yet: whoever looks
 * after the grant is told again.
 */
export const failCondition = defineCommand<AboutBody, 'grant'>('grant', 'failCondition', async (c) => {
  const { about: conditionId } = c.body;
  const condition = await findCondition(c, conditionId);
  const again =
    condition?.state === 'open' ? conditionAwaitsLook(condition.evidence_at as Instant | null, c.at) : undefined;
  if (condition !== undefined && again !== undefined)
    return {
      deadlines: arm(c.deadlines, conditionDeadline(conditionId, again, c.at)),
      event: { type: 'condition_awaits_look', after: { conditionId, number: condition.number } },
      mails: tellOwner(c, 'evidence-arrived', { conditionId, number: condition.number }),
    };
  const settled = await settleCondition(c, { conditionId, from: ['open'], to: 'failed' });
  if (isRefusal(settled)) return {};
  return { ...settled, mails: mailTo([...(await groupOf(c)), c.row.owner_id], 'condition-failed') };
});
