import { createConnection } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Client } from 'pg';

import { listMail, readMail } from '../../src/delivery/mail';
import type { Party } from '../../src/cli/story/people';
import { courtWorkersBudget, croydonGroups } from '../../src/cli/story/croydon';
import { croydonPolicy } from '../../src/cli/story/policies';
import {
  accept,
  apply,
  award,
  buy,
  check,
  dayFromNow,
  expectInstalment,
  meet,
  openFundAndPot,
  payWhatIsReady,
  receiveInstalment,
  report,
  untilReady,
} from '../../src/cli/story/stages';
import { addParty, addSomebody } from '../../src/cli/story/people';
import type { Operation } from '../support/api-document';
import { bodiesWithIds } from '../support/bodies-with-ids';
import { addressOf, Canaries, canaryPostcode, Forbidden } from '../support/canaries';
import { historyOf, wordsOf } from '../support/decoded-history';
import { freePort } from '../support/deployment';
import { everythingIn } from '../support/everything-in';
import { openFrontDoor, type FrontDoor, type Told } from '../support/front-door';
import { Launched, newDataDirectory, removeDataDirectory, variablesOf } from '../support/launched';
import { addressed, populate, type Populated } from '../support/populated';
import { exampleOf, keyed } from '../support/raw-requests';
import { waitFor } from '../support/wait-for';

/** Those of the story's bank details: no sort code alone, which could be any six digits. The first is also the example that a refusal shows. */
const [exampleNumber, ...otherNumbers] = ['66374958', '88837491', '63748472', '46238510', '73688637'] as const;
const accountNumbers: readonly string[] = [exampleNumber, ...otherNumbers];
/** How people of an employer call those whom they buy services for. */
const clientReferences = ['WC-90417', 'WC-1001', 'WC-1002'];

const plainFetch = globalThis.fetch;
const directory = newDataDirectory();
let launched: Launched;
let url: string;
let api: string;
let variables: Readonly<Record<string, string>>;
let ports: readonly [number, number, number];
let owner: Client;
let door: FrontDoor;
let canaries: Canaries;
let own: Populated;
let forbidden: Forbidden;
/** Every address and header that came back. */
const told: string[] = [];
/** Every answer that was no. */
const problems: { readonly operation: string; readonly text: string }[] = [];

beforeAll(async () => {
  ports = [await freePort(), await freePort(), await freePort()];
  launched = new Launched(directory, {
    LOG_LEVEL: 'trace',
    WEB_METRICS_PORT: String(ports[0]),
    WORKER_METRICS_PORT: String(ports[1]),
    TEMPORAL_METRICS_PORT: String(ports[2]),
  });
  url = await launched.ready();
  api = `${url}/api/v1`;
  variables = variablesOf(directory);
  owner = new Client({ connectionString: variables['DATABASE_MIGRATION_URL'] });
  await owner.connect();
  const look = async <Row>(sql: string, parameters: readonly unknown[] = []) =>
    (await owner.query(sql, [...parameters])).rows as Row[];
  door = await openFrontDoor({ api });
  canaries = new Canaries(door.document, api);
  const filling = canaries.filling(plainFetch);
  globalThis.fetch = async (input, init) => {
    const response = await filling(input, init);
    // A file is saved by the name that somebody gave it, which is told with the file and nowhere else.
    const headers = [...response.headers].filter(([name]) => name !== 'content-disposition');
    told.push(headers.map(([name, value]) => `${name}: ${value}`).join('\n'));
    if (response.status >= 400)
      problems.push({ operation: `${init?.method ?? 'GET'} ${addressOf(input)}`, text: await response.clone().text() });
    return response;
  };
  own = await populate({ look }, door, canaries.at('people of the organisation'));
  await journey();
  await everyOperation();
  await everyRefusal();
  await mistakesOfOurs();
  await waitFor('nothing waits', async () => {
    const [waiting] = await look<{ count: number }>(
      `select (select count(*) from command where status = 'stored')::int + (select count(*) from outbox where sent_at is null and given_up_at is null)::int as count`,
    );
    return waiting?.count === 0;
  });
  globalThis.fetch = plainFetch;
  const tokens = [own.everybody, ...Object.values(own.staff).flat()].flatMap((one: Told) => one.token ?? []);
  forbidden = new Forbidden(canaries.all, [...accountNumbers, ...clientReferences, canaryPostcode, ...tokens]);
}, 600_000);
afterAll(async () => {
  globalThis.fetch = plainFetch;
  await owner.end();
  launched.signal('SIGTERM');
  await launched.ended;
  await removeDataDirectory(directory);
});

