import { setTimeout as sleep } from 'node:timers/promises';

/** Something that is done again and again until it is stopped. */
export interface Repeating {
  /** Lets what is under way end, and does it no more. */
  stop(): Promise<void>;
}

/** Does a thing again and again with a pause between; an error is told and does not end it. While there was something to do, there is no pause. */
export function repeatedly(pauseMs: number, work: () => Promise<number>, onError: (error: unknown) => void): Repeating {
  const stopping = new AbortController();
  const round = async (): Promise<number> => {
    try {
      return await work();
    } catch (error) {
      onError(error);
      return 0;
    }
  };
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      if ((await round()) === 0) await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}
