import { setTimeout as sleep } from 'node:timers/promises';

import type { Json } from '../../src/cli/story/api';
import type { Person } from '../../src/cli/story/cast';
import type { Asker, Asking, Told } from './asking';
import type { Chance } from './chance';
import type { Home, World } from './world';

/** Ends a life that another client's command, or a deadline, has taken elsewhere. */
export class Ended extends Error {}

/** One life that a client lives: whom it asks as, what it chooses, and when it is to come to an end. */
export class Client {
  private accounts = 0;

  constructor(
    readonly asker: Asker,
    readonly chance: Chance,
    readonly world: World,
    readonly home: Home,
    private readonly over: AbortSignal,
  ) {}

  get cast(): World['cast'] {
    return this.world.cast;
  }

  /** Which of three accounts comes next. */
  nextAccount(): 0 | 1 | 2 {
    this.accounts += 1;
    return (this.accounts % 3) as 0 | 1 | 2;
  }

  /** Asks, whatever comes of it. */
  ask(by: Person, operationId: string, asking?: Asking): Promise<Told> {
    return this.asker.ask(by, operationId, asking);
  }

  /** Asks for what the life needs to go on. @throws Ended when it is refused */
  async does(by: Person, operationId: string, asking?: Asking): Promise<Told> {
    const told = await this.ask(by, operationId, asking);
    if (told.status !== 'applied') throw new Ended(`${operationId}: ${told.code ?? told.status}`);
    return told;
  }

  /** Asks for what creates something. @returns its id */
  async creates(by: Person, operationId: string, body: Json): Promise<string> {
    const { subjectId } = await this.does(by, operationId, { body });
    if (subjectId === undefined) throw new Error(`${operationId} created nothing`);
    return subjectId;
  }

  /** What somebody reads. */
  async read(by: Person, operationId: string, id: string): Promise<Json> {
    const found = await this.asker.read(by, operationId, { id });
    if (found === undefined) throw new Error(`${operationId} does not find ${id}`);
    return found;
  }

  /** Waits until something is as wished. @throws Ended when the run is over before */
  async until(by: Person, operationId: string, id: string, wished: (found: Json) => boolean): Promise<Json> {
    for (;;) {
      const found = await this.read(by, operationId, id);
      if (wished(found)) return found;
      await this.pause(300);
    }
  }

  /** @throws Ended when the run is over. */
  async pause(ms: number): Promise<void> {
    if (this.over.aborted) throw new Ended('the run was over');
    await sleep(ms, undefined, { signal: this.over }).catch(() => undefined);
  }
}
