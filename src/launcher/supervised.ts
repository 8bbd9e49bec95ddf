import { setTimeout as pause } from 'node:timers/promises';

import { type DetachedProcess, type Exit, type Stopping, stopProcess } from './detached-process';
import type { Progress } from './progress';

/** A process that is to run until it is told to stop. */
export interface SupervisedPart {
  /** What people call it, as the beginning of a sentence. */
  readonly name: string;
  /** Starts it, once more after each end. It may take until the process answers. */
  readonly start: () => Promise<DetachedProcess>;
}

/** The shortest and the longest pause before a part is started again, in milliseconds; each pause is twice the last. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** Whoever ran this long, in milliseconds, is taken to have been well: its next pause is the shortest again. */
const WELL_MS = 10_000;

/** How long to wait, in milliseconds, before the next start of a part that has ended so often in a row before it had run for long. */
export function pauseMsAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 20), LONGEST_PAUSE_MS);
}

/** Keeps one process running: starts it again when it ends by itself, and says so. */
export class Supervised {
  private readonly stopping = new AbortController();
  private readonly keeping: Promise<void>;
  private failures = 0;

  private constructor(
    private readonly part: SupervisedPart,
    private readonly progress: Progress,
    private running: DetachedProcess,
  ) {
    this.keeping = this.keep();
  }

  /**
   * Starts a part and keeps it running from then on.
   *
   * @throws what its first start throws
   */
  static async start(part: SupervisedPart, progress: Progress): Promise<Supervised> {
    return new Supervised(part, progress, await part.start());
  }

  /** How often in a row it has ended before it had run for long. */
  get failuresInARow(): number {
    return this.failures;
  }

  /** Stops it for good and waits until it has ended. */
  async stop(stopping: Stopping): Promise<void> {
    this.stopping.abort();
    await stopProcess(this.running, stopping);
    await this.keeping;
    await stopProcess(this.running, stopping); // another, if it was just being started again
  }

  private async keep(): Promise<void> {
    for (;;) {
      const began = Date.now();
      const exit = await this.running.exited;
      if (this.stopping.signal.aborted) return;
      if (Date.now() - began > WELL_MS) this.failures = 0;
      this.progress.say(`${this.part.name} ended by itself (${inWords(exit)}): starting it again.`);
      if (!(await this.startAgain())) return;
    }
  }

  /** Answers whether it runs again; it does not when it was told to stop meanwhile. */
  private async startAgain(): Promise<boolean> {
    for (;;) {
      const pauseMs = pauseMsAfter(this.failures);
      this.failures += 1;
      await pause(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return false;
      try {
        this.running = await this.part.start();
        return !this.stopping.signal.aborted;
      } catch (error) {
        this.progress.say(
          `${this.part.name} could not be started again and will be tried once more: ${(error as Error).message}`,
        );
      }
    }
  }
}

function inWords({ code, signal }: Exit): string {
  return signal ?? `exit code ${String(code)}`;
}
