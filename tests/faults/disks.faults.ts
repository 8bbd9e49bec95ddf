import { startDeployment, type Deployment } from '../support/deployment';
import { whatIsWrong } from '../support/nothing-lost';
import { aSmallDisk, type SmallDisk } from '../support/small-disk';
import { waitFor } from '../support/wait-for';
import { addToTable } from './table';
import { Volunteers } from './volunteers';

let disk: SmallDisk;
let grantpot: Deployment;

const begin = async (part: 'postgres' | 'temporal', mebibytes: number) => {
  disk = await aSmallDisk(mebibytes);
  grantpot = await startDeployment({ folderOf: { [part]: disk.folder } });
};
afterEach(async () => {
  await grantpot.remove();
  await disk.remove();
});

/** Fills the disk under load until it is felt, has something more done to it, and gives the space back. */
const fillUnderLoad = async (
  fault: string,
  part: 'postgres' | 'temporal',
  meanwhile: () => Promise<void> = () => Promise.resolve(),
) => {
  const load = (await Volunteers.of(grantpot, 3)).load();
  disk.fill();
  await meanwhile();
  await waitFor('it is felt', () => Promise.resolve(load.repeated() >= 20));
  disk.free();
  const at = performance.now();
  // One that has ended is started again by whoever looks after it.
  const ended = !grantpot[part].runs();
  if (ended) await grantpot[part].start();
  const times = await load.stop();
  const slowestRecoveryMs = performance.now() - at;
  const wrong = await whatIsWrong(grantpot);
  addToTable({
    fault: `${fault}${ended ? '; it ended, and was started again' : ''}`,
    times,
    lost: wrong.length,
    slowestRecoveryMs,
  });
  expect(wrong).toEqual([]);
};

test('Postgres’s disk is full for its tables', async () => {
  await begin('postgres', 150);
  await fillUnderLoad('Postgres has no room for its tables', 'postgres');
});

test('Postgres’s disk is full for its log', async () => {
  await begin('postgres', 150);
  await fillUnderLoad('Postgres has no room for its log', 'postgres', async () => {
    await grantpot.look('select pg_switch_wal()').catch(() => undefined);
  });
});

test('the disk of Temporal’s file is full', async () => {
  await begin('temporal', 24);
  await fillUnderLoad('Temporal has no room for its file', 'temporal');
});