/** Two awards from nothing to closed, by the story's own steps: one that is paid out, one that services are bought from. */
async function journey(): Promise<void> {
  const { staff } = own;
  const policy = croydonPolicy as unknown as Readonly<Record<string, unknown>>;
  const pot = await openFundAndPot(door.api, staff, {
    name: 'Pot',
    funder: 'Funder',
    prefix: 'CAN',
    budgetPence: 2_000_000,
    policy,
  });
  await receiveInstalment(door.api, staff, pot, await expectInstalment(door.api, staff, pot, 1_000_000, dayFromNow(0)));
  const parties: Party[] = [
    await addParty(door.api, staff, { kind: 'group', name: 'Group' }, 'applicant', 'canary'),
    await addParty(door.api, staff, { kind: 'employer', name: 'Employer' }, 'applicant', 'canary'),
  ];
  const provider = await addParty(door.api, staff, { kind: 'provider', name: 'Provider' }, 'provider', 'canary');
  await door.api.as(provider.people[0], 'giveProviderBankDetails', {
    id: provider.id,
    body: { accountName: provider.name, sortCode: '089999', accountNumber: '66374958' },
  });
  const grant = await apply(door.api, pot, parties[0]!, croydonGroups[0]!);
  const budget = await apply(door.api, pot, parties[1]!, courtWorkersBudget);
  const meeting = await meet(door.api, staff, pot);
  for (const one of [grant, budget]) {
    await check(door.api, staff, one);
    await award(door.api, staff, meeting, one);
  }
  await accept(door.api, grant, 1);
  await accept(door.api, budget, 2);
  await untilReady(door.api, staff, pot, 1);
  await payWhatIsReady(door.api, staff, pot, 'Run');
  const holder = await addSomebody(door.api, staff, 'Holder', 'holder@example.org', {
    role: 'budget_holder',
    partyId: budget.party.id,
    ownLimitPence: 5_000,
  });
  const purchase = await buy(door.api, staff, {
    grant: budget,
    holder,
    provider,
    service: 'Counselling',
    clientReference: 'WC-90417',
    pricePence: 6_500,
  });
  await untilReady(door.api, staff, pot, 1);
  await payWhatIsReady(door.api, staff, pot, 'Run');
  const isOver = (found: Told) => ['paid', 'closed'].includes(found.state);
  await door.until(holder, 'getPurchase', { id: purchase }, isOver, 'the purchase is paid');
  for (const [one, reporter, spent] of [
    [grant, grant.party.people[0], croydonGroups[0]!.askedPence],
    [budget, holder, 6_500],
  ] as const) {
    const settled = (found: Told) => found.money.promisedPence === 0;
    await door.api.until(staff.officer, 'getGrant', { id: one.id }, settled, 'nothing is on its way');
    await report(door.api, staff, one, reporter, spent);
    await door.api.until(
      staff.officer,
      'getGrant',
      { id: one.id },
      (found: Told) => found.stage === 'closed',
      'closed',
    );
  }
}

const writing = () => door.document.takingJson;
const bodyOf = (operation: Operation): Told =>
  bodiesWithIds(own, door.document)[operation.operationId]?.body ?? exampleOf(operation);

async function send(
  operation: Operation,
  {
    id,
    query = '',
    token = own.everybody.token,
    headers = {},
    body,
  }: { id?: string; query?: string; token?: string; headers?: Record<string, string>; body?: string },
): Promise<Response> {
  const { operationId, method, path } = operation;
  const at = id ?? bodiesWithIds(own, door.document)[operationId]?.at ?? addressed(own.ids)[path.split('/')[1]!] ?? '';
  return fetch(`${api}${path.replace('{id}', encodeURIComponent(at))}${query}`, {
    method: method.toUpperCase(),
    headers: {
      Authorization: `Bearer ${token}`,
      ...(method === 'get' ? {} : { ...keyed(), 'If-Match': '"2"' }),
      ...headers,
    },
    ...(method === 'get' ? {} : { body: body ?? JSON.stringify(bodyOf(operation)) }),
  });
}

/** Every operation there is, by somebody who may do anything: what is done is stored, and what is refused is stored too. Then every list, page by page. */
async function everyOperation(): Promise<void> {
  for (const operation of writing()) await send(operation, {});
  for (const operation of door.document.operations.filter(({ method }) => method === 'get')) {
    const pages = operation.said.parameters.some(({ name }: Told) => name === 'cursor');
    let query = pages ? '?limit=1' : '';
    for (let page = 0; page < 3; page += 1) {
      const response = await send(operation, { query });
      const body: Told = response.headers.get('content-type')?.includes('json') === true ? await response.json() : {};
      if (typeof body.next !== 'string') break;
      query = `?limit=1&cursor=${encodeURIComponent(body.next)}`;
      told.push(query);
    }
  }
}

