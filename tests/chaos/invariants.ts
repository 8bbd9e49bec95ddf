import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client as TemporalClient, Connection } from '@temporalio/client';
import { defaultPayloadConverter, defineSearchAttributeKey } from '@temporalio/common';
import { Client } from 'pg';

import { openDatabase } from '../../db/client';
import { verifyLedger } from '../../src/commands/ledger/verify';
import { reconcilerId, searchAttributes, workflowIdOf, type Standing } from '../../src/contracts/runs';
import type { WaitingSubject } from '../../src/contracts/ids';
import { createDataConverter } from '../../src/delivery/data-converter';
import { createPayloadCodec } from '../../src/delivery/payload-codec';
import { grantPhase, type GrantStage } from '../../src/domain/lives/grant-life';
import { lives } from '../../src/domain/lives';
import type { Life } from '../../src/domain/lives/life';
import { paymentRunPhase, type PaymentRunState } from '../../src/domain/lives/payment-run-life';
import { purchasePhase, type PurchaseState } from '../../src/domain/lives/purchase-life';
import { roundPhase, type RoundState } from '../../src/domain/lives/round-life';
import { assertBooksBalance } from '../support/books';
import { variablesOf } from '../support/launched';
import { waitFor } from '../support/wait-for';
import type { Front } from './asking';

/** What a run leaves behind, to look at when all is quiet. */
export interface LeftBehind {
  readonly dataDirectory: string;
  readonly front: Front;
}

type Look = <Row>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

/** Everything that must hold of a run once it is quiet. @returns what does not, in words */
export async function brokenInvariants({ dataDirectory, front }: LeftBehind): Promise<readonly string[]> {
  const variables = variablesOf(dataDirectory);
  const client = new Client({ connectionString: superuserUrl(dataDirectory, variables['DATABASE_URL'] ?? '') });
  await client.connect();
  const connection = await Connection.connect({ address: variables['TEMPORAL_ADDRESS'] ?? '' });
  const codecKey = Buffer.from(variables['GRANTPOT_CODEC_KEY'] ?? '', 'base64');
  const temporal = new TemporalClient({ connection, dataConverter: createDataConverter(codecKey) });
  const look: Look = async <Row>(sql: string, parameters: readonly unknown[] = []) =>
    (await client.query(sql, [...parameters])).rows as Row[];
  try {
    return [
      ...(await whatWaits(look)),
      ...front.wrong,
      ...[...front.underWay].map(([key, what]) => `${what} ${key} has no outcome`),
      ...(await differsFromTold(look, front)),
      ...(await notOnce(look)),
      ...(await money(look, variables['DATABASE_URL'] ?? '')),
      ...(await runsAndRows(look, temporal, codecKey)),
    ];
  } finally {
    await connection.close();
    await client.end();
  }
}

/** Of the embedded database, seeing through row-level security. */
function superuserUrl(dataDirectory: string, databaseUrl: string): string {
  const { superuserPassword } = JSON.parse(readFileSync(join(dataDirectory, 'postgres.json'), 'utf8')) as {
    superuserPassword: string;
  };
  const url = new URL(databaseUrl);
  url.username = 'postgres';
  url.password = superuserPassword;
  return url.href;
}

const none = async (look: Look, what: string, sql: string): Promise<readonly string[]> =>
  (await look<object>(sql)).map((row) => `${what}: ${JSON.stringify(row)}`);

/** Nothing waits that could go on. */
async function whatWaits(look: Look): Promise<readonly string[]> {
  const waiting = {
    'a command waits': `select type, id, subject_id, received_at from command where status = 'stored' and received_at < app.now() - interval '3 seconds'`,
    'what fell due was not taken': `select * from app.subjects_due(app.now() - interval '3 seconds', 1000)`,
    'a mail waits': `select template, id, attempts, next_attempt_at, last_error from outbox
      where sent_at is null and given_up_at is null and next_attempt_at < app.now() - interval '5 seconds'`,
    'a payment waits for cash that is there': `select p.id, p.amount_pence, a.balance from payment p
      join account a on a.tenant_id = p.tenant_id and a.pot_id = p.pot_id and a.book = 'cash' and a.kind = 'bank'
      where p.state = 'waiting_for_cash' and a.balance >= (select sum(w.amount_pence) from payment w where w.pot_id = p.pot_id and w.state = 'waiting_for_cash')`,
  };
  const found: string[] = [];
  for (const [what, sql] of Object.entries(waiting)) {
    await waitFor(what, async () => (await look(sql)).length === 0).catch(() => undefined);
    found.push(...(await none(look, what, sql)));
  }
  return found;
}

