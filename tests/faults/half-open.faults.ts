import { startDeployment, type Deployment, type Pair } from '../support/deployment';
import { whatIsWrong } from '../support/nothing-lost';
import { holdCommands } from './holds';
import { addToTable } from './table';
import { Volunteers } from './volunteers';

const pairs: readonly Pair[] = ['client-web', 'web-postgres', 'worker-postgres', 'web-temporal', 'worker-temporal'];

let grantpot: Deployment;
let volunteers: Volunteers;

beforeAll(async () => {
  grantpot = await startDeployment({ proxied: true });
  volunteers = await Volunteers.of(grantpot, 4);
});
afterAll(() => grantpot.remove());

const told = async (fault: string, { times, recoveryMs }: { times: number; recoveryMs: number }) => {
  const wrong = await whatIsWrong(grantpot);
  addToTable({ fault, times, lost: wrong.length, slowestRecoveryMs: recoveryMs });
  expect(wrong).toEqual([]);
};

test.each(pairs)('%s: the connections that are there pass nothing more, and nobody says so', async (pair) => {
  const proxy = grantpot.between(pair);
  const met = await volunteers.meet(async (volley) => {
    const held = await holdCommands(grantpot, 'in the commit');
    volley.give();
    await held.has(volley.count);
    proxy.freeze();
    const at = performance.now();
    await held.release();
    return at;
  });
  proxy.thaw();
  await told(`${pair} half-open`, met);
});
