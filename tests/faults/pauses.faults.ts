import { setTimeout as sleep } from 'node:timers/promises';

import { startDeployment, type Deployment } from '../support/deployment';
import { whatIsWrong } from '../support/nothing-lost';
import type { Pausable } from '../support/paused-process';
import { atEachCommand, type Fault } from './at-each-command';
import { holdCommands } from './holds';
import { addToTable } from './table';
import { Volunteers } from './volunteers';
import { aWorld, type World } from './world';

/** Longer than every time-out of ours: the longest is the 20 seconds that a local activity may take. */
const longMs = 25_000;
/** Longer than what the libraries have besides: 30 seconds until a connection to Temporal is asked whether it is there, and 15 for the answer. */
const longerMs = 50_000;

const processes = ['worker', 'web', 'temporal', 'postgres'] as const;

let grantpot: Deployment;
let world: World;

beforeAll(async () => {
  grantpot = await startDeployment();
  world = await aWorld(grantpot);
});
afterAll(() => grantpot.remove());

/** Stands still while the commands are in the middle of their transactions, which then go on without it, if they can. */
const paused =
  (part: () => Pausable, forMs: number): Fault =>
  async (volley) => {
    const held = await holdCommands(grantpot, 'inside');
    volley.give();
    await held.has(volley.count);
    await part().pause();
    const released = held.release(); // answers when Postgres does
    await sleep(forMs);
    part().resume();
    const at = performance.now();
    await released;
    return at;
  };

test.each(processes)('%s stands still for longer than every time-out, at each command of a life', async (name) => {
  const { commands, recoveriesMs } = await atEachCommand(
    grantpot,
    world,
    paused(() => grantpot[name], longMs),
  );
  const wrong = await whatIsWrong(grantpot);
  addToTable({
    fault: `${name} paused for ${String(longMs / 1_000)} s, at each of ${String(commands.size)} commands`,
    times: [...commands.values()].reduce((sum, times) => sum + times, 0),
    lost: wrong.length,
    slowestRecoveryMs: Math.max(...recoveriesMs),
  });
  expect(wrong).toEqual([]);
});

test.each(processes)('%s stands still for longer than connections are kept', async (name) => {
  const volunteers = await Volunteers.of(grantpot, 4);
  const { times, recoveryMs } = await volunteers.meet(paused(() => grantpot[name], longerMs));
  const wrong = await whatIsWrong(grantpot);
  addToTable({
    fault: `${name} paused for ${String(longerMs / 1_000)} s`,
    times,
    lost: wrong.length,
    slowestRecoveryMs: recoveryMs,
  });
  expect(wrong).toEqual([]);
});
