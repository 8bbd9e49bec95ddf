import { disarm } from '../../domain/calendar/deadlines';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { tellOnTimelines } from './payment-events';
import { lockPaymentsOfRun, takeOutOfRun } from './run-payments';

/** What is taken out of a run, and why. */
export interface DropPaymentBody {
  readonly paymentId: string;
  readonly reason: string;
}

/** Takes one payment out of a run, which then has to be authorised anew; the payment stays ready. @refusal PAYMENT_NOT_IN_RUN */
export const dropPayment = defineCommand<DropPaymentBody, 'payment_run'>('payment_run', 'dropPayment', async (c) => {
  const { tx, tenantId, subjectId: runId, body } = c;
  const payments = await lockPaymentsOfRun(tx, tenantId, runId);
  const dropped = payments.find(({ id }) => id === body.paymentId);
  if (dropped === undefined) return refuse('PAYMENT_NOT_IN_RUN', { field: '/paymentId' });
  return {
    to: 'building',
    deadlines: disarm(c.deadlines, 'authorisation'),
    writes: [
      takeOutOfRun(tx, tenantId, [dropped.id]),
      tx
        .updateTable('payment')
        .set({ state: 'in_run' })
        .where('tenant_id', '=', tenantId)
        .where('run_id', '=', runId)
        .where('id', '<>', dropped.id)
        .compile(),
      tx
        .updateTable('payment_run_line')
        .set({ dropped_at: c.at })
        .where('tenant_id', '=', tenantId)
        .where('run_id', '=', runId)
        .where('payment_id', '=', dropped.id)
        .compile(),
      ...tellOnTimelines(c, 'payment_taken_out_of_run', [{ ...dropped, after: { runId } }]),
    ],
    event: { after: { paymentId: dropped.id, amountPence: dropped.amountPence }, text: body.reason },
  };
});
