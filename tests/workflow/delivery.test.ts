import { randomUUID } from 'node:crypto';

import { Client, Connection, makeGrpcRetryInterceptor } from '@temporalio/client';

import { definitions } from '../../src/commands';
import { defineCommand } from '../../src/commands/apply/definition';
import type { Change } from '../../src/commands/apply/change';
import type { CommandId, TenantId } from '../../src/contracts/ids';
import { relayWaiting } from '../../src/delivery/relay';
import { sendCommand } from '../../src/delivery/runs';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aFund, aPot } from '../builders/pot';
import { callerOf, type Caller } from '../support/caller';
import { startEngine, type Engine } from '../support/engine';
import { aToken } from '../support/token';
import { waitFor } from '../support/wait-for';

let complete: () => Promise<Change> = () => Promise.resolve({ to: 'decided' });
let closing: () => Promise<Change> = () => Promise.resolve({ to: 'closed' });
let engine: Engine;
let organisation: Organisation;
let manager: Caller;
let officer: Caller;

beforeAll(async () => {
  engine = await startEngine({
    ...definitions,
    completeRound: defineCommand('round', 'completeRound', () => complete()),
    closeFund: defineCommand('fund', 'closeFund', () => closing()),
  });
  organisation = await anOrganisation(engine.inbox);
  manager = callerOf(engine.api, await aToken(engine.inbox, organisation.manager));
  officer = callerOf(engine.api, await aToken(engine.inbox, organisation.officer));
});
afterAll(() => engine.close());

const years = (count: number) => new Date(Date.now() + count * 365 * 86_400_000).toISOString();
/** Posts a round in a pot of its own. @returns the answer, which has its id. */
const plan = async (body: object = {}, key?: string) => {
  const { potId } = await aPot(engine.inbox, organisation, {
    budgetPence: 100_000,
    policy: aPolicy({ intake: 'window' }),
  });
  return manager.post(
    '/rounds',
    { potId, name: 'Spring', opensAt: years(1), closesAt: years(2), decideBy: years(3), ...body },
    key,
  );
};
const idOf = ({ body }: { body: Readonly<Record<string, unknown>> }) => (body['subject'] as { id: string }).id;
const aRound = async () => idOf(await plan());
/** A round that waits for its panel; written as it would be, without waiting for its dates. */
const aDecidingRound = async () => {
  const id = await aRound();
  await engine.inbox.look("update round set state = 'deciding', version = version + 1 where id = $1", [id]);
  return id;
};
/** Ends every connection of the application that is in the middle of something. */
const loseTheDatabase = () =>
  engine.inbox.look(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'grantpot_app' and state = 'idle in transaction'",
  );
const commandsOf = (round: string) =>
  engine.inbox.look<{ id: string; type: string; status: string; attempts: number }>(
    'select id, type, status, attempts from command where subject_id = $1 order by sequence',
    [round],
  );

