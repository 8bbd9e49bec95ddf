import { budget, transfer } from '../../domain/money/accounts';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { dutyRefusal } from './duty-refusal';
import { actorOf, mailTo, type WithReason } from './grant-context';
import { nothingDueBack } from './nothing-due-back';
import { groupOf } from './people-to-tell';
import { findDueRefund } from './refunds';

/** Why the money is no longer asked for. */
export type WriteOffRefundBody = WithReason;

/** All that is still due back is written off. @refusal REFUND_NOT_DUE, SAME_PERSON, CONNECTED_PERSON */
export const writeOffRefund = defineCommand<WriteOffRefundBody, 'grant'>('grant', 'writeOffRefund', async (c) => {
  const { tx, tenantId, subjectId, row } = c;
  const refund = await findDueRefund(c);
  if (refund === undefined) return refuse('REFUND_NOT_DUE');
  const kept = await dutyRefusal(c, 'wrote off refund');
  if (kept !== undefined) return kept;
  const { refundId, amountPence } = refund;
  const [due, writtenOff] = [budget.refundDue(row.pot_id, subjectId), budget.writtenOff(row.pot_id, subjectId)];
  return {
    ...nothingDueBack(c),
    transfers: [transfer(due, writtenOff, amountPence, `refund:${refundId}:write-off:1`)],
    writes: [
      tx
        .updateTable('refund')
        .set({ state: 'written_off', recorded_by: actorOf(c) })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', refundId)
        .compile(),
    ],
    duties: [{ duty: 'wrote off refund', personId: actorOf(c) }],
    event: { after: { refundId, amountPence }, text: c.body.reason },
    mails: mailTo([...(await groupOf(c)), row.owner_id], 'refund-written-off', { amountPence }),
  };
});
