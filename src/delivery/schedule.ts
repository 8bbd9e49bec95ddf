import { ScheduleAlreadyRunning, type Client } from '@temporalio/client';
import { reconcilerId } from '../contracts/runs';

/**
 * Has Temporal start the reconciler at once and every so many seconds; one that is under way is not joined by another. Harmless when it
 * is scheduled already, so it may be asked for again and again: a Temporal that has lost its store has lost its schedules.
 */
export async function scheduleReconciler(client: Client, taskQueue: string, everySeconds: number): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: reconcilerId,
      spec: { intervals: [{ every: `${String(everySeconds)}s` }] },
      policies: { overlap: 'SKIP', catchupWindow: '1m' },
      state: { triggerImmediately: true },
      action: {
        type: 'startWorkflow',
        workflowType: 'reconciler',
        workflowId: reconcilerId,
        taskQueue,
        workflowExecutionTimeout: '15m',
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