describe('a command over HTTP', () => {
  test('is answered with its outcome: 201 with the new address, 200 with the version, 409 with the state', async () => {
    const planned = await plan();
    expect(planned).toMatchObject({
      status: 201,
      body: {
        status: 'applied',
        phase: 'intake',
        final: false,
        version: 1,
        next: [{ command: 'openRound' }, { command: 'closeRound' }],
      },
    });
    expect(planned.headers.get('location')).toBe(`/api/v1/rounds/${idOf(planned)}`);
    const moved = await manager.post(`/rounds/${idOf(planned)}/reassign-round`, {
      ownerId: organisation.officer.personId,
    });
    expect(moved).toMatchObject({ status: 200, body: { version: 2 } });
    expect(moved.headers.get('etag')).toBe('"2"');
    expect(await officer.post(`/rounds/${idOf(planned)}/complete-round`)).toMatchObject({
      status: 409,
      body: { code: 'TRANSITION_NOT_ALLOWED', state: 'draft' },
    });
    expect(await officer.post(`/rounds/${randomUUID()}/complete-round`)).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
  });

  test('sent 20 times at once under one key is applied once, and answered alike', async () => {
    const round = await aRound();
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        manager.post(`/rounds/${round}/reassign-round`, { ownerId: organisation.officer.personId }, key),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => JSON.stringify([body['commandId'], body['version']]))).size).toBe(1);
    expect((await commandsOf(round)).map(({ type }) => type)).toEqual(['planRound', 'reassignRound']);
    expect(await engine.inbox.look('select version from round where id = $1', [round])).toEqual([{ version: 2 }]);
  });

  test('that creates, sent 20 times at once under one key, creates once', async () => {
    const { potId } = await aPot(engine.inbox, organisation, { budgetPence: 1, policy: aPolicy({ intake: 'window' }) });
    const body = { potId, name: 'Once', opensAt: years(1), closesAt: years(2), decideBy: years(3) };
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => manager.post('/rounds', body, key)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await engine.inbox.look('select count(*)::int from round where pot_id = $1', [potId])).toEqual([
      { count: 1 },
    ]);
  });

  test('25 different ones to one round at once are all applied, each once', async () => {
    const round = await aRound();
    const owners = [organisation.officer.personId, organisation.secondOfficer.personId];
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, number) =>
        manager.post(`/rounds/${round}/reassign-round`, { ownerId: owners[number % 2] }),
      ),
    );
    const applied = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(({ status, body }) => [status, body['status']])).toEqual([]);
    expect(new Set(applied.map(({ body }) => body['version'])).size).toBeGreaterThan(1);
    expect(await engine.inbox.look('select version from round where id = $1', [round])).toEqual([{ version: 26 }]);
    expect((await commandsOf(round)).every(({ status }) => status === 'applied')).toBe(true);
  });

  test('under a key that was used: same body, the same answer; other body, 422', async () => {
    const key = randomUUID();
    const first = await plan({ name: 'Keyed' }, key);
    const round = idOf(first);
    const again = { ownerId: organisation.officer.personId };
    const moved = await manager.post(`/rounds/${round}/reassign-round`, again, key); // another operation: another key
    expect([first.status, moved.status]).toEqual([201, 200]);
    expect((await manager.post(`/rounds/${round}/reassign-round`, again, key)).body).toEqual(moved.body);
    expect(
      await manager.post(`/rounds/${round}/reassign-round`, { ownerId: organisation.secondOfficer.personId }, key),
    ).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect(await manager.post(`/rounds/${await aRound()}/reassign-round`, again, key)).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    // A refusal is an answer like any other, and the same question gets it again.
    const refusedKey = randomUUID();
    const refused = await officer.post(`/rounds/${round}/complete-round`, {}, refusedKey);
    expect((await officer.post(`/rounds/${round}/complete-round`, {}, refusedKey)).body).toEqual(refused.body);
  });

  test('that our code cannot apply: 500 with its address; it is listed, and its subject goes on', async () => {
    const round = await aDecidingRound();
    complete = () => Promise.reject(new Error('a bug of ours'));
    const answer = await officer.post(`/rounds/${round}/complete-round`);
    complete = () => Promise.resolve({ to: 'decided' });
    expect(answer).toMatchObject({ status: 500, body: { code: 'COMMAND_FAILED' } });
    const { commandId } = answer.body;
    expect(answer.body['address']).toBe(`/api/v1/commands/${String(commandId)}`);
    expect(JSON.stringify(answer.body)).not.toContain('a bug of ours');
    expect(await officer.get(`/commands/${String(commandId)}`)).toMatchObject({
      status: 200,
      body: { status: 'failed' },
    });
    expect(JSON.stringify((await manager.get('/operations')).body)).toContain(String(commandId));
    expect(await officer.post(`/rounds/${round}/complete-round`)).toMatchObject({ status: 200, body: { final: true } });
    expect((await commandsOf(round)).map(({ status, attempts }) => [status, attempts])).toEqual([
      ['applied', 0],
      ['failed', 3],
      ['applied', 0],
    ]);
  });

  test('whose effect breaks a CHECK has failed too', async () => {
    const round = await aDecidingRound();
    complete = () => Promise.resolve({ set: { closes_at: '1999-01-01T00:00:00Z' } });
    expect(await officer.post(`/rounds/${round}/complete-round`)).toMatchObject({
      status: 500,
      body: { code: 'COMMAND_FAILED' },
    });
    complete = () => Promise.resolve({ to: 'decided' });
  });

  test('keeps bank details sealed: in the inbox as in the table', async () => {
    const provider = await manager.post('/parties', { kind: 'provider', name: 'Counselling' });
    const person = await manager.post('/people', { name: 'Counsellor', email: `${randomUUID()}@example.org` });
    await manager.post(`/people/${idOf(person)}/grant-role`, { role: 'provider', partyId: idOf(provider) });
    const counsellor = callerOf(
      engine.api,
      await aToken(engine.inbox, { tenantId: organisation.tenantId, personId: idOf(person) }),
    );
    const given = await counsellor.post(`/parties/${idOf(provider)}/give-provider-bank-details`, {
      accountName: 'Counselling',
      sortCode: '089999',
      accountNumber: '66374958',
    });
    expect(given).toMatchObject({ status: 200 });
    const written = await engine.inbox.look<{ body: string }>(
      "select b.body::text from command_body b join command c on c.id = b.command_id where c.type = 'giveProviderBankDetails'",
    );
    expect(written).toHaveLength(1);
    expect(JSON.stringify(written)).not.toMatch(/66374958|089999|08-99-99/);
    expect(JSON.stringify(await engine.inbox.look('select t::text from bank_account t'))).not.toMatch(
      /66374958|089999/,
    );
  });
});

