import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { Client, Connection, type WorkflowHandle, WithStartWorkflowOperation } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';

import type { CommandId, TenantId, WaitingSubject } from '../../src/contracts/ids';
import {
  workflowIdOf,
  workflowTypeOf,
  type CommandOutcome,
  type Standing,
  type SubjectRef,
} from '../../src/contracts/runs';
import type { Refusal } from '../../src/domain/refusals/refusal';
import { createDataConverter } from '../../src/delivery/data-converter';
import { applyCommandUpdate } from '../../workflows/subject/messages';
import type { Reconciled } from '../../workflows/reconciler/ports';
import type { SubjectRecord } from '../../workflows/subject/ports';
import './runtime';
import type { TestNamespace } from './temporal';

/** The record as a test has it speak to one run: where its subject stands whenever it asks, and what it has asked so far. */
export interface Told {
  stands: () => Standing | Promise<Standing>;
  readonly asked: string[];
  mostAtOnce: number;
}

/** A subject whose record is the test's. */
export interface ToldSubject {
  readonly ref: SubjectRef;
  readonly told: Told;
  readonly handle: WorkflowHandle;
  /** Sends a command, of which comes what is given here. */
  send(standing: Standing, refusal?: Refusal): Promise<CommandOutcome>;
}

/** Runs on a real Temporal server, from the real bundle, whose record is told by the test instead of kept in Postgres. */
export interface ToldRuns {
  readonly client: Client;
  readonly taskQueue: string;
  aSubject(subject: WaitingSubject, first: Standing): ToldSubject;
  close(): Promise<void>;
}

interface Spoken extends Told {
  readonly outcomes: Map<string, CommandOutcome>;
  atOnce: number;
}

/** What encrypts their histories. */
export const toldCodecKey = Buffer.alloc(32, 3);

/** Starts a worker with such runs. `onReconcile` is called for each reconciliation, and may throw. */
export async function startToldRuns(
  place: TestNamespace,
  onReconcile: () => void = () => undefined,
): Promise<ToldRuns> {
  const { address, namespace, taskQueue } = place;
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const dataConverter = createDataConverter(toldCodecKey);
  const client = new Client({ connection, namespace, dataConverter });
  const subjects = new Map<string, Spoken>();
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue,
    dataConverter,
    activities: { ...recordOf(subjects), reconcile: reconciling(onReconcile) },
    workflowBundle: { codePath: join(__dirname, '../../dist/workflow-bundle.js') },
  });
  const working = worker.run();

  const aSubject: ToldRuns['aSubject'] = (subject, first) => {
    const ref: SubjectRef = { tenantId: randomUUID() as TenantId, subject, id: randomUUID() };
    const told: Spoken = { stands: () => first, outcomes: new Map(), asked: [], atOnce: 0, mostAtOnce: 0 };
    subjects.set(ref.id, told);
    const workflowId = workflowIdOf(subject, ref.id);
    const send: ToldSubject['send'] = (standing, refusal) => {
      const commandId = randomUUID() as CommandId;
      told.outcomes.set(commandId, {
        standing,
        ...(refusal === undefined ? { status: 'applied' } : { status: 'refused', refusal }),
      });
      return client.workflow.executeUpdateWithStart(applyCommandUpdate, {
        args: [{ tenantId: ref.tenantId, commandId }],
        updateId: commandId,
        startWorkflowOperation: new WithStartWorkflowOperation(workflowTypeOf(subject), {
          workflowId,
          taskQueue,
          args: [ref],
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      });
    };
    return { ref, told, send, handle: client.workflow.getHandle(workflowId) };
  };
  return {
    client,
    taskQueue,
    aSubject,
    close: async () => {
      worker.shutdown();
      await working;
      await native.close();
      await connection.close();
    },
  };
}

const nothingFound: Reconciled = { looked: 0, commandsSent: 0, dueTaken: 0, runsStarted: 0, runsEnded: 0, unmended: 0 };

const reconciling = (onReconcile: () => void) => (): Promise<Reconciled> => {
  onReconcile();
  return Promise.resolve(nothingFound);
};

function recordOf(subjects: ReadonlyMap<string, Spoken>): SubjectRecord {
  const speak = async <T>({ id }: SubjectRef, what: string, answer: (told: Spoken) => T | Promise<T>): Promise<T> => {
    const told = subjects.get(id);
    if (told === undefined) throw new Error('a run of another test');
    told.asked.push(what);
    told.atOnce += 1;
    told.mostAtOnce = Math.max(told.mostAtOnce, told.atOnce);
    try {
      return await answer(told);
    } finally {
      told.atOnce -= 1;
    }
  };
  return {
    applyDue: (subject) => speak(subject, 'due', ({ stands }) => stands()),
    applyCommand: (subject, { commandId }) =>
      speak(subject, commandId, ({ outcomes }) => {
        const outcome = outcomes.get(commandId);
        if (outcome === undefined) throw new Error('a command of another test');
        return outcome;
      }),
  };
}

/** Where a subject stands, as runs are told it. In the phase `over` its life is over. */
export const standing = (phase: string, version: number, more: Partial<Standing> = {}): Standing => ({
  phase,
  version,
  final: phase === 'over',
  next: [],
  ...more,
});

/** One instant that comes next, in so many milliseconds. */
export const dueIn = (inMs: number): Standing['next'] => [
  { command: 'anything', key: 'anything', at: '2026-01-01T17:00:00.000Z', inMs },
];
