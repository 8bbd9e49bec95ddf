import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { callerOf } from '../support/caller';
import type { World } from './world';

/** One command to a subject with a run, and its outcome. */
interface Probe {
  readonly begunAt: number;
  readonly answeredAt: number;
}

const everyMs = 250;
const atOnce = 40;

/** Asks again and again whether a command gets its outcome, to say how soon after a fault one did. */
export class Recovery {
  private readonly probes: Probe[] = [];
  private readonly asking: Promise<void>;
  private readonly over = new AbortController();

  /** Asks of rounds of its own, so that it waits for nobody's turn but its own. */
  constructor(
    api: string,
    private readonly world: World,
    private readonly rounds: readonly string[],
  ) {
    this.asking = this.ask(api);
  }

  /** Milliseconds from a moment until a command that was sent after it had its outcome; undefined while there was none. */
  after(moment: number): number | undefined {
    const answers = this.probes.filter(({ begunAt }) => begunAt >= moment).map(({ answeredAt }) => answeredAt - moment);
    return answers.length === 0 ? undefined : Math.min(...answers);
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.asking;
  }

  private async ask(api: string): Promise<void> {
    const { manager, officer } = this.world.cast;
    const caller = callerOf(api, manager.token);
    const underWay = new Set<Promise<void>>();
    for (let turn = 0; !this.over.signal.aborted; turn += 1) {
      const begunAt = performance.now();
      const round = this.rounds[turn % this.rounds.length] ?? '';
      const probe = caller
        .post(`/rounds/${round}/reassign-round`, { ownerId: officer.id }, `probe/${randomUUID()}`)
        .then(
          ({ status }) => {
            if (status === 200) this.probes.push({ begunAt, answeredAt: performance.now() });
          },
          () => undefined,
        )
        .finally(() => underWay.delete(probe));
      if (underWay.size < atOnce) underWay.add(probe);
      await sleep(everyMs, undefined, { signal: this.over.signal }).catch(() => undefined);
    }
    await Promise.all(underWay);
  }
}