describe('a command without an answer', () => {
  test('within 5 seconds is 202 with its address, and the relay finishes it', async () => {
    const round = await aRound();
    await engine.stopWorker();
    const answer = await manager.post(`/rounds/${round}/reassign-round`, { ownerId: organisation.officer.personId });
    const address = `/api/v1/commands/${String(answer.body['commandId'])}`;
    expect(answer).toMatchObject({ status: 202, body: { status: 'stored', address } });
    expect(answer.headers.get('location')).toBe(address);
    const told = () => manager.get(`/commands/${String(answer.body['commandId'])}`);
    expect(await told()).toMatchObject({ status: 200, body: { status: 'stored' } });
    await engine.startWorker();
    await waitFor('the relay has finished it', async () => (await told()).body['status'] === 'applied');
    expect(await engine.inbox.look('select version from round where id = $1', [round])).toEqual([{ version: 2 }]);
  });

  test('because the database was lost in the middle, of a subject without a run, is 202 too, and the relay finishes it', async () => {
    const fund = await aFund(engine.inbox, organisation);
    let kills = 0;
    closing = async () => {
      kills += 1;
      if (kills === 1) await loseTheDatabase();
      return { to: 'closed' };
    };
    const answer = await manager.post(`/funds/${fund}/close-fund`);
    expect(answer).toMatchObject({ status: 202, body: { status: 'stored' } });
    await waitFor(
      'the relay has finished it',
      async () => (await manager.get(`/commands/${String(answer.body['commandId'])}`)).body['status'] === 'applied',
    );
    expect(kills).toBe(2);
    expect(await engine.inbox.look('select state, version from fund where id = $1', [fund])).toEqual([
      { state: 'closed', version: 2 },
    ]);
  });
});

