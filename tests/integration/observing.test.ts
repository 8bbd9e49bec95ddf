import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { parse } from 'yaml';
import { z } from 'zod';

import { anOrganisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { callerOf, type Caller } from '../support/caller';
import { freePort, startDeployment, type Deployment } from '../support/deployment';
import { figuresOf, readExpression } from '../support/promql';
import { keyed } from '../support/raw-requests';
import { aToken } from '../support/token';
import { waitFor } from '../support/wait-for';

let grantpot: Deployment;
let ports: Readonly<Record<'web' | 'worker' | 'temporal', number>>;
let manager: Caller;
let token: string;
let potId: string;
let ownerId: string;
let rounds = 0;

beforeAll(async () => {
  ports = { web: await freePort(), worker: await freePort(), temporal: await freePort() };
  grantpot = await startDeployment({
    environment: {
      LOG_LEVEL: 'info',
      WEB_METRICS_PORT: String(ports.web),
      WORKER_METRICS_PORT: String(ports.worker),
      TEMPORAL_METRICS_PORT: String(ports.temporal),
    },
  });
  const inbox = await grantpot.openInbox();
  const organisation = await anOrganisation(inbox);
  ({ potId } = await aPot(inbox, organisation, { budgetPence: 100_000, policy: aPolicy({ intake: 'window' }) }));
  token = await aToken(inbox, organisation.manager);
  manager = callerOf(grantpot.api, token);
  ownerId = organisation.officer.personId;
  await inbox.close();
}, 120_000);
afterAll(() => grantpot.remove());

const scrape = async (process: keyof typeof ports): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${String(ports[process])}/metrics`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain/)]);
  return response.text();
};

/** Asks for a command that a run applies. */
async function planRound(headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  rounds += 1; // rounds of a pot do not overlap
  const at = (days: number) => new Date(Date.now() + (10 * rounds + days) * 86_400_000).toISOString();
  const body = { potId, name: 'Spring', opensAt: at(1), closesAt: at(2), decideBy: at(3), ownerId };
  const response = await fetch(`${grantpot.api}/rounds`, {
    method: 'POST',
    headers: { ...keyed(), Authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(201);
  return response;
}

/** The value of one figure: its name and labels as a sample has them. */
const valueOf = (scraped: string, sample: string): number | undefined => {
  const line = scraped.split('\n').find((one) => one.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
};

test('nothing of it is to be had where people come in', async () => {
  for (const address of [grantpot.api, grantpot.api.replace('/api/v1', ''), grantpot.api.replace('/v1', '')]) {
    const response = await fetch(`${address}/metrics`);
    expect([401, 404]).toContain(response.status);
    expect(await response.text()).not.toMatch(/nodejs_|grantpot_/);
  }
});

test('requests are counted by operation, commands by their outcome, wherever they got it', async () => {
  await manager.get('/me');
  await manager.get('/Mary-Smith-of-12-High-Street?q=Mary%20Smith');
  await manager.post(`/pots/${potId}/add-budget`, { amountPence: 1_000 });
  await planRound();

  const [web, worker] = [await scrape('web'), await scrape('worker')];
  expect(valueOf(web, 'grantpot_http_requests_total{operation="addBudget",method="POST",status="2xx"}')).toBe(1);
  expect(valueOf(web, 'grantpot_http_requests_total{operation="none",method="GET",status="4xx"}')).toBeGreaterThan(0);
  expect(valueOf(web, 'grantpot_http_request_seconds_count{operation="getMe"}')).toBe(1);
  expect(valueOf(web, 'grantpot_command_answers_total{command="planRound",outcome="applied"}')).toBe(1);
  // A pot's commands are applied where they were asked for, a round's where its run is.
  expect(valueOf(web, 'grantpot_command_outcomes_total{command="addBudget",outcome="applied"}')).toBe(1);
  expect(valueOf(worker, 'grantpot_command_outcomes_total{command="planRound",outcome="applied"}')).toBe(1);
  expect(valueOf(worker, 'grantpot_worker_running')).toBe(1);
  expect(`${web}${worker}`).not.toMatch(/Mary|Smith|High-Street|127\.0\.0\.1/);
});

test('no figure has a label whose values are without end', async () => {
  const scraped = [await scrape('web'), await scrape('worker')].join('');
  expect(scraped).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  const labels = new Set([...figuresOf(scraped).values()].flatMap((some) => [...some]));
  const bounded = ['operation', 'method', 'status', 'command', 'outcome', 'what', 'state', 'le'];
  const ofNode = ['kind', 'type', 'space', 'version', 'major', 'minor', 'patch', 'quantile'];
  expect([...labels].filter((label) => ![...bounded, ...ofNode].includes(label))).toEqual([]);
});

test('the reconciler, the ledger’s check and the record can be watched', async () => {
  await waitFor('both have been done', async () => {
    const worker = await scrape('worker');
    return (
      (valueOf(worker, 'grantpot_reconciler_passes_total{outcome="done"}') ?? 0) > 0 &&
      (valueOf(worker, 'grantpot_ledger_last_check_timestamp_seconds') ?? 0) > 0
    );
  });
  const worker = await scrape('worker');
  expect(valueOf(worker, 'grantpot_ledger_differences')).toBe(0);
  expect(valueOf(worker, 'grantpot_commands_failed')).toBe(0);
  expect(valueOf(worker, 'grantpot_reconciler_last_pass_timestamp_seconds')).toBeGreaterThan(0);
});

describe('the alerts', () => {
  const rules = z
    .strictObject({
      groups: z.array(
        z.strictObject({
          name: z.string(),
          rules: z.array(
            z.strictObject({
              alert: z.string().regex(/^Grantpot[A-Z][A-Za-z]+$/),
              expr: z.string(),
              for: z
                .string()
                .regex(/^\d+[smhd]$/)
                .optional(),
              labels: z.strictObject({ severity: z.enum(['now', 'today']) }),
              annotations: z.strictObject({ summary: z.string(), meaning: z.string(), action: z.string() }),
            }),
          ),
        }),
      ),
    })
    .parse(parse(readFileSync(resolve(__dirname, '../../docs/alerts.yml'), 'utf8')))
    .groups.flatMap(({ rules: some }) => some);
  /** What Prometheus itself keeps of everything that it scrapes. */
  const ofPrometheus = new Map([['up', new Set<string>()]]);
  const byPrometheus = ['job', 'instance'];

  test('each is an expression over figures, and labels of them, that a real scrape has', async () => {
    const figures = new Map([...figuresOf(`${await scrape('web')}${await scrape('worker')}`), ...ofPrometheus]);
    expect(rules.length).toBeGreaterThan(15);
    for (const { alert, expr } of rules) {
      const { faults, asked } = readExpression(expr);
      expect([alert, faults]).toEqual([alert, []]);
      expect(asked.length).toBeGreaterThan(0);
      for (const { figure, labels } of asked) {
        expect([alert, figure, figures.has(figure)]).toEqual([alert, figure, true]);
        const unknown = labels.filter((label) => !byPrometheus.includes(label) && !figures.get(figure)?.has(label));
        expect([alert, figure, unknown]).toEqual([alert, figure, []]);
      }
    }
  });

  test('and one that asks for what is not there would be found', () => {
    const { asked, faults } = readExpression('max(grantpot_nothing{colour="red"}) > 0');
    expect([asked, faults]).toEqual([[{ figure: 'grantpot_nothing', labels: ['colour'] }], []]);
    expect(readExpression('max(grantpot_nothing > 0').faults).not.toEqual([]);
  });

  test('each has a name of its own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

test('Temporal’s own figures of the worker are there where they are wished', async () => {
  expect(await scrape('temporal')).toMatch(/^temporal_worker_task_slots_available/m);
});

describe('the log', () => {
  test('is JSON line by line; a command is followed by its id from its request to whoever applied it', async () => {
    const requestId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { commandId } = (await (await planRound({ 'X-Request-Id': requestId })).json()) as { commandId: string };
    const ofCommand = (name: 'web' | 'worker') => grantpot.log(name).filter((line) => line['commandId'] === commandId);
    // A request is logged once it is answered, so its client may look before.
    await waitFor('both have logged it', async () => ofCommand('web').length > 0 && ofCommand('worker').length > 0);
    expect(ofCommand('web')).toEqual([
      expect.objectContaining({
        process: 'web',
        msg: 'request answered',
        requestId,
        operation: 'planRound',
        method: 'POST',
        status: 201,
      }),
    ]);
    expect(ofCommand('worker')).toEqual([
      expect.objectContaining({ process: 'worker', command: 'planRound', status: 'applied' }),
    ]);
  });

  test('has an id for each request, and no address that anybody typed', async () => {
    const lines = grantpot.log('web').filter(({ msg }) => msg === 'request answered');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter(({ requestId }) => typeof requestId !== 'string')).toEqual([]);
    expect(JSON.stringify(lines)).not.toMatch(/Mary|High-Street/);
  });
});

test('without Postgres the figures of the processes are still there, and say so', async () => {
  await grantpot.postgres.stop();
  const web = await scrape('web');
  expect(valueOf(web, 'grantpot_record_up')).toBe(0);
  expect(valueOf(web, 'grantpot_commands_waiting')).toBeUndefined();
  expect(valueOf(web, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  await grantpot.postgres.start();
  await waitFor('the record answers', async () => valueOf(await scrape('web'), 'grantpot_record_up') === 1);
});
