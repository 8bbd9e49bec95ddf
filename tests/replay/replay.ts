import { setTimeout as pause } from 'node:timers/promises';

import {
  DefaultLogger,
  makeTelemetryFilterString,
  Runtime,
  Worker,
  type ReplayWorkerOptions,
} from '@temporalio/worker';

import { createDataConverter } from '../../src/delivery/data-converter';
import type { StoredHistory } from './histories';

// A history that does not replay is logged as well as told; here it is told.
Runtime.install({
  logger: new DefaultLogger('ERROR', () => undefined),
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  shutdownSignals: [],
});

/** A malformed history does not fail, it hangs. */
const patienceMs = 10_000;

/** What came of a history: `undefined` when the workflow code would have done the same, or else why it would not. */
export type Replayed = Readonly<Record<string, string | undefined>>;

/** Replays histories against the workflow code of a bundle, with the product's data converter. */
export async function replayed(
  workflowBundle: NonNullable<ReplayWorkerOptions['workflowBundle']>,
  histories: readonly StoredHistory[],
): Promise<Replayed> {
  const results = Worker.runReplayHistories(
    // What is stored is not encrypted, and so is read with any key.
    { workflowBundle, dataConverter: createDataConverter(Buffer.alloc(32)) },
    histories.map(({ name, history }) => ({ workflowId: name, history })),
  );
  const told: Record<string, string | undefined> = {};
  for (;;) {
    const next = await inTime(results.next());
    if (next === 'hangs') throw new Error(`A history hangs; these did not: ${Object.keys(told).join(', ')}`);
    if (next.done === true) return told;
    const { workflowId, error } = next.value;
    told[workflowId] = error?.message;
  }
}

async function inTime<T>(asked: Promise<T>): Promise<T | 'hangs'> {
  const over = new AbortController();
  try {
    return await Promise.race([asked, pause(patienceMs, 'hangs' as const, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}
