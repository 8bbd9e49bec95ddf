import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { type NativeConnection, Worker, type WorkerOptions, type WorkflowBundleOption } from '@temporalio/worker';
import { createReconciling } from '../../activities/reconciling';
import { createSubjectRecord } from '../../activities/subject-record';
import type { Database } from '../../db/client';
import type { Keys } from '../../db/key-ring';
import { definitions } from '../commands';
import type { Applying } from '../commands/apply/bring-up-to';
import type { Definitions } from '../commands/apply/take-next';
import { createDataConverter } from '../delivery/data-converter';
import { mailsAPass } from '../delivery/outbox';
import { reconcile, type Reconciliation } from '../delivery/reconcile';
import { createRelay, type Relaying } from '../delivery/relay';
import { repeatedly } from '../delivery/repeatedly';
import { describeError } from '../observing/log';
import type { TemporalFigures, WorkerFigures } from '../observing/worker-figures';

/** What a worker is made of. */
export interface WorkerParts {
  readonly db: Database;
  readonly client: Client;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Encrypt what Temporal keeps; the newest first. */
  readonly codecKeys: Keys;
  /** Whether what is sealed in a row can be opened. */
  readonly canOpen: (sealed: string) => boolean;
  /** The commands that it knows; the product's unless a test has its own. */
  readonly definitions?: Definitions;
  /** Delivers what leaves the building; answers with how much it delivered. */
  readonly deliverOutbox: () => Promise<number>;
  /** What a test has otherwise than the product: code of another release, how much is kept in memory, what it is called. */
  readonly otherwise?: Pick<WorkerOptions, 'workflowBundle' | 'maxCachedWorkflows' | 'identity'>;
  /** Told of what went wrong: an event's name, and ids and codes only. */
  readonly warn: (event: string, detail: Readonly<Record<string, unknown>>) => void;
  /** Told of what was done, so that it is counted and logged. */
  readonly told?: Told;
}

/** What a worker tells of. */
export interface Told extends Pick<WorkerFigures, 'relayed' | 'reconciled'> {
  /** A command got its outcome, and it is committed. */
  got(outcome: { readonly commandId: string; readonly command: string; readonly status: string }): void;
}

/** A worker that polls, with the relay and the outbox beside it. */
export interface GrantpotWorker {
  /** Settles when the worker has ended: rightly after `stop`, with an error when it fell over. */
  readonly ended: Promise<void>;
  /** How busy it is. */
  status(): TemporalFigures;
  /** Lets what is under way end, takes nothing new, and ends. */
  stop(): Promise<void>;
}

const relayEveryMs = 250;
/** A request delivers its own command; the relay leaves it that long. */
const relayAfterMs = 400;
const outboxEveryMs = 500;

/** Starts a worker: runs of grants, purchases, payment runs, rounds and the reconciler; the relay; the outbox. */
export async function startWorker(parts: WorkerParts): Promise<GrantpotWorker> {
  const applying: Applying = {
    db: parts.db,
    definitions: parts.definitions ?? definitions,
    canOpen: parts.canOpen,
    onFailure: ({ commandId, error }) => {
      parts.warn('command failed for good', { commandId, ...describeError(error) });
    },
    onOutcome: (took) => parts.told?.got(took),
  };
  const relaying: Relaying = {
    db: parts.db,
    applying,
    runs: { client: parts.client, taskQueue: parts.taskQueue },
    onMiss: ({ commandId, error }) => {
      parts.warn('command not delivered yet', { commandId, ...describeError(error) });
      parts.told?.relayed('missed');
    },
    onDelivery: () => parts.told?.relayed('delivered'),
  };
  const reconciling = async (beat: () => void): Promise<Reconciliation> => {
    try {
      const pass = await reconcile(relaying, beat);
      parts.told?.reconciled(pass);
      return pass;
    } catch (error) {
      parts.told?.reconciled(undefined);
      throw error;
    }
  };
  const worker = await Worker.create({
    connection: parts.connection,
    namespace: parts.namespace,
    taskQueue: parts.taskQueue,
    workflowBundle: workflowBundle(),
    activities: { ...createSubjectRecord(applying), ...createReconciling(reconciling) },
    dataConverter: createDataConverter(parts.codecKeys, (keyId) => {
      parts.warn('a codec key is missing: runs that it encrypted wait for it', { keyId });
    }),
    maxCachedWorkflows: 2_000,
    maxConcurrentLocalActivityExecutions: 100,
    shutdownGraceTime: '5 seconds',
    shutdownForceTime: '20 seconds',
    ...parts.otherwise,
  });
  const relay = createRelay(relaying);
  const relayed = repeatedly(
    relayEveryMs,
    () => relay.begin(relayAfterMs),
    (error) => {
      parts.warn('relay', describeError(error));
    },
  );
  // What is asked for meanwhile leaves together: a pass costs its transactions, however few mails it has. Only a full one is followed at once.
  const pass = async () => ((await parts.deliverOutbox()) < mailsAPass ? 0 : 1);
  const outbox = repeatedly(outboxEveryMs, pass, (error) => {
    parts.warn('outbox', describeError(error));
  });
  const stopOthers = async () => {
    await Promise.all([relayed.stop(), outbox.stop()]);
    await relay.idle();
  };
  const ended = worker.run().finally(stopOthers);
  return {
    ended,
    status: () => {
      const status = worker.getStatus();
      return {
        running: status.runState === 'RUNNING',
        workflowsCached: status.numCachedWorkflows,
        activations: status.numInFlightWorkflowActivations,
        localActivities: status.numInFlightLocalActivities,
        activities: status.numInFlightNonLocalActivities,
      };
    },
    stop: async () => {
      await stopOthers();
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}

/** The bundle that the build made, beside the compiled code or, when run from the sources, in dist. */
function workflowBundle(): WorkflowBundleOption {
  const places = [join(__dirname, '../../workflow-bundle.js'), join(__dirname, '../../dist/workflow-bundle.js')];
  const codePath = places.find((place) => existsSync(place));
  if (codePath === undefined) throw new Error('There is no workflow bundle: run npm run build.');
  return { codePath };
}
