import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for an answer, at most so many milliseconds. @throws Error when there is none by then */
export async function inTime<T>(answer: Promise<T>, patienceMs: number): Promise<T> {
  const ended = new AbortController();
  const tooLate = sleep(patienceMs, undefined, { signal: ended.signal }).then(() => {
    throw new Error('no answer in time');
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    ended.abort();
    tooLate.catch(() => undefined);
  }
}
