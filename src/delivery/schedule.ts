import { ScheduleAlreadyRunning, type Client } from '@temporalio/client';
import { reconcilerId } from '../contracts/runs';

/** Has Temporal start the reconciler every so many seconds; one that is under way is not joined by another. Harmless when it is scheduled already. */
export async function scheduleReconciler(client: Client, taskQueue: string, everySeconds: number): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: reconcilerId,
      spec: { intervals: [{ every: `${String(everySeconds)}s` }] },
      policies: { overlap: 'SKIP', catchupWindow: '1m' },
      action: { type: 'startWorkflow', workflowType: 'reconciler', workflowId: reconcilerId, taskQueue, workflowExecutionTimeout: '15m' },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
