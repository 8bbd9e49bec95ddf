import { Context } from '@temporalio/activity';
import type { Reconciled, Reconciling } from '../workflows/reconciler/ports';

/** The reconciler's one activity. What it does is given from outside, since it needs both the record and the runs. */
export function createReconciling(reconcile: (beat: () => void) => Promise<Reconciled>): Reconciling {
  return {
    reconcile: () => {
      const context = Context.current();
      return reconcile(() => {
        context.heartbeat();
        context.cancellationSignal.throwIfAborted(); // a worker that ends leaves the rest to the next reconciliation
      });
    },
  };
}