describe('whoever waits for an answer', () => {
  test('is let go when the time is over, also while Temporal is away and the client still tries', async () => {
    let givenUp = 0;
    const triesThrice = makeGrpcRetryInterceptor({
      delayFunction: () => 400,
      retryableDecider: (tries) => {
        if (tries === 3) givenUp += 1;
        return tries < 3;
      },
    });
    const connection = Connection.lazy({ address: '127.0.0.1:1', interceptors: [triesThrice] }); // nobody listens there
    const client = new Client({ connection });
    const subject = { tenantId: organisation.tenantId as TenantId, subject: 'round' as const, id: randomUUID() };
    const command = { tenantId: subject.tenantId, commandId: randomUUID() as CommandId };
    await expect(
      sendCommand({ client, taskQueue: 'nobody' }, subject, command, { patienceMs: 50, isFirst: true }),
    ).rejects.toThrow('in time');
    expect(givenUp).toBe(0);
    await waitFor('the client has given up', () => Promise.resolve(givenUp === 1));
    await connection.close();
  });
});

describe('an error that passes by waiting', () => {
  test('is waited for by the run, which tries again without limit and without counting', async () => {
    const round = await aDecidingRound();
    let kills = 0;
    complete = async () => {
      kills += 1;
      if (kills <= 5) await loseTheDatabase();
      return { to: 'decided' };
    };
    expect(await officer.post(`/rounds/${round}/complete-round`)).toMatchObject({ status: 200, body: { final: true } });
    complete = () => Promise.resolve({ to: 'decided' });
    expect((await commandsOf(round)).at(-1)).toMatchObject({ status: 'applied', attempts: 0 });
    expect(kills).toBe(6);
  });
});

describe('the relay', () => {
  test('delivers what a change asked of another subject', async () => {
    const [round, other] = [await aDecidingRound(), await aDecidingRound()];
    complete = () =>
      Promise.resolve({
        to: 'decided',
        followUps: [{ command: 'chaseRoundDecision', subjectId: other, key: 'asked' }],
      });
    await officer.post(`/rounds/${round}/complete-round`);
    complete = () => Promise.resolve({ to: 'decided' });
    await waitFor('the follow-up is applied', async () =>
      (await commandsOf(other)).some(({ type, status }) => type === 'chaseRoundDecision' && status === 'applied'),
    );
    expect(
      await engine.inbox.look("select actor_id from event where subject_id = $1 and type = 'round_decision_chased'", [
        other,
      ]),
    ).toEqual([{ actor_id: null }]);
  });

  test('delivers what was stored and never sent, of many subjects, each once', async () => {
    const rounds = await Promise.all(Array.from({ length: 5 }, aRound));
    await Promise.all(
      rounds.map((round) => engine.inbox.store(organisation.manager, 'cancelRound', round, { reason: 'none' })),
    );
    await Promise.all([relayWaiting(engine.relaying, 0), relayWaiting(engine.relaying, 0)]);
    expect(await engine.inbox.look("select id from command where status = 'stored'")).toEqual([]);
    expect(await engine.inbox.look('select state, version from round where id = any ($1)', [rounds])).toEqual(
      rounds.map(() => ({ state: 'cancelled', version: 2 })),
    );
  });

  test('is not delayed by a subject that does not answer', async () => {
    const [stuck, well] = [await aDecidingRound(), await aRound()];
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    complete = async () => {
      await held;
      return { to: 'decided' };
    };
    await engine.inbox.store(organisation.officer, 'completeRound', stuck, {});
    await waitFor(
      'the relay has begun with it',
      async () =>
        (
          await engine.inbox.look(
            "select from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
          )
        ).length > 0,
    );
    await engine.inbox.store(organisation.manager, 'cancelRound', well, { reason: 'none' });
    await waitFor('the other is delivered', async () => (await commandsOf(well)).at(-1)?.status === 'applied');
    expect((await commandsOf(stuck)).at(-1)?.status).toBe('stored');
    letGo();
    await waitFor('it is delivered too', async () => (await commandsOf(stuck)).at(-1)?.status === 'applied');
    complete = () => Promise.resolve({ to: 'decided' });
  });
});
