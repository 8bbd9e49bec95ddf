import type { Cast } from '../../src/cli/story/cast';
import { ApiDocument } from '../support/api-document';
import type { Deployment } from '../support/deployment';
import { aGate, waitFor, type Gate } from '../support/wait-for';
import { InsistingClient } from './insisting-client';
import { live, type Parties } from './life';

/** So many lives go on at once, each some commands ahead of the next, so that one fault meets a different command of each. */
export const livesAtOnce = 9;

/** Commands of as many lives that are about to be given at once. */
export interface Volley {
  /** How many commands it is. */
  readonly count: number;
  /** Gives them all; they then have so many outcomes when the fault is over. */
  give(): void;
  /** Waits until all of them are in the inbox. */
  stored(): Promise<void>;
}

/** A fault: does its damage while a volley is under way, and mends it. @returns when answering again could begin, by `performance.now()`. */
export type Fault = (volley: Volley) => Promise<number>;

/** What came of a fault at each command. */
export interface Struck {
  /** The commands that it met, by name, and how often. */
  readonly commands: ReadonlyMap<string, number>;
  /** From each fault's end until each command that it met had its outcome, in milliseconds. */
  readonly recoveriesMs: readonly number[];
  /** How often clients had to repeat a request. */
  readonly repeated: number;
}

interface Waiting {
  readonly command: string;
  readonly key: string;
  readonly gate: Gate;
}

/** Lives whole lives, a fault at every command of theirs: each volley of them meets it once. */
export async function atEachCommand(
  grantpot: Deployment,
  { cast, parties }: { readonly cast: Cast; readonly parties: readonly Parties[] },
  fault: Fault,
): Promise<Struck> {
  const document = await documentOf(grantpot);
  const perLife = await commandsOfALife(grantpot, document, { cast, parties: parties[0]! });
  const ahead = Math.ceil(perLife.length / livesAtOnce);
  const volleys = new Volleys(grantpot);
  const clients: InsistingClient[] = [];
  const living = Array.from({ length: livesAtOnce }, async (_, place) => {
    const client = new InsistingClient(grantpot.api, document, volleys.join(place * ahead, ahead));
    clients.push(client);
    await live(client, cast, parties[place]!).finally(() => {
      volleys.leave();
    });
  });
  const recoveriesMs: number[] = [];
  const commands = new Map<string, number>();
  const all = Promise.all(living);
  for (let volley = 0; volley < ahead; volley += 1) {
    // A life that fails ends the wait.
    const waiting = await Promise.race([volleys.gathered(), all.then(() => [])]);
    if (waiting.length === 0) break;
    for (const { command } of waiting) commands.set(command, (commands.get(command) ?? 0) + 1);
    const overAt = await Promise.race([fault(volleys.of(waiting)), failureOf(all)]);
    await Promise.race([volleys.answered(), failureOf(all)]);
    recoveriesMs.push(Math.max(0, performance.now() - overAt));
  }
  await all;
  const missed = [...new Set(perLife)].filter((command) => !commands.has(command));
  if (missed.length > 0) throw new Error(`the fault did not meet ${missed.join(', ')}`);
  return { commands, recoveriesMs, repeated: clients.reduce((sum, { repeated }) => sum + repeated, 0) };
}

/** Never settles but by a failure. */
function failureOf(all: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => void all.catch(reject));
}

/** The API's document, as a Grantpot serves it. */
export async function documentOf({ api }: Deployment): Promise<ApiDocument> {
  return new ApiDocument(await (await fetch(`${api}/openapi.json`)).json());
}

/** The names of a life's commands in their order: one life is lived in peace to learn them. */
async function commandsOfALife(
  grantpot: Deployment,
  document: ApiDocument,
  { cast, parties }: { readonly cast: Cast; readonly parties: Parties },
): Promise<readonly string[]> {
  const names: string[] = [];
  const client = new InsistingClient(grantpot.api, document, {
    before: () => Promise.resolve(),
    after: (command) => names.push(command),
  });
  await live(client, cast, parties);
  return names;
}

/** Lets lives go on together, a command at a time. */
class Volleys {
  private lives = 0;
  private waiting: Waiting[] = [];
  private underWay = 0;

  constructor(private readonly grantpot: Deployment) {}

  /** A life that gives so many commands in peace, then so many with the others, and the rest in peace. */
  join(inPeace: number, withOthers: number): ConstructorParameters<typeof InsistingClient>[2] {
    this.lives += 1;
    let given = 0;
    let isWithOthers = false;
    return {
      before: async (command, key) => {
        given += 1;
        isWithOthers = given > inPeace && given <= inPeace + withOthers;
        if (!isWithOthers) return;
        const gate = aGate();
        this.waiting.push({ command, key, gate });
        await gate.opened;
      },
      after: () => {
        if (isWithOthers) this.underWay -= 1;
      },
    };
  }

  /** A life is over. */
  leave(): void {
    this.lives -= 1;
  }

  /** Waits until each life that goes on is about to give a command. */
  gathered(): Promise<readonly Waiting[]> {
    return waitFor('each life is about to give a command', () =>
      Promise.resolve(this.waiting.length === this.lives ? this.waiting : undefined),
    );
  }

  of(waiting: readonly Waiting[]): Volley {
    this.waiting = [];
    return {
      count: waiting.length,
      give: () => {
        this.underWay = waiting.length;
        for (const { gate } of waiting) gate.open();
      },
      stored: async () => {
        await waitFor('all are stored', async () => {
          const stored = await this.grantpot.look('select from command where idempotency_key = any ($1)', [
            waiting.map(({ key }) => key),
          ]);
          return stored.length === waiting.length;
        });
      },
    };
  }

  async answered(): Promise<void> {
    await waitFor('each command has its outcome', () => Promise.resolve(this.underWay === 0));
  }
}
