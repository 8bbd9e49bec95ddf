import { cash, transfer } from '../../domain/money/accounts';
import { londonDate, type CalendarDate } from '../../domain/calendar/calendar';
import { pence } from '../../domain/money/money';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { coverQueue } from '../payments/cover-queue';

/** Money from the funder that is in the bank. */
export interface RecordInstalmentBody {
  readonly instalmentId: string;
  /** The day on the bank statement. */
  readonly receivedOn: CalendarDate;
}

/**
 * The funder's money has arrived: it is in the pot's bank account, and payments that waited for it become ready at once.
 * @refusal INSTALMENT_UNKNOWN, INSTALMENT_RECEIVED_ALREADY, DAY_IN_FUTURE
 */
export const recordInstalment = defineCommand<RecordInstalmentBody, 'fund'>('fund', 'recordInstalment', async (c) => {
  const { tx, tenantId, row, body } = c;
  // The fund is locked, so no other command records it meanwhile.
  const instalment = await tx
    .selectFrom('instalment')
    .select(['pot_id', 'amount_pence', 'received_on'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', body.instalmentId)
    .where('fund_id', '=', row.id)
    .executeTakeFirst();
  if (instalment === undefined) return refuse('INSTALMENT_UNKNOWN', { field: '/instalmentId' });
  if (instalment.received_on !== null) {
    const receivedOn = instalment.received_on as CalendarDate;
    return refuse('INSTALMENT_RECEIVED_ALREADY', { field: '/instalmentId', facts: { receivedOn } });
  }
  if (body.receivedOn > londonDate(c.at)) return refuse('DAY_IN_FUTURE', { field: '/receivedOn' });

  const amountPence = pence(instalment.amount_pence);
  const queue = await coverQueue(c, instalment.pot_id, { incomingPence: amountPence });
  return {
    writes: [
      tx
        .updateTable('instalment')
        .set({ received_on: body.receivedOn })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', body.instalmentId)
        .compile(),
      ...queue.writes,
    ],
    transfers: [
      transfer(
        cash.funder(row.id),
        cash.bank(instalment.pot_id),
        amountPence,
        `instalment:${body.instalmentId}:receive:1`,
      ),
      ...queue.transfers,
    ],
    event: { after: { instalmentId: body.instalmentId, amountPence, receivedOn: body.receivedOn } },
    result: { becameReady: queue.readyIds.length },
  };
});
