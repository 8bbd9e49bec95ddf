import { startDeployment, type Deployment } from '../support/deployment';
import { whatIsWrong } from '../support/nothing-lost';
import { waitFor } from '../support/wait-for';
import { atEachCommand, type Fault } from './at-each-command';
import { holdCommands } from './holds';
import { addToTable } from './table';
import { aWorld, type World } from './world';

let grantpot: Deployment;
let world: World;

beforeAll(async () => {
  grantpot = await startDeployment();
  world = await aWorld(grantpot);
});
afterAll(() => grantpot.remove());

const killedAt = () => performance.now();

/** The worker has the command's work to do and has not begun it: it stands still until it is killed. */
const workerBefore: Fault = async (volley) => {
  await grantpot.worker.pause();
  volley.give();
  await volley.stored();
  await grantpot.worker.kill();
  const at = killedAt();
  await grantpot.worker.start();
  return at;
};

/** All is written and nothing committed: Postgres rolls it back when it finds the worker gone. */
const workerInside: Fault = async (volley) => {
  const held = await holdCommands(grantpot, 'inside');
  volley.give();
  await held.has(volley.count);
  await grantpot.worker.kill();
  const at = killedAt();
  await held.release();
  await grantpot.worker.start();
  return at;
};

/** The commit is under way and goes on, and the worker never learns of it. */
const workerAfter: Fault = async (volley) => {
  const held = await holdCommands(grantpot, 'in the commit');
  volley.give();
  await held.has(volley.count);
  await grantpot.worker.kill();
  const at = killedAt();
  await held.release();
  await grantpot.worker.start();
  return at;
};

/** Stored, and being applied: by a worker, or, where the subject has no clock, by web itself, whose transaction is then lost. */
const webInside: Fault = async (volley) => {
  const held = await holdCommands(grantpot, 'inside');
  volley.give();
  await held.has(volley.count);
  await grantpot.web.kill();
  const at = killedAt();
  await held.release();
  await grantpot.web.start();
  return at;
};

/** Stored, committed, and not answered. */
const webAfter: Fault = async (volley) => {
  const held = await holdCommands(grantpot, 'in the commit');
  volley.give();
  await held.has(volley.count);
  await grantpot.web.kill();
  const at = killedAt();
  await held.release();
  await grantpot.web.start();
  return at;
};

/** Stored, and not yet taken to its run, which Temporal does not answer for. */
const webBeforeSending: Fault = async (volley) => {
  await grantpot.temporal.pause();
  volley.give();
  await volley.stored();
  await grantpot.web.kill();
  const at = killedAt();
  grantpot.temporal.resume();
  await grantpot.web.start();
  return at;
};

/** The update is accepted and its activity is under way; what the worker reports goes to nobody. */
const temporalInside: Fault = async (volley) => {
  const held = await holdCommands(grantpot, 'inside');
  volley.give();
  await held.has(volley.count);
  await grantpot.temporal.kill();
  const at = killedAt();
  await held.release();
  await grantpot.temporal.start();
  return at;
};

/** The commit was asked for, and is not on disk. */
const postgresInCommit: Fault = async (volley) => {
  const held = await holdCommands(grantpot, 'in the commit');
  volley.give();
  await held.has(volley.count);
  await grantpot.postgres.kill();
  const at = killedAt();
  await held.release();
  await grantpot.postgres.start();
  return at;
};

/** The commit is on disk, and nobody was told: it waits for a standby that is not there. */
const postgresAfterCommit: Fault = async (volley) => {
  const held = await holdCommands(grantpot, 'inside');
  volley.give();
  await held.has(volley.count);
  await grantpot.look("alter system set synchronous_standby_names = 'nobody'");
  await grantpot.look('select pg_reload_conf()');
  await waitFor('commits wait', async () => {
    const [row] = await grantpot.look<{ names: string }>(
      "select current_setting('synchronous_standby_names') as names",
    );
    return row?.names === 'nobody';
  });
  await held.release();
  await waitFor('all commits wait', async () => {
    const waiting = await grantpot.look("select from pg_stat_activity where wait_event = 'SyncRep'");
    return waiting.length >= volley.count;
  });
  await grantpot.postgres.kill();
  const at = killedAt();
  await grantpot.postgres.start();
  await grantpot.look('alter system reset synchronous_standby_names');
  await grantpot.look('select pg_reload_conf()');
  return at;
};

const faults: Readonly<Record<string, Fault>> = {
  'worker killed before the transaction': workerBefore,
  'worker killed inside the transaction': workerInside,
  'worker killed after the transaction': workerAfter,
  'web killed after storing, before the run is told': webBeforeSending,
  'web killed after storing, while it is applied': webInside,
  'web killed after it is applied, before answering': webAfter,
  'Temporal killed in the middle of the update': temporalInside,
  'Postgres killed at commit, before it is on disk': postgresInCommit,
  'Postgres killed at commit, when it is on disk': postgresAfterCommit,
};

test.each(Object.entries(faults))('%s: at each command of a life', async (name, fault) => {
  const { commands, recoveriesMs } = await atEachCommand(grantpot, world, fault);
  const wrong = await whatIsWrong(grantpot);
  addToTable({
    fault: `${name}, at each of ${String(commands.size)} commands`,
    times: [...commands.values()].reduce((sum, times) => sum + times, 0),
    lost: wrong.length,
    slowestRecoveryMs: Math.max(...recoveriesMs),
  });
  expect(wrong).toEqual([]);
});
