import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { Worker } from '@temporalio/worker';
import type { temporal } from '@temporalio/proto';

import { keyId } from '../../db/key-ring';
import { createDataConverter } from '../../src/delivery/data-converter';
import { testNamespace } from '../support/temporal';
import { dueIn, standing, startToldRuns, toldCodecKey, type ToldRuns } from '../support/told-runs';

type History = temporal.api.history.v1.IHistory;

let runs: ToldRuns;
let history: History;

beforeAll(async () => {
  runs = await startToldRuns(testNamespace());
  const subject = runs.aSubject('grant', standing('assessment', 1));
  await subject.send(standing('offer', 2, { next: dueIn(1_000_000) }));
  await subject.send(standing('delivery', 3));
  await subject.send(standing('over', 4));
  await subject.handle.result();
  history = await subject.handle.fetchHistory();
});
afterAll(() => runs.close());

const missed: string[] = [];
const replayedWith = (keys: readonly Buffer[]) =>
  Worker.runReplayHistory(
    {
      workflowBundle: { codePath: join(__dirname, '../../dist/workflow-bundle.js') },
      dataConverter: createDataConverter(keys, (id) => missed.push(id)),
    },
    history,
  );

const newKey = randomBytes(32);

test('a history that an older key encrypted replays while that key is there', async () => {
  const [first] = history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  expect(Buffer.from(first?.metadata?.['encryption-key'] ?? []).toString()).toBe(keyId(toldCodecKey));
  await replayedWith([newKey, toldCodecKey]);
  expect(missed).toEqual([]);
});

test('without that key it does not, and whoever runs it is told which key is missing', async () => {
  await expect(replayedWith([newKey])).rejects.toThrow('Replay failed');
  expect(missed).toEqual([keyId(toldCodecKey)]);
});
