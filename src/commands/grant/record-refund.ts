import { v7 as newId } from 'uuid';
import { budget, cash, transfer } from '../../domain/money/accounts';
import { londonDate, type CalendarDate } from '../../domain/calendar/calendar';
import { addPence, subtractPence, type Pence } from '../../domain/money/money';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { coverQueue } from '../payments/cover-queue';
import { actorOf, mailTo } from './grant-context';
import { nothingDueBack } from './nothing-due-back';
import { groupOf } from './people-to-tell';
import { readAward } from './read-award';
import { findDueRefund } from './refunds';
import { updateAward } from './write-award';

/** What the bank statement shows. */
export interface RecordRefundBody {
  readonly amountPence: Pence;
  readonly receivedOn: CalendarDate;
}

/**
 * Money is back in the bank, all that is due or a part. It can be awarded again if the fund may still spend it on this day, and is
 * owed to the funder if not; whoever waits for cash may now be paid. @refusal REFUND_NOT_DUE, REFUND_TOO_LARGE, DAY_IN_FUTURE
 */
export const recordRefund = defineCommand<RecordRefundBody, 'grant'>('grant', 'recordRefund', async (c) => {
  const { tx, tenantId, subjectId, row } = c;
  const { amountPence, receivedOn } = c.body;
  const refund = await findDueRefund(c);
  if (refund === undefined) return refuse('REFUND_NOT_DUE');
  const { refundId } = refund;
  if (amountPence > refund.amountPence) {
    return refuse('REFUND_TOO_LARGE', { field: '/amountPence', facts: { duePence: refund.amountPence } });
  }
  const today = londonDate(c.at);
  if (receivedOn > today) return refuse('DAY_IN_FUTURE', { field: '/receivedOn' });

  const fund = await tx
    .selectFrom('pot')
    .innerJoin('fund', (join) =>
      join.onRef('fund.tenant_id', '=', 'pot.tenant_id').onRef('fund.id', '=', 'pot.fund_id'),
    )
    .select(['fund.id', 'fund.spend_by'])
    .where('pot.tenant_id', '=', tenantId)
    .where('pot.id', '=', row.pot_id)
    .executeTakeFirstOrThrow();
  const canBeAwarded = fund.spend_by === null || today <= fund.spend_by;
  const award = await readAward(c);
  const queue = await coverQueue(c, row.pot_id, { incomingPence: amountPence });
  const stillDuePence = subtractPence(refund.amountPence, amountPence);
  const key = `refund:${refundId}:received:1`;
  const facts = { amountPence, stillDuePence };
  return {
    ...(stillDuePence === 0 ? nothingDueBack(c) : {}),
    transfers: [
      transfer(cash.payee(row.pot_id), cash.bank(row.pot_id), amountPence, key),
      transfer(
        budget.refundDue(row.pot_id, subjectId),
        canBeAwarded ? budget.available(row.pot_id) : budget.owedToFunder(fund.id),
        amountPence,
        key,
      ),
      ...queue.transfers,
    ],
    writes: [
      tx
        .updateTable('refund')
        .set({ amount_pence: amountPence, state: 'received', received_on: receivedOn, recorded_by: actorOf(c) })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', refundId)
        .compile(),
      // The rest is a refund of its own, by the same date.
      ...(stillDuePence === 0
        ? []
        : [
            tx
              .insertInto('refund')
              .values({
                tenant_id: tenantId,
                id: newId(),
                grant_id: subjectId,
                amount_pence: stillDuePence,
                state: 'due',
                due_at: refund.dueAt,
              })
              .compile(),
          ]),
      updateAward(c, { came_back_pence: addPence(award.cameBackPence, amountPence) }),
      ...queue.writes,
    ],
    event: { after: { refundId, ...facts, receivedOn, owedToFunder: !canBeAwarded } },
    result: { refundId, ...facts },
    mails: mailTo([...(await groupOf(c)), row.owner_id], 'refund-received', facts),
  };
});
