import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 60_000;

/** Asks again and again until there is an answer. @throws with what was waited for, when it does not come about within a minute. */
export async function waitFor<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  for (const start = performance.now(); performance.now() - start < patienceMs;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await pause(20);
  }
  throw new Error(`waited in vain: ${what}`);
}

/** What a test lets go on when it likes. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

/** A gate that is shut. */
export function aGate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    opened,
    open: () => {
      open();
    },
  };
}
