import { defineCommand } from '../apply/definition';
import { tellOnTimelines } from './payment-events';
import { lockPaymentsOfRun, takeOutOfRun } from './run-payments';

/** Why a run is not sent. */
export interface CancelRunBody {
  readonly reason: string;
}

/** Gives up a run that was not sent; its payments stay ready. */
export const cancelRun = defineCommand<CancelRunBody, 'payment_run'>('payment_run', 'cancelRun', async (c) => {
  const { tx, tenantId, subjectId: runId } = c;
  const payments = await lockPaymentsOfRun(tx, tenantId, runId);
  return {
    to: 'cancelled',
    writes: [
      takeOutOfRun(
        tx,
        tenantId,
        payments.map(({ id }) => id),
      ),
      ...tellOnTimelines(
        c,
        'payment_taken_out_of_run',
        payments.map((payment) => ({ ...payment, after: { runId } })),
      ),
    ],
    event: { text: c.body.reason, after: { payments: payments.length } },
  };
});
