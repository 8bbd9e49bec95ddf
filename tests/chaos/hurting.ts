import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startDetached } from '../../src/launcher/detached-process';
import { isRunning, type ProcessIdentity } from '../../src/launcher/process-identity';
import { progressTo } from '../../src/launcher/progress';
import { Supervised } from '../../src/launcher/supervised';
import { partsOf, variablesOf } from '../support/launched';
import { familyOf, pauseProcess, resumeProcess } from '../support/paused-process';
import type { Fault, Victim } from './schedule';

/** A fault as it was done. */
export interface Done extends Fault {
  /** By `performance.now()`: when it was killed, or went on. */
  readonly at: number;
}

/** What faults are done to: the processes of one launcher, and a second worker beside them. */
export class Hurting {
  private constructor(
    private readonly dataDirectory: string,
    private readonly secondWorker: Supervised,
    private readonly second: { identity: ProcessIdentity | undefined },
  ) {}

  /** Starts the second worker of a launcher that is ready; it is started again as the launcher starts its own. */
  static async beside(dataDirectory: string): Promise<Hurting> {
    const second: { identity: ProcessIdentity | undefined } = { identity: undefined };
    const env = { ...process.env, ...variablesOf(dataDirectory), DATABASE_MIGRATION_URL: '' };
    const start = () =>
      startDetached({
        command: process.execPath,
        args: ['--enable-source-maps', resolve(__dirname, '../../dist/src/worker/main.js'), dataDirectory],
        cwd: process.cwd(),
        env,
        logFile: join(dataDirectory, 'logs', 'second-worker.log'),
        onStarted: (identity) => {
          second.identity = identity;
        },
      });
    const supervised = await Supervised.start(
      { name: 'The second worker', start },
      progressTo(() => undefined),
    );
    return new Hurting(dataDirectory, supervised, second);
  }

  /** Does a fault, as soon as there is a process that it can be done to. */
  async do(fault: Fault): Promise<Done> {
    const identity = await this.processOf(fault.victim);
    if (fault.pausedMs === undefined) {
      const family = familyOf(identity.pid);
      for (const pid of fault.victim === 'backend' ? family.slice(-1) : family) kill(pid);
    } else {
      // It may be killed before it stands still, or while it does.
      await pauseProcess(identity).catch(() => undefined);
      await sleep(fault.pausedMs);
      resumeProcess(identity);
    }
    return { ...fault, at: performance.now() };
  }

  /** Ends the second worker in order. */
  async stop(): Promise<void> {
    await this.secondWorker.stop({ signal: 'SIGTERM', graceMs: 30_000 });
  }

  private async processOf(victim: Victim): Promise<ProcessIdentity> {
    for (;;) {
      const identity =
        victim === 'second worker'
          ? this.second.identity
          : partsOf(this.dataDirectory)[victim === 'backend' ? 'postgres' : victim];
      if (identity !== undefined && isRunning(identity)) return identity;
      await sleep(20);
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
