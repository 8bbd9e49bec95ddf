/**
 * Records the histories of a new version: of the workflows as they are now, with real servers. Run by hand, once for every release that
 * changes what a workflow asks of Temporal, and committed with it:
 *
 *     RECORD_HISTORIES=v2 npx jest --config tests/replay/record.config.cjs
 *
 * What is there is never written over: replay.test.ts shows with it that runs of that version go on under today's code.
 */
import { continuedHistories } from './continued';
import { storeVersion } from './histories';
import { livedHistories } from './lived';
import { toldHistories } from './told';

test('histories are recorded', async () => {
  const version = process.env['RECORD_HISTORIES'];
  if (version === undefined) throw new Error('Say which version: RECORD_HISTORIES=v2');
  await storeVersion(version, async () => [
    ...(await livedHistories()),
    ...(await continuedHistories()),
    ...(await toldHistories()),
  ]);
}, 300_000);
