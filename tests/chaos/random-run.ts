import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { Api } from '../../src/cli/story/api';
import { identified } from '../../src/cli/story/cast';
import { created } from '../../src/cli/story/people';
import { Launched, newDataDirectory, removeDataDirectory } from '../support/launched';
import { waitFor } from '../support/wait-for';
import { Asker, frontOf, type Front } from './asking';
import { chanceOf, type Chance } from './chance';
import { Client, Ended } from './client';
import { Hurting, type Done } from './hurting';
import { brokenInvariants } from './invariants';
import { lives, type LifeName } from './lives';
import { Recovery } from './recovery';
import { faultsOf, type Fault } from './schedule';
import { aWorld, type World } from './world';

/** A random run, which its seed repeats: which process, when, killed or paused, and what each client does. */
export interface RandomRun {
  readonly seed: string;
  readonly kills: number;
  readonly minutes: number;
  readonly clients: number;
  /** Told how it goes, a line at a time. */
  readonly say: (line: string) => void;
}

/** What came of a random run. */
export interface Findings {
  readonly faults: readonly (Done & { readonly recoveredMs: number | undefined })[];
  readonly front: Front;
  /** How lives ended, and how often. */
  readonly ends: ReadonlyMap<string, number>;
  /** Nothing, or what was broken. */
  readonly violations: readonly string[];
}

/** Starts a Grantpot as `npm start` does, with a second worker; lets clients live in it while its processes are killed; waits until it is quiet, and looks. */
export async function randomRun(run: RandomRun): Promise<Findings> {
  const chance = chanceOf(run.seed);
  const directory = newDataDirectory();
  const launched = new Launched(directory, { LOG_LEVEL: 'warn' });
  const over = new AbortController();
  let hurting: Hurting | undefined;
  let recovery: Recovery | undefined;
  let living: readonly Promise<void>[] = [];
  try {
    const url = await launched.ready();
    run.say(`ready at ${url}`);
    const api = await Api.of(url);
    const world = await aWorld(api, await founded(api, directory), run.clients);
    const front = await frontOf(url);
    hurting = await Hurting.beside(directory);
    run.say(`${String(run.clients)} clients have what they need; seed ${run.seed}`);

    const asking = new Recovery(front.api, world, await roundsOfOwn(api, world));
    recovery = asking;
    const ends = new Map<string, number>();
    living = world.homes.map((_, number) => client(run, chance, { front, world, number, over: over.signal, ends }));
    const faults = await hurt(run, hurting, faultsOf(chance.stream('faults'), run));
    over.abort();
    await Promise.all(living);
    run.say('quiet');
    await waitFor(
      'it is ready again',
      async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200,
    );
    await waitFor('the last fault is over', async () => faults.every(({ at }) => asking.after(at) !== undefined)).catch(
      () => undefined,
    );
    await asking.stop();
    const violations = await brokenInvariants({ dataDirectory: directory, front });
    return {
      faults: faults.map((fault) => ({ ...fault, recoveredMs: asking.after(fault.at) })),
      front,
      ends,
      violations,
    };
  } finally {
    // Whatever went wrong: nobody goes on asking when there is nobody left to answer.
    over.abort();
    await Promise.allSettled(living);
    await recovery?.stop();
    await hurting?.stop();
    launched.signal('SIGTERM');
    await launched.ended;
    await removeDataDirectory(directory);
  }
}

/** The organisation, as `grantpot setup` makes it. @returns its administrator */
async function founded(api: Api, directory: string) {
  const person = { name: 'Administrator', email: 'administrator@staff.example' };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      resolve(__dirname, '../../dist/src/cli/main.js'),
      ...['setup', '--organisation', 'Random Run', '--slug', 'random-run'],
      ...['--administrator', person.name, '--email', person.email],
    ],
    { env: { ...process.env, GRANTPOT_DATA_DIR: directory } },
  );
  return identified(api, { ...person, token: stdout.trim().split('\n').at(-1) ?? '' });
}

/** Far from now, where no client plans any. */
function roundsOfOwn(api: Api, { cast, homes }: World): Promise<readonly string[]> {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const plan = { name: 'Asked', opensAt: day(100), closesAt: day(101), decideBy: day(102) };
  return Promise.all(
    homes.slice(0, 6).map(({ window }) => created(api, cast.manager, 'planRound', { ...plan, potId: window.potId })),
  );
}

/** Does all faults, each at its time, or as soon after it as its process runs. */
async function hurt(run: RandomRun, hurting: Hurting, faults: readonly Fault[]): Promise<readonly Done[]> {
  const began = performance.now();
  const done = faults.map(async (fault) => {
    await sleep(Math.max(0, began + fault.atMs - performance.now()));
    const told = await hurting.do(fault);
    const what = fault.pausedMs === undefined ? 'killed' : `paused for ${String(fault.pausedMs)} ms`;
    run.say(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${fault.victim} ${what}`);
    return told;
  });
  const all = await Promise.all(done);
  await sleep(Math.max(0, began + run.minutes * 60_000 - performance.now()));
  return all;
}

interface Place {
  readonly front: Front;
  readonly world: World;
  readonly number: number;
  readonly over: AbortSignal;
  readonly ends: Map<string, number>;
}

const weights = Object.fromEntries(Object.entries(lives).map(([name, { weight }]) => [name, weight])) as Record<
  LifeName,
  number
>;

/** One client: one life after the other, until the run is over. What each life does depends on its seed alone, not on those before. */
async function client(run: RandomRun, seeded: Chance, { front, world, number, over, ends }: Place): Promise<void> {
  const home = world.homes[number];
  if (home === undefined) throw new Error('a client without a home');
  for (let life = 0; !over.aborted; life += 1) {
    const chance = seeded.stream(`client ${String(number)}/${String(life)}`);
    const name = chance.weighed(weights);
    const asker = new Asker(front, `client ${String(number)}/${String(life)}`, chance.stream('manners'));
    const count = (how: string) => ends.set(`${name}: ${how}`, (ends.get(`${name}: ${how}`) ?? 0) + 1);
    try {
      await lives[name].live(new Client(asker, chance, world, home, over));
      count('lived');
    } catch (error) {
      if (error instanceof Ended) count(error.message);
      else {
        run.say(`client ${String(number)}: ${String(error)}`);
        front.wrong.push(`client ${String(number)}, ${name}: ${String(error)}`);
      }
    }
  }
}
