import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { Client, Connection } from '@temporalio/client';
import { Client as Postgres } from 'pg';

import { Api } from '../../src/cli/story/api';
import { dayFromNow } from '../../src/cli/story/stages';
import { workflowIdOf } from '../../src/contracts/runs';
import { killProcess } from '../../src/launcher/detached-process';
import { isRunning } from '../../src/launcher/process-identity';
import { Launched, partsOf, removeDataDirectory, until, variablesOf } from '../support/launched';
import { openBalancer, type Balancer } from './balancer';
import { anApplication, anOrganisation, grantpot, STEPS } from './organisation';
import { printTable, seconds, type Kill } from './table';

const GRANTS = 20;

/** What is killed while all grants take a step at once. */
const VICTIMS = {
  apply: ['web'],
  check: ['worker'],
  decide: ['temporal-history'],
  accept: ['temporal-frontend', 'web-2'],
  pay: ['temporal-worker', 'worker-2'],
  report: ['temporal-matching'],
} as const;

/** So many commands of a step are answered before something is killed. */
const COMMANDS_BEFORE = 10;

const LAUNCHER = resolve(__dirname, '../../dist/src/launcher/main.js');

let directory: string;
const launched: Launched[] = [];
let balancer: Balancer | undefined;

beforeAll(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'grantpot-cluster-')), 'data');
});

afterAll(async () => {
  await balancer?.close();
  for (const one of launched) one.signal('SIGTERM');
  await Promise.all(launched.map((one) => one.ended));
  await removeDataDirectory(directory);
  await rm(dirname(directory), { recursive: true, force: true });
});

/** Starts the cluster. @returns the addresses of its web servers */
async function start(): Promise<readonly string[]> {
  const one = new Launched(directory, { PORT: '0' }, [LAUNCHER, 'cluster']);
  launched.push(one);
  const [, addresses = ''] = await one.says(/Grantpot is ready: (http.*)\n/);
  return addresses.split(' and ');
}

async function look<Row extends object>(sql: string, ...parameters: readonly unknown[]): Promise<readonly Row[]> {
  const client = new Postgres({ connectionString: variablesOf(directory)['DATABASE_MIGRATION_URL'] });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...parameters])).rows;
  } finally {
    await client.end();
  }
}

async function askTemporal<T>(ask: (client: Client) => Promise<T>): Promise<T> {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = variablesOf(directory);
  const connection = await Connection.connect({ address: address! });
  try {
    return await ask(new Client({ connection, namespace: namespace! }));
  } finally {
    await connection.close();
  }
}

const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(record) as K[];

const runOf = (id: string) => askTemporal((client) => client.workflow.getHandle(workflowIdOf('grant', id)).describe());

test(`${String(GRANTS)} grants live to their end while each part is killed once, and a second start goes on`, async () => {
  const addresses = await start();
  expect(addresses).toHaveLength(2);
  balancer = await openBalancer(addresses);
  const api = await Api.of(balancer.address);
  const cast = await anOrganisation(api, directory);
  // One application is never decided on: a command to it, and its answer, tell when everything works again.
  const waiting = await anApplication(api, cast, 'ZZ');
  await api.as(cast.officer, 'startChecking', { id: waiting.id });
  // Another is left as its group sent it, for the second start.
  const left = await anApplication(api, cast, 'ZY');
  const commandIsApplied = () =>
    api.as(cast.officer, 'recordCheck', {
      id: waiting.id,
      body: { kind: 'governing_document', passed: true, seenOn: dayFromNow(0) },
    });
  const isReady = async (address: string) =>
    (await fetch(`${address}/readyz`).catch(() => undefined))?.ok === true ? true : undefined;

  const began = performance.now();
  const say = (line: string) => process.stdout.write(`${seconds(performance.now() - began).padStart(8)}  ${line}\n`);
  const kills: Kill[] = [];
  const kill = async (step: keyof typeof VICTIMS): Promise<void> => {
    const parts = VICTIMS[step];
    const from = balancer!.answered + COMMANDS_BEFORE;
    await until(`all have begun to ${step}`, () => (balancer!.answered >= from ? true : undefined));
    const before = partsOf(directory);
    const [killedAt, answered] = [performance.now(), balancer!.answered];
    await Promise.all(parts.map((part) => killProcess(before[part]!)));
    say(`${parts.join(' and ')} killed, while all ${step}`);
    const runsAgain = await until('they run again', () => {
      const now = partsOf(directory);
      const all = parts.every((part) => now[part]?.pid !== before[part]!.pid && isRunning(now[part]!));
      return all ? performance.now() : undefined;
    });
    await commandIsApplied();
    for (const address of addresses) await until(`${address} is ready`, () => isReady(address));
    say('a command is applied, and both web servers are ready');
    kills.push({
      parts,
      step,
      atMs: killedAt - began,
      answered,
      runsAgainMs: runsAgain - killedAt,
      recoveredMs: performance.now() - killedAt,
      answeredMeanwhile: balancer!.answered - answered,
    });
  };
  const names = Array.from({ length: GRANTS }, (_none, n) => `A${String.fromCharCode(65 + n)}`);
  const [grants] = await Promise.all([
    Promise.all(names.map((letters) => anApplication(api, cast, letters))),
    kill('apply'),
  ]);
  for (const step of keysOf(STEPS)) {
    await Promise.all([...grants.map((grant) => STEPS[step](api, cast, grant)), kill(step)]);
  }
  const ids = grants.map(({ id }) => id);
  const livedMs = performance.now() - began;

  const stages = await look<{ stage: string }>('select stage from application where id = any($1)', ids);
  expect(stages.map(({ stage }) => stage)).toEqual(ids.map(() => 'closed'));
  expect(await grantpot(directory, 'ledger', 'verify')).toMatch(/ 0 differences$/m);

  // Each run has ended as its row says, and the one that still waits runs.
  for (const id of ids) {
    await until(`the run of ${id} has ended`, async () =>
      (await runOf(id)).status.name === 'COMPLETED' ? true : undefined,
    );
  }
  const running = await runOf(left.id);
  expect(running.status.name).toBe('RUNNING');

  const commands = await look<{ id: string; status: string }>('select id, status from command');
  const outcomes = new Map(commands.map(({ id, status }) => [id, status]));
  const lost = [...balancer.acknowledged].filter((id) => outcomes.get(id) !== 'applied');
  printTable({
    kills,
    commands: balancer.acknowledged.size,
    lost: lost.length,
    livedMs,
    grants: GRANTS,
    shares: balancer.shares,
  });
  expect(lost).toEqual([]);
  expect(commands.filter(({ status }) => status === 'stored' || status === 'failed')).toEqual([]);

  // It stops in order, and the next start goes on with the same runs.
  const processes = Object.values(partsOf(directory));
  launched[0]!.signal('SIGTERM');
  expect(await launched[0]!.ended).toBe(0);
  expect(processes.filter(isRunning)).toEqual([]);
  await balancer.close();
  balancer = await openBalancer(await start());
  const later = await Api.of(balancer.address);
  for (const step of keysOf(STEPS)) await STEPS[step](later, cast, left);
  expect((await runOf(left.id)).runId).toBe(running.runId);
  expect(await grantpot(directory, 'ledger', 'verify')).toMatch(/ 0 differences$/m);
});
