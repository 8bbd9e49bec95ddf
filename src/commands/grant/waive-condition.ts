import { isRefusal } from '../apply/change';
import { defineCommand } from '../apply/definition';
import { settleCondition } from './conditions';
import { mailTo, type WithReason } from './grant-context';
import { groupOf } from './people-to-tell';

/** Which condition is no longer asked for, and why. */
export interface WaiveConditionBody extends WithReason {
  readonly conditionId: string;
}

/** A condition, also one that has failed, is no longer asked for. @refusal CONDITION_UNKNOWN, CONDITION_NOT_OPEN */
export const waiveCondition = defineCommand<WaiveConditionBody, 'grant'>('grant', 'waiveCondition', async (c) => {
  const { conditionId, reason } = c.body;
  const settled = await settleCondition(c, { conditionId, from: ['open', 'failed'], to: 'waived' });
  if (isRefusal(settled)) return settled;
  return { ...settled, event: { ...settled.event, text: reason }, mails: mailTo(await groupOf(c), 'condition-waived') };
});
