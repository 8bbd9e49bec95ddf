import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const workflowTasks = temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW;

/** How many workers poll a task queue for workflow tasks, as Temporal saw them in the last minutes. @throws when Temporal does not answer. */
export async function countPollers(client: Client, taskQueue: string): Promise<number> {
  const description = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: workflowTasks,
  });
  return description.pollers.length;
}
