import type { DataDirectory } from './data-directory';
import { forgetPid, kindOf, type Part, STOPPING_ORDER } from './pid-files';
import type { Supervised } from './supervised';

/** The parts of one Grantpot that run, so that they can be stopped in order however far a start has come. */
export class RunningParts {
  private readonly parts = new Map<Part, Supervised>();

  constructor(private readonly data: DataDirectory) {}

  /** Notes a part that runs. */
  add(part: Part, supervised: Supervised): void {
    this.parts.set(part, supervised);
  }

  /**
   * Stops all: who depends on others before them, so that requests and activities can still be finished.
   *
   * @param hurry when aborted, what does not answer at once is killed; only Postgres is still let end in order
   */
  async stop(hurry: AbortSignal): Promise<void> {
    for (const { kind, ...stopping } of STOPPING_ORDER) {
      await Promise.all(
        [...this.parts]
          .filter(([part]) => kindOf(part) === kind)
          .map(async ([part, supervised]) => {
            await supervised.stop(kind === 'postgres' ? stopping : { ...stopping, hurry });
            forgetPid(this.data, part);
          }),
      );
    }
  }
}
