import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { createReconciling } from '../../activities/reconciling';
import { createSubjectRecord } from '../../activities/subject-record';
import type { Database } from '../../db/client';
import type { Keys } from '../../db/key-ring';
import { definitions } from '../commands';
import type { Applying } from '../commands/apply/bring-up-to';
import type { Definitions } from '../commands/apply/take-next';
import { createDataConverter } from '../delivery/data-converter';
import { reconcile } from '../delivery/reconcile';
import { createRelay, type Relaying } from '../delivery/relay';
import { repeatedly } from '../delivery/repeatedly';

/** What a worker is made of. */
export interface WorkerParts {
  readonly db: Database;
  readonly client: Client;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Encrypt what Temporal keeps; the newest first. */
  readonly codecKeys: Keys;
  /** The commands that it knows; the product's unless a test has its own. */
  readonly definitions?: Definitions;
  /** Delivers what leaves the building; answers with how much it delivered. */
  readonly deliverOutbox: () => Promise<number>;
  /** Told of what went wrong: an event's name, and ids and codes only. */
  readonly warn: (event: string, detail: Readonly<Record<string, unknown>>) => void;
}

/** A worker that polls, with the relay and the outbox beside it. */
export interface GrantpotWorker {
  /** Settles when the worker has ended: rightly after `stop`, with an error when it fell over. */
  readonly ended: Promise<void>;
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
    onFailure: ({ commandId, error }) => {
      parts.warn('command failed for good', { commandId, ...describe(error) });
    },
  };
  const relaying: Relaying = {
    db: parts.db,
    applying,
    runs: { client: parts.client, taskQueue: parts.taskQueue },
    onMiss: ({ commandId, error }) => {
      parts.warn('command not delivered yet', { commandId, ...describe(error) });
    },
  };
  const worker = await Worker.create({
    connection: parts.connection,
    namespace: parts.namespace,
    taskQueue: parts.taskQueue,
    workflowBundle: workflowBundle(),
    activities: { ...createSubjectRecord(applying), ...createReconciling((beat) => reconcile(relaying, beat)) },
    dataConverter: createDataConverter(parts.codecKeys),
    maxCachedWorkflows: 2_000,
    maxConcurrentLocalActivityExecutions: 100,
    shutdownGraceTime: '5 seconds',
    shutdownForceTime: '20 seconds',
  });
  const relay = createRelay(relaying);
  const relayed = repeatedly(
    relayEveryMs,
    () => relay.begin(relayAfterMs),
    (error) => {
      parts.warn('relay', describe(error));
    },
  );
  const outbox = repeatedly(outboxEveryMs, parts.deliverOutbox, (error) => {
    parts.warn('outbox', describe(error));
  });
  const stopOthers = async () => {
    await Promise.all([relayed.stop(), outbox.stop()]);
    await relay.idle();
  };
  const ended = worker.run().finally(stopOthers);
  return {
    ended,
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

/** What of an error may be logged: its kind and code, and for errors of ours where it was thrown; never its words, which may quote a row. */
function describe(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error ? { code: error.code } : {};
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 6);
  return { error: error.name, ...code, at: frames };
}
