import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const workflowTasks = temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW;

/** A poll that finds nothing ends after a minute and is asked again: whoever has not asked for longer than that works no more. */
const silentForMs = 70_000;

/**
 * How many workers poll a task queue for workflow tasks, at this instant (UTC). Temporal remembers those that have stopped for minutes; they
 * are not counted. @throws when Temporal does not answer.
 */
export async function countPollers(client: Client, taskQueue: string, now: string): Promise<number> {
  const description = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: workflowTasks,
  });
  const since = Date.parse(now) - silentForMs;
  return description.pollers.filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 >= since)
    .length;
}