interface StoredCommand {
  id: string;
  actor_id: string;
  idempotency_key: string;
  type: string;
  status: string;
  code: string | null;
  result: unknown;
}

/** Every command that was asked for is there once, with the outcome that was told; and none that nobody asked for. */
async function differsFromTold(look: Look, front: Front): Promise<readonly string[]> {
  const stored = await look<StoredCommand>(
    `select id, actor_id, idempotency_key, type, status, outcome -> 'refusal' ->> 'code' as code, outcome -> 'result' as result
     from command where idempotency_key like 'client %'`,
  );
  const byKey = new Map<string, StoredCommand[]>();
  for (const row of stored) {
    const key = `${row.actor_id} ${row.idempotency_key}`;
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  const found: string[] = [];
  const versions = new Map<string, number>();
  for (const { operationId, actorId, key, told } of front.asked) {
    const rows = byKey.get(`${actorId} ${key}`) ?? [];
    byKey.delete(`${actorId} ${key}`);
    const isDraft = operationId === 'createApplication';
    const wished = told.status === 'turned away' || isDraft ? 0 : 1;
    const [row] = rows;
    if (rows.length !== wished) found.push(`${operationId} ${key} is stored ${rows.length} times; told ${told.status}`);
    else if (
      row !== undefined &&
      (row.id !== told.commandId || row.status !== told.status || (row.code ?? undefined) !== told.code)
    )
      found.push(`${operationId} ${key} was told ${JSON.stringify(told)}, and stored is ${JSON.stringify(row)}`);
    else if (told.status === 'applied' && told.subjectId !== undefined && told.version !== undefined && !isDraft)
      versions.set(told.subjectId, Math.max(told.version, versions.get(told.subjectId) ?? 0));
  }
  for (const [key] of byKey) found.push(`nobody asked for ${key}`);

  const subjects = await look<{ id: string; version: number }>(
    ['application', 'purchase', 'payment_run', 'round', 'pot', 'fund', 'meeting', 'party', 'person']
      .map((table) => `select id, version from ${table}`)
      .join(' union all '),
  );
  const kept = new Map(subjects.map(({ id, version }) => [id, version]));
  for (const [id, version] of versions)
    if ((kept.get(id) ?? -1) < version)
      found.push(`${id} was told to be at ${version}, and is at ${kept.get(id) ?? 'none'}`);
  return found;
}

/** What a command leaves with its subject, by its name. It may leave more, as a hold does that also moves dates. */
const eventOf = Object.fromEntries(
  Object.values<Life<string>>(lives).flatMap((life) =>
    Object.entries(life).map(([command, { event }]) => [command, event]),
  ),
);

/** Nothing failed, and nothing was applied twice: each applied command left its one event with its subject. */
async function notOnce(look: Look): Promise<readonly string[]> {
  return [
    ...(await none(look, 'a command failed', "select type, id from command where status = 'failed'")),
    ...(await none(
      look,
      'a command has not its one event',
      `select c.type, c.id, count(e.id)::int as events from command c
       left join event e on e.command_id = c.id and e.subject_id = c.subject_id and e.type = '${JSON.stringify(eventOf)}'::jsonb ->> c.type
       where c.status = 'applied' group by c.type, c.id having count(e.id) <> 1`,
    )),
    ...(await none(
      look,
      'a round was moved by something else than its commands',
      `select r.id from round r where r.version <> (select count(*) from command c where c.subject_id = r.id and c.status = 'applied')`,
    )),
    ...(await none(
      look,
      'a refused command left an event',
      "select c.type, c.id from command c join event e on e.command_id = c.id where c.status <> 'applied'",
    )),
  ];
}

async function money(look: Look, databaseUrl: string): Promise<readonly string[]> {
  const db = openDatabase(databaseUrl, { connections: 1 });
  try {
    const { differences } = await verifyLedger(db);
    const found = differences.map((difference) => `the ledger differs: ${JSON.stringify(difference)}`);
    await assertBooksBalance({ look }).catch((error: unknown) => found.push(String(error)));
    return found;
  } finally {
    await db.destroy();
  }
}

interface Row {
  workflowId: string;
  phase: string;
  version: number;
  final: boolean;
}

/** After one reconciliation, whoever is not over has one open run, which stands where its row stands, and nobody else has one. */
async function runsAndRows(look: Look, temporal: TemporalClient, codecKey: Buffer): Promise<readonly string[]> {
  await reconciled(temporal);
  let found: readonly string[] = [];
  await waitFor('runs and rows agree', async () => {
    found = await compared(look, temporal, codecKey);
    return found.length === 0;
  }).catch(() => undefined);
  return found;
}

const shownPhase = defineSearchAttributeKey(searchAttributes.status, 'KEYWORD');

async function compared(look: Look, temporal: TemporalClient, codecKey: Buffer): Promise<readonly string[]> {
  const rows = new Map((await allRows(look)).map((row) => [row.workflowId, row]));
  const found: string[] = [];
  for await (const run of temporal.workflow.list({ query: "ExecutionStatus = 'Running'" })) {
    if (run.workflowId.startsWith(reconcilerId) || run.workflowId.startsWith('temporal-')) continue;
    const row = rows.get(run.workflowId);
    rows.delete(run.workflowId);
    if (row === undefined || row.final) {
      found.push(`${run.workflowId} runs, and ${row === undefined ? 'there is no such row' : 'is over'}`);
      continue;
    }
    const shown = run.typedSearchAttributes.get(shownPhase);
    if (shown !== row.phase) found.push(`${run.workflowId} shows ${String(shown)}, and is in ${row.phase}`);
    const standing = await lastStanding(temporal, run.workflowId, codecKey);
    if (standing?.version !== row.version || standing.phase !== row.phase)
      found.push(
        `${run.workflowId} knows ${JSON.stringify([standing?.phase, standing?.version])}, and is at ${JSON.stringify([row.phase, row.version])}`,
      );
  }
  for (const row of rows.values()) if (!row.final) found.push(`${row.workflowId} has no run, and is in ${row.phase}`);
  return found;
}

async function allRows(look: Look): Promise<readonly Row[]> {
  const tables: readonly [WaitingSubject, string, (state: string, final: boolean) => string][] = [
    [
      'grant',
      "select id, stage as state, version, final from application where stage <> 'draft'",
      (state, final) => grantPhase(state as GrantStage, final),
    ],
    ['purchase', 'select id, state, version, final from purchase', (state) => purchasePhase(state as PurchaseState)],
    [
      'payment_run',
      'select id, state, version, final from payment_run',
      (state) => paymentRunPhase(state as PaymentRunState),
    ],
    ['round', 'select id, state, version, final from round', (state) => roundPhase(state as RoundState)],
  ];
  const all: Row[] = [];
  for (const [subject, sql, phase] of tables) {
    const rows = await look<{ id: string; state: string; version: number; final: boolean }>(sql);
    for (const { id, state, version, final } of rows)
      all.push({ workflowId: workflowIdOf(subject, id), phase: phase(state, final), version, final });
  }
  return all;
}

/** What the record last told a run, by its history. */
async function lastStanding(
  temporal: TemporalClient,
  workflowId: string,
  codecKey: Buffer,
): Promise<Standing | undefined> {
  const { events } = await temporal.workflow.getHandle(workflowId).fetchHistory();
  const told = (events ?? []).findLast((event) => event.markerRecordedEventAttributes?.details?.['result'] != null);
  const payloads = told?.markerRecordedEventAttributes?.details?.['result']?.payloads ?? [];
  const [payload] = await createPayloadCodec(codecKey).decode(payloads);
  if (payload === undefined) return undefined;
  const answer = defaultPayloadConverter.fromPayload<Standing | { standing: Standing }>(payload);
  return 'standing' in answer ? answer.standing : answer;
}

/** Has the reconciler run once, and waits until it has; one that a killed worker had begun may be in its way for a minute. */
async function reconciled(temporal: TemporalClient): Promise<void> {
  const since = new Date().toISOString();
  const schedule = temporal.schedule.getHandle(reconcilerId);
  const done = async () => {
    const query = `WorkflowType = 'reconciler' AND ExecutionStatus = 'Completed' AND StartTime >= '${since}'`;
    for await (const _ of temporal.workflow.list({ query })) return true;
    return false;
  };
  for (let tries = 0; tries < 3; tries += 1) {
    await schedule.trigger();
    if (await waitFor('the reconciler has run', done).catch(() => false)) return;
  }
}
