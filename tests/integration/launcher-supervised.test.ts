import type { DetachedProcess, Exit } from '../../src/launcher/detached-process';
import { progressTo } from '../../src/launcher/progress';
import { pauseMsAfter, Supervised } from '../../src/launcher/supervised';
import { waitFor } from '../support/wait-for';

/** A part of the test's own: it starts whenever it is asked to, and ends when the test says so. */
function aPart() {
  const ends: (() => void)[] = [];
  const endNow = () => ends.at(-1)?.();
  const start = (): Promise<DetachedProcess> => {
    const exited = new Promise<Exit>((resolve) => {
      ends.push(() => {
        resolve({ code: null, signal: 'SIGKILL' });
      });
    });
    return Promise.resolve({ pid: 0, startedAt: 'never', exited });
  };
  return {
    start,
    endNow,
    end: async () => {
      const started = ends.length;
      endNow();
      await waitFor('it is started again', () => Promise.resolve(ends.length > started));
    },
  };
}

test('a part that ran well before it was killed is started again at once, however often that happens; one that does not start is not', async () => {
  const part = aPart();
  const supervised = await Supervised.start(
    { name: 'It', start: part.start },
    progressTo(() => undefined),
  );
  let now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
  for (let kill = 0; kill < 4; kill += 1) {
    now += 11_000;
    await part.end();
    expect(supervised.failuresInARow).toBe(1);
  }
  await part.end();
  expect(supervised.failuresInARow).toBe(2);
  clock.mockRestore();
  const stopped = supervised.stop({ signal: 'SIGTERM', graceMs: 0 });
  part.endNow();
  await stopped;
});

test('nobody waits longer than five seconds for the next try, when what a part needs is back after an hour', () => {
  expect([0, 1, 2, 3, 4, 5, 100].map(pauseMsAfter)).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
});
