import { defineCommand } from '../apply/definition';
import { mailTo, type EmptyBody } from './grant-context';
import { groupOf } from './people-to-tell';
import { findDueRefund } from './refunds';

/** The money that was asked back has not come in time: group and owner are told. */
export const remindRefund = defineCommand<EmptyBody, 'grant'>('grant', 'remindRefund', async (c) => {
  const refund = await findDueRefund(c);
  if (refund === undefined) return {};
  const { amountPence, dueAt } = refund;
  return {
    event: { after: { amountPence } },
    mails: mailTo([...(await groupOf(c)), c.row.owner_id], 'refund-still-due', { amountPence, dueAt }),
  };
});