/** The same value with every leaf in turn replaced by what does not belong there. */
function variants(value: unknown, instead: () => unknown): readonly unknown[] {
  if (Array.isArray(value))
    return value.flatMap((one, place) => variants(one, instead).map((other) => value.with(place, other)));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, one]) =>
      variants(one, instead).map((other) => ({ ...value, [name]: other })),
    );
  }
  return [instead()];
}

/** Each kind of no, provoked with canaries in whatever is sent: bodies of other types, too long, malformed, by whoever may not, to what is not there. */
async function everyRefusal(): Promise<void> {
  const canary = () => canaries.at('a refusal');
  for (const operation of door.document.operations) {
    const isWriting = writing().includes(operation);
    await send(operation, { token: canary() });
    await send(operation, { token: own.nobody.token });
    if (operation.path.includes('{id}')) await send(operation, { id: canary() });
    if (!isWriting) {
      const query = operation.said.parameters
        .filter((one: Told) => one.in === 'query')
        .map((one: Told) => `${String(one.name)}=${canary()}`);
      if (query.length > 0) await send(operation, { query: `?${query.join('&')}` });
      continue;
    }
    const body = bodyOf(operation);
    for (const wrong of variants(body, () => ({ [`x`]: canary() })).slice(0, 12))
      await send(operation, { body: JSON.stringify(wrong) });
    for (const wrong of variants(body, () => canary().repeat(3_000)).slice(0, 6))
      await send(operation, { body: JSON.stringify(wrong) });
    await send(operation, { headers: { 'If-Match': canary() } });
    await send(operation, { headers: { 'Content-Type': `text/${canary()}` } });
    await send(operation, { headers: { 'Idempotency-Key': canary().repeat(30) } });
  }
  // What is no JSON does not get past the wrapper that puts canaries in.
  for (const body of [`{"name": "${canary()}`, canary(), `["${canary()}"]`]) {
    const response = await plainFetch(`${api}/parties`, {
      method: 'POST',
      headers: { ...keyed(), Authorization: `Bearer ${own.everybody.token}` },
      body,
    });
    problems.push({ operation: 'malformed', text: await response.text() });
  }
  for (const path of [
    `/${canary()}`,
    `/api/v1/${canary()}?q=${canary()}`,
    `/grants/${canary()}`,
    `/api/docs/${canary()}`,
    `/dev/mail/${canary()}`,
  ]) {
    const response = await plainFetch(`${url}${path}`, {
      headers: { Cookie: `looking=${canary()}` },
    });
    problems.push({ operation: 'nowhere', text: await response.text() });
  }
  await new Promise<void>((done) => {
    const { hostname, port } = new URL(url);
    const socket = createConnection(Number(port), hostname, () => socket.end(`${canary()} / HTTP/9\r\n\r\n`));
    socket.on('data', (chunk: Buffer) => problems.push({ operation: 'no HTTP', text: chunk.toString() }));
    socket.on('close', () => done());
  });
}

/** What goes wrong inside, while somebody's words are on their way: a table that is gone, a row that breaks a rule of the database. */
async function mistakesOfOurs(): Promise<void> {
  const { administrator } = own.staff;
  const add = () =>
    send(door.document.operation('addPerson'), {
      token: administrator.token,
      body: '{"name":"x","email":"x@example.org"}',
    });
  await owner.query('alter table login rename to login_gone');
  try {
    expect((await add()).status).toBe(500);
  } finally {
    await owner.query('alter table login_gone rename to login');
  }
  await owner.query(`alter table event_text add constraint nothing_said check (text = '') not valid`);
  try {
    await send(door.document.operation('terminate'), { id: own.ids.conditional });
    await send(door.document.operation('hold'), { id: own.ids.budget });
  } finally {
    await owner.query('alter table event_text drop constraint nothing_said');
  }
  const email = `${canaries.at('a row that is there already')}@example.org`.toLowerCase();
  const insert = () => owner.query('insert into login (id, email) values (gen_random_uuid(), $1)', [email]);
  await insert();
  await expect(insert()).rejects.toMatchObject({ code: '23505' });
  await expect(
    owner.query('insert into login (id, email) values (gen_random_uuid(), $1)', [email.toUpperCase()]),
  ).rejects.toMatchObject({ code: '23514' });
}

