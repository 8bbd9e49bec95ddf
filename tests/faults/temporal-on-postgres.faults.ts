import { startDeployment, type Deployment } from '../support/deployment';
import { whatIsWrong } from '../support/nothing-lost';
import { holdCommands } from './holds';
import { addToTable } from './table';
import { Volunteers } from './volunteers';

/** The pair that only a Temporal server on Postgres has, as in production: what it keeps runs in, while they run. */
const pair = 'temporal-postgres';

const BUILD_MS = 15 * 60_000;

let grantpot: Deployment;
let volunteers: Volunteers;

beforeAll(async () => {
  grantpot = await startDeployment({ proxied: true, temporalOnPostgres: true });
  volunteers = await Volunteers.of(grantpot, 4);
}, BUILD_MS);
afterAll(() => grantpot.remove());

const told = async (fault: string, { times, recoveryMs }: { times: number; recoveryMs: number }) => {
  const wrong = await whatIsWrong(grantpot);
  addToTable({ fault, times, lost: wrong.length, slowestRecoveryMs: recoveryMs });
  expect(wrong).toEqual([]);
};

/** A fault of the proxy's while commands have their whole change written, and their runs wait for it. */
const inMidFlight = (fault: () => void) =>
  volunteers.meet(async (volley) => {
    const held = await holdCommands(grantpot, 'inside');
    volley.give();
    await held.has(volley.count);
    fault();
    const at = performance.now();
    await held.release();
    return at;
  });

test('every connection is reset while commands are under way', async () => {
  const proxy = grantpot.between(pair);
  expect(proxy.open).toBeGreaterThan(0);
  await told(`${pair} cut in mid-flight`, await inMidFlight(() => proxy.cut()));
});

test('answers are a few bytes at a time', async () => {
  const proxy = grantpot.between(pair);
  const met = await volunteers.meet((volley) => {
    proxy.slow({ latencyMs: 5, bytesAtOnce: 100 });
    volley.give();
    return Promise.resolve(performance.now());
  });
  proxy.slow();
  await told(`${pair} slowed`, met);
});

test('the connections that are there pass nothing more, and nobody says so', async () => {
  const proxy = grantpot.between(pair);
  const met = await inMidFlight(() => proxy.freeze());
  proxy.thaw();
  await told(`${pair} half-open`, met);
});
