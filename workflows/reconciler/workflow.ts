import { proxyActivities } from '@temporalio/workflow';
import type { Reconciled, Reconciling } from './ports';

const { reconcile } = proxyActivities<Reconciling>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '1 minute',
  retry: { maximumAttempts: 2 },
});

/** Started by a schedule: one comparison of runs with rows. What it misses, the next one finds. */
export async function reconciler(): Promise<Reconciled> {
  return reconcile();
}