describe('what people typed is found where it belongs', () => {
  test('in the database, except for bank numbers and client references, which are sealed', async () => {
    const { rows } = await everythingIn(variables['DATABASE_MIGRATION_URL']!);
    const dump = Object.values(rows).flat().join('\n');
    const kept = new Set([...dump.matchAll(/qk\d{5}zx/gi)].map(([hit]) => hit.toLowerCase()));
    expect(kept.size).toBeGreaterThan(300);
    for (const place of [
      'addPerson/name',
      'addPerson/email',
      'saveApplication/purpose',
      'saveApplication/contacts/0/name',
      'submitReport/lessons',
    ]) {
      const typed = canaries.all.filter((one) => one.place === place);
      expect([place, typed.some(({ text }) => kept.has(text.toLowerCase()))]).toEqual([place, true]);
    }
    const numbers = [...accountNumbers, ...clientReferences];
    expect(numbers.filter((one) => forbidden.in(dump).includes(one))).toEqual([]);
  });

  test('in the words of mails', async () => {
    const names = await listMail(join(directory, 'mail'));
    expect(names.length).toBeGreaterThan(20);
    const mails = await Promise.all(names.map(({ name }) => readMail(join(directory, 'mail'), name)));
    expect(forbidden.in(JSON.stringify(mails)).length).toBeGreaterThan(10);
  });

  test('in the file for the bank', async () => {
    const file = await plainFetch(`${api}/payment-runs/${own.ids.runSent}/export`, {
      headers: { Authorization: `Bearer ${own.staff.paymentMaker.token}` },
    });
    expect([
      file.status,
      forbidden.in(await file.text()).filter((one) => accountNumbers.includes(one)).length > 0,
    ]).toEqual([200, true]);
  });
});

describe('and nowhere else:', () => {
  const logs = () => readdirSync(join(directory, 'logs'));

  test('not in the log of any process', () => {
    expect(logs().toSorted()).toEqual(
      expect.arrayContaining(['postgres.log', 'temporal.log', 'web.log', 'worker.log']),
    );
    for (const name of logs()) {
      const text = readFileSync(join(directory, 'logs', name), 'utf8');
      expect([name, forbidden.in(text)]).toEqual([name, []]);
    }
    expect(forbidden.in(`${launched.output}${launched.complaint}`)).toEqual([]);
    // It was looked at while it had something to say: what went wrong is there, without its words.
    const [web, postgres] = ['web.log', 'postgres.log'].map((name) =>
      readFileSync(join(directory, 'logs', name), 'utf8'),
    );
    expect(web).toContain('command failed for good');
    expect(postgres).toContain('duplicate key value violates unique constraint');
  });

  test('not in the figures of any process', async () => {
    for (const port of ports) {
      const text = await (await plainFetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
      expect(text.length).toBeGreaterThan(1_000);
      expect([port, forbidden.in(text)]).toEqual([port, []]);
    }
  });

  test('not in what Temporal keeps: its store, its lists, and histories as they are kept and as we decrypt them', async () => {
    const { codecKeys } = JSON.parse(readFileSync(join(directory, 'keys.json'), 'utf8')) as { codecKeys: string[] };
    const codecKey = Buffer.from(codecKeys[0]!, 'base64');
    const connection = await Connection.connect({ address: variables['TEMPORAL_ADDRESS']! });
    try {
      const client = new TemporalClient({ connection, namespace: variables['TEMPORAL_NAMESPACE']! });
      let histories = 0;
      for await (const run of client.workflow.list()) {
        histories += 1;
        const { workflowId, runId, typedSearchAttributes, memo } = run;
        const { kept, opened } = await historyOf(client.workflow.getHandle(workflowId, runId), codecKey);
        expect(opened).not.toBe(kept);
        const said = JSON.stringify({ workflowId, searchAttributes: typedSearchAttributes.getAll(), memo });
        expect([workflowId, forbidden.in(`${said}${kept}${wordsOf(opened)}`)]).toEqual([workflowId, []]);
      }
      expect(histories).toBeGreaterThan(20);
    } finally {
      await connection.close();
    }
    for (const suffix of ['', '-wal']) {
      const store = readFileSync(join(directory, `temporal.db${suffix}`), 'latin1');
      expect([suffix, [...store.matchAll(/qk\d{5}zx/gi)].length]).toEqual([suffix, 0]);
    }
  });

  test('not in any answer that was no', () => {
    expect(problems.length).toBeGreaterThan(800);
    const codes = new Set(problems.map(({ text }) => /"code":"([A-Z_]+)"/.exec(text)?.[1]));
    expect(codes.size).toBeGreaterThan(30);
    const repeating = problems.flatMap(({ operation, text }) =>
      forbidden
        .in(text)
        .filter((found) => found !== exampleNumber)
        .map((found) => `${operation.split('?')[0]!}: ${found}: ${text.slice(0, 300)}`),
    );
    expect(repeating).toEqual([]);
  });

  test('not in any address or header of an answer, nor in a cursor', () => {
    expect(told.length).toBeGreaterThan(1_000);
    expect(forbidden.in(told.join('\n'))).toEqual([]);
  });

  test('not in the name of a file', () => {
    const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
    expect(names.some((name) => name.endsWith('.eml'))).toBe(true);
    expect(forbidden.in(names.join('\n'))).toEqual([]);
  });
});
