import { cash, transfer } from '../../domain/money/accounts';
import { addPeriod } from '../../domain/calendar/calendar';
import { arm, deadline } from '../../domain/calendar/deadlines';
import { defineCommand } from '../apply/definition';
import { tellOnTimelines } from './payment-events';
import { mailPayees } from './payment-mails';
import { holdRefusal, lockGrantsOfRun, lockPaymentsOfRun, moveAllOfRun } from './run-payments';
import { runDutyRefusal } from './run-segregation';

/** Nothing more needs to be said. */
export type MarkSentBody = Readonly<Record<string, never>>;

/** The file is with the bank: the run's money is in transit until the statement says what became of it. @refusal PAYMENT_ON_HOLD, SAME_PERSON, CONNECTED_PERSON */
export const markSent = defineCommand<MarkSentBody, 'payment_run'>('payment_run', 'markSent', async (c) => {
  const { tx, tenantId, subjectId: runId, row, policy, actorId } = c;
  if (policy === null || actorId === null) throw new Error('a run belongs to a pot and is sent by somebody');
  const [held, payments] = await Promise.all([
    lockGrantsOfRun(tx, tenantId, runId),
    lockPaymentsOfRun(tx, tenantId, runId),
  ]);
  const refusal = (await runDutyRefusal(c, 'sent run', runId, payments)) ?? holdRefusal(payments, held);
  if (refusal !== undefined) return refusal;
  const chaseAt = addPeriod(c.at, policy.paymentRun.chaseOutcomeAfter);
  const told = payments.map((payment) => ({ ...payment, after: { runId, amountPence: payment.amountPence } }));
  return {
    to: 'sent',
    set: { sent_at: c.at },
    deadlines: arm(c.deadlines, deadline('outcomes', chaseAt, { then: 'chaseOutcomes' }, c.at)),
    transfers: payments.map(({ id, attempt, amountPence }) =>
      transfer(cash.reserved(row.pot_id), cash.inTransit(row.pot_id), amountPence, `payment:${id}:send:${attempt}`),
    ),
    writes: [
      moveAllOfRun(tx, tenantId, runId, ['authorised'], 'sent'),
      ...tellOnTimelines(c, 'payment_sent', told),
      ...mailPayees(c, 'payment-sent', payments),
    ],
    duties: [{ duty: 'sent run', personId: actorId }],
    event: { after: { payments: payments.length } },
  };
});
