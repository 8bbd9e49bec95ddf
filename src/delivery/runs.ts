import { type Client, WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import { applyCommandUpdate, lookAgainSignal } from '../../workflows/subject/messages';
import type { WaitingSubject } from '../contracts/ids';
import { workflowIdOf, workflowTypeOf, type CommandOutcome, type CommandRef, type SubjectRef } from '../contracts/runs';

/** Where runs are: a client of their namespace, and the task queue of their workers. */
export interface Runs {
  readonly client: Client;
  readonly taskQueue: string;
}

const startOf = (runs: Runs, subject: SubjectRef) => ({
  workflowId: workflowIdOf(subject.subject, subject.id),
  taskQueue: runs.taskQueue,
  args: [subject] as [SubjectRef],
  // A running one is used; one that is over, or lost, is begun again from its row and answers.
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
});

/**
 * Takes a stored command to its subject's run and waits for its outcome; begins the run where there is none. The command's id is the
 * update's id, so it may be sent as often as one likes. A first command begins the run at once, any other only when it is found missing. @throws whatever Temporal's client throws, also when there is no answer within so many milliseconds; the command
 * then still waits in the inbox.
 */
export async function sendCommand(
  runs: Runs,
  subject: SubjectRef,
  command: CommandRef,
  { patienceMs, isFirst }: { readonly patienceMs: number; readonly isFirst: boolean },
): Promise<CommandOutcome> {
  const patience = new AbortController();
  const over = new Promise<never>((_, reject) => {
    patience.signal.addEventListener('abort', () => {
      reject(new Error('no answer in time'));
    });
  });
  const timer = setTimeout(() => {
    patience.abort();
  }, patienceMs).unref();
  try {
    const asking = runs.client.withAbortSignal(patience.signal, () =>
      isFirst ? begunWith(runs, subject, command) : askedOf(runs, subject, command),
    );
    // While Temporal is away the client tries for 20 seconds, and between two tries it does not hear the signal.
    return await Promise.race([asking, over]);
  } finally {
    // Nobody is left to be told: a signal that goes off all the same costs as much as storing a command.
    clearTimeout(timer);
  }
}

/** What comes after the first command finds its run there: asking it alone spares Temporal the attempt to begin it. */
async function askedOf(runs: Runs, subject: SubjectRef, command: CommandRef): Promise<CommandOutcome> {
  try {
    return await runs.client.workflow
      .getHandle(workflowIdOf(subject.subject, subject.id))
      .executeUpdate(applyCommandUpdate, { args: [command], updateId: command.commandId });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return begunWith(runs, subject, command);
  }
}

function begunWith(runs: Runs, subject: SubjectRef, command: CommandRef): Promise<CommandOutcome> {
  return runs.client.workflow.executeUpdateWithStart(applyCommandUpdate, {
    args: [command],
    updateId: command.commandId,
    startWorkflowOperation: new WithStartWorkflowOperation(workflowTypeOf(subject.subject), startOf(runs, subject)),
  });
}

/** Begins a subject's run from its row, unless it runs. */
export async function startRun(runs: Runs, subject: SubjectRef): Promise<void> {
  await runs.client.workflow.start(workflowTypeOf(subject.subject), startOf(runs, subject));
}

/** Has a subject's run read its row again; begins it where there is none. */
export async function haveLookAgain(runs: Runs, subject: SubjectRef): Promise<void> {
  await runs.client.workflow.signalWithStart(workflowTypeOf(subject.subject), {
    ...startOf(runs, subject),
    signal: lookAgainSignal,
  });
}

/** Has a subject's run read its row again, if there is one. */
export async function tellToLookAgain(runs: Runs, subject: SubjectRef): Promise<void> {
  try {
    await runs.client.workflow.getHandle(workflowIdOf(subject.subject, subject.id)).signal(lookAgainSignal);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** The workflow ids of all runs of a kind that are open now, as Temporal's visibility knows them: a little behind the truth. */
export async function* openRuns(runs: Runs, subject: WaitingSubject): AsyncGenerator<string> {
  const query = `WorkflowType = '${workflowTypeOf(subject)}' AND ExecutionStatus = 'Running'`;
  for await (const run of runs.client.workflow.list({ query })) yield run.workflowId;
}

/**
 * Ends every run of a kind where it is: each is begun again from its row when the reconciler next looks. Asks again until none is listed, since
 * what is listed is a little behind the truth.
 */
export async function endRuns(runs: Runs, subject: WaitingSubject, reason: string): Promise<void> {
  const ended = new Set<string>();
  for (;;) {
    const before = ended.size;
    for await (const workflowId of openRuns(runs, subject)) {
      if (ended.has(workflowId)) continue;
      ended.add(workflowId);
      await runs.client.workflow
        .getHandle(workflowId)
        .terminate(reason)
        .catch((error: unknown) => {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        });
    }
    if (ended.size === before) return;
  }
}
