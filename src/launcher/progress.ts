/** Tells the person at the terminal what is being done. */
export interface Progress {
  /** One line. */
  say(line: string): void;
  /**
   * Does a step that takes long: says what it is, then every ten seconds that it is still at it, so that silence never looks like a hang.
   *
   * @param what a whole sentence, with how long it takes and whether it happens once
   */
  during<T>(what: string, step: () => Promise<T>): Promise<T>;
}

/** Progress as lines, written by the given function. */
export function progressTo(write: (line: string) => void): Progress {
  return {
    say: write,
    async during(what, step) {
      write(what);
      const began = Date.now();
      const beat = setInterval(() => {
        write(`  … still at it after ${String(Math.round((Date.now() - began) / 1000))} seconds`);
      }, 10_000);
      try {
        return await step();
      } finally {
        clearInterval(beat);
      }
    },
  };
}

/** Progress that nobody is told, for tests. */
export const silence: Progress = { say: () => undefined, during: (_what, step) => step() };
