import { isRefusal } from '../apply/change';
import { defineCommand } from '../apply/definition';
import { settleCondition } from './conditions';
import { mailTo } from './grant-context';
import { groupOf } from './people-to-tell';

/** Which condition the group has met. */
export interface MeetConditionBody {
  readonly conditionId: string;
}

/** An officer has seen that a condition is met. @refusal CONDITION_UNKNOWN, CONDITION_NOT_OPEN */
export const meetCondition = defineCommand<MeetConditionBody, 'grant'>('grant', 'meetCondition', async (c) => {
  const settled = await settleCondition(c, { conditionId: c.body.conditionId, from: ['open'], to: 'met' });
  return isRefusal(settled) ? settled : { ...settled, mails: mailTo(await groupOf(c), 'condition-met') };
});
