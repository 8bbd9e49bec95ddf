import { randomBytes } from 'node:crypto';

import { keyId } from '../../db/key-ring';
import { sealedBy } from '../../db/seal';
import { grantpot } from '../support/command-line';
import {
  arranged,
  clockOf,
  keysIn,
  putOnHold,
  runOf,
  servicesOf,
  startRunning,
  type Arranged,
  type Running,
} from '../support/lost-and-restored';
import { waitFor } from '../support/wait-for';

let running: Running;
let there: Arranged;

beforeAll(async () => {
  running = await startRunning('start');
  there = await arranged(running);
});
afterAll(() => running.lose());

const sealsOf = async (): Promise<readonly string[]> => {
  const rows = await running.inbox.look<{ details_sealed: string }>('select details_sealed from bank_account');
  return rows.map((row) => row.details_sealed.slice(0, 12));
};

test('one command makes new keys, has worker and web take them, and seals all anew; runs of before are still answered by', async () => {
  const [field] = keysIn(running, 'fieldKeys');
  const [codec] = keysIn(running, 'codecKeys');
  const [before, services] = [await runOf(running, there.offer), servicesOf(running)];
  expect(before.status).toBe('RUNNING');
  expect(await sealsOf()).toEqual([sealedBy(field!)]);

  const rotated = await running.grantpot('keys', 'rotate');
  expect(rotated).toMatchObject({ code: 0, complaint: '' });
  const [newField, ...olderFields] = keysIn(running, 'fieldKeys');
  const [newCodec, ...olderCodecs] = keysIn(running, 'codecKeys');
  expect([olderFields, olderCodecs]).toEqual([[field], [codec]]);
  for (const said of [
    `New keys are in ${running.directory}/keys.json: field key ${newField!} and codec key ${newCodec!}. Copy the file`,
    'Worker and web have started again with them.',
    'rows were sealed anew with field key ',
    `field key ${newField!} (newest) seals 1 bank accounts, 1 stored commands`,
  ])
    expect(rotated.output).toContain(said);
  const instant = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
  for (const said of [
    `field key ${field!} seals nothing since ${instant}: it can be taken out, and links in mails of before ${instant} then open nothing any more; keep it with the backups`,
    `codec key ${codec!} was replaced at ${instant}; runs of before that go on: \\d+, the oldest since ${instant}. It can be taken out a day after the last of them has closed`,
  ])
    expect(rotated.output).toMatch(new RegExp(said));
  // They are noted once, and said again.
  const listed = await running.grantpot('keys', 'list');
  expect(rotated.output).toContain(listed.output);
  expect(await sealsOf()).toEqual([sealedBy(newField!)]);

  await running.ready();
  const now = servicesOf(running);
  expect([now[0] === services[0], now[1] === services[1]]).toEqual([false, false]);
  // The worker has nothing of the run in memory: it reads a history that the old key encrypted, and goes on with the new one.
  expect(await putOnHold(running, there.organisation, there.offer)).toBe(200);
  expect((await runOf(running, there.offer)).startTime).toEqual(before.startTime);
  expect((await clockOf(running, there.offer))?.version).toBeGreaterThan(1);
});

test('a rotation that was cut off after the new keys were made is finished, without newer ones', async () => {
  const fieldKeys = keysIn(running, 'fieldKeys');
  const oldest = fieldKeys.at(-1)!;
  await running.inbox.look(
    `update command_body set body = jsonb_set(body, '{detailsSealed}', to_jsonb($1 || substr(body ->> 'detailsSealed', 13))) where body ? 'detailsSealed'`,
    [sealedBy(oldest)],
  );
  const cut = await running.grantpot('keys', 'rotate');
  // What was only said to be of the old key does not open with it; that it is tried shows that it goes on there.
  expect(cut.code).toBe(1);
  expect(cut.output).toContain('A rotation before this one was cut off, and is finished first.');
  expect(keysIn(running, 'fieldKeys')).toEqual(fieldKeys);
  await running.inbox.look(
    `update command_body set body = jsonb_set(body, '{detailsSealed}', to_jsonb($1 || substr(body ->> 'detailsSealed', 13))) where body ? 'detailsSealed'`,
    [sealedBy(fieldKeys[0]!)],
  );
});

test('a codec key that runs of before need no more can go once Temporal has forgotten them', async () => {
  const codec = keysIn(running, 'codecKeys').at(-1)!;
  const closed = new Date();
  await running.askTemporal(async (client) => {
    for await (const { workflowId } of client.workflow.list({ query: "ExecutionStatus = 'Running'" }))
      await client.workflow.getHandle(workflowId).terminate();
  });
  // Those that the reconciler begins again begin after the rotation.
  const said = new RegExp(
    `codec key ${codec} was replaced at \\S+; no run of before goes on. It can be taken out from (\\S+) on`,
  );
  const { output } = await waitFor('Temporal lists them as closed', async () => {
    const list = await running.grantpot('keys', 'list');
    return said.test(list.output) && list;
  });
  // The development server keeps what is closed for a day.
  const days = (Date.parse(said.exec(output)![1]!) - closed.getTime()) / 86_400_000;
  expect(days).toBeGreaterThanOrEqual(1);
  expect(days).toBeLessThan(1.1);
});

describe('where the keys are given by the environment', () => {
  const given = (fieldKeys: readonly Buffer[]) => ({
    GRANTPOT_DATA_DIR: running.directory,
    GRANTPOT_KEYS_FILE: '',
    GRANTPOT_FIELD_KEY: fieldKeys.map((key) => key.toString('base64')).join(','),
  });

  test('a key that is missing is named, and nothing is done', async () => {
    const said = await grantpot(given([randomBytes(32)]), 'keys', 'rotate');
    expect(said).toMatchObject({ code: 1, output: '' });
    expect(said.complaint).toBe(
      `Field key ${keysIn(running, 'fieldKeys')[0]!}, which has sealed something is not among those given: put it behind the others in GRANTPOT_FIELD_KEY (or into keys.json), and give this again; it goes on where it was.\n`,
    );
  });

  test('keys list says the same of it, and keys new prints one that can be used', async () => {
    const other = randomBytes(32);
    const { output } = await grantpot(given([other]), 'keys', 'list');
    expect(output).toContain(`field key ${keyId(other)} (newest) seals nothing\n`);
    expect(output).toContain(`field key ${keysIn(running, 'fieldKeys')[0]!}, which is NOT HERE, seals 1 bank accounts`);
    const made = await grantpot({}, 'keys', 'new');
    expect(Buffer.from(made.output.trim(), 'base64')).toHaveLength(32);
  });
});
