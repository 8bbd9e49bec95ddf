import { randomUUID } from 'node:crypto';

import { Client } from 'pg';

import { openDatabase } from '../../db/client';
import { verifyLedger } from '../../src/commands/ledger/verify';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { anActiveBudget } from '../builders/active-grant';
import { anAward } from '../builders/award';
import { aRequestedPurchase } from '../builders/buying';
import { aGroup, anEmployer, aProvider, someBankDetails } from '../builders/group';
import { manyReady } from '../builders/many-ready';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot } from '../builders/pot';
import { assertBooksBalance } from '../support/books';
import { callerOf, type Answered, type Caller } from '../support/caller';
import { historyOf } from '../support/decoded-history';
import { freePort, startDeployment, type Deployment } from '../support/deployment';
import { startSmtp } from '../support/smtp';
import { aToken } from '../support/token';
import { waitFor } from '../support/wait-for';

let grantpot: Deployment;
let smtpPort: number;
let organisation: Organisation;
let manager: Caller;

beforeAll(async () => {
  smtpPort = await freePort(); // nobody listens there
  grantpot = await startDeployment({ environment: { SMTP_URL: `smtp://127.0.0.1:${String(smtpPort)}` } });
  const inbox = await grantpot.openInbox();
  organisation = await anOrganisation(inbox);
  manager = callerOf(grantpot.api, await aToken(inbox, organisation.manager));
  await inbox.close();
}, 120_000);
afterAll(() => grantpot.remove());

/** After each fault: nothing was lost, nothing done twice, and every pound is where it should be. */
afterEach(async () => {
  await waitFor(
    'no command waits',
    async () => (await grantpot.look("select from command where status = 'stored'")).length === 0,
  );
  expect(await grantpot.look("select type from command where status = 'failed'")).toEqual([]);
  // Each command that was applied left its own event once, and moved its subject's version by one. (A builder writes a budget past the inbox.)
  expect(
    await grantpot.look(
      `select c.id from command c where c.status = 'applied' and (c.actor_id is not null or c.type <> 'addBudget')
       and (select count(*) from event e where e.command_id = c.id and e.subject_id = c.subject_id) <> 1`,
    ),
  ).toEqual([]);
  expect(
    await grantpot.look(
      `select r.id from round r where r.version <> (select count(*) from command c where c.subject_id = r.id and c.status = 'applied')`,
    ),
  ).toEqual([]);
  await assertBooksBalance(grantpot);
  const db = openDatabase(grantpot.postgres.url, { connections: 1 });
  expect((await verifyLedger(db)).differences).toEqual([]);
  await db.destroy();
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const idOf = ({ body }: Answered) => (body['subject'] as { id: string }).id;

const aPotOfOwn = async (budgetPence = 1): Promise<string> => {
  const inbox = await grantpot.openInbox();
  const { potId } = await aPot(inbox, organisation, { budgetPence, policy: aPolicy({ intake: 'window' }) });
  await inbox.close();
  return potId;
};
/** A round that is open, and closes by itself. */
const anOpenRound = async (closesAt: string): Promise<string> => {
  const planned = await manager.post('/rounds', {
    potId: await aPotOfOwn(),
    name: 'Spring',
    opensAt: inSeconds(0.2),
    closesAt,
    decideBy: inSeconds(20_000),
  });
  expect(planned.status).toBe(201);
  await waitFor('it is open', async () => (await stateOf(idOf(planned))) === 'open');
  return idOf(planned);
};
const stateOf = async (round: string) =>
  (await grantpot.look<{ state: string }>('select state from round where id = $1', [round]))[0]?.state;
const eventsOf = async (round: string) => {
  const events = await grantpot.look<{ type: string; at: Date }>(
    'select type, at from event where subject_id = $1 order by sequence',
    [round],
  );
  return events.map(({ type, at }) => [type, at.toISOString()]);
};
const reassign = (round: string, key?: string) =>
  manager.post(`/rounds/${round}/reassign-round`, { ownerId: organisation.officer.personId }, key);
const extend = (round: string, to: string) => manager.post(`/rounds/${round}/extend-round`, { which: 'closesAt', to });
const outcomeOf = async ({ body }: Answered) => {
  const [row] = await grantpot.look<{ status: string }>('select status from command where id = $1', [
    body['commandId'],
  ]);
  return row?.status;
};
const applied = async (answer: Answered) =>
  waitFor('the command is applied', async () => (await outcomeOf(answer)) === 'applied');
/** It takes a command, by its run, with an answer. */
const goesOn = async (round: string) => {
  const answer = await waitFor('it answers', async () => {
    const told = await reassign(round);
    return told.status === 202 ? undefined : told;
  });
  expect(answer.status).toBe(200);
};

test('the worker is killed between the commit of an outcome and the run’s record of it: the answer comes, once', async () => {
  const round = await anOpenRound(inSeconds(10_000));
  const before = (await eventsOf(round)).length;
  const key = randomUUID();
  const holder = new Client({ connectionString: grantpot.postgres.superuserUrl });
  await holder.connect();
  // The command is stored, and the activity waits for the round, which somebody holds.
  await holder.query('begin');
  await holder.query('select from round where id = $1 for no key update', [round]);
  const asking = reassign(round, key);
  const blocked = (event: string) =>
    waitFor(
      `the worker waits for ${event}`,
      async () =>
        (
          await grantpot.look("select from pg_stat_activity where usename = 'grantpot_app' and wait_event_type = $1", [
            event,
          ])
        ).length > 0,
    );
  await blocked('Lock');
  // From now on a commit is not acknowledged before a standby has it; there is none. So the worker commits and is never told.
  await grantpot.look("alter system set synchronous_standby_names = 'nobody'");
  await grantpot.look('select pg_reload_conf()');
  await waitFor(
    'commits wait',
    async () =>
      (await grantpot.look<{ synchronous_standby_names: string }>('show synchronous_standby_names'))[0]
        ?.synchronous_standby_names === 'nobody',
  );
  await holder.query('rollback');
  await holder.end();
  await waitFor(
    'the worker’s commit waits',
    async () => (await grantpot.look("select from pg_stat_activity where wait_event = 'SyncRep'")).length > 0,
  );
  await grantpot.worker.kill();
  await grantpot.look('alter system reset synchronous_standby_names');
  await grantpot.look('select pg_reload_conf()');

  const stored = await waitFor('the outcome is stored', async () => {
    const [row] = await grantpot.look<{ id: string; status: string; outcome: object | null }>(
      'select id, status, outcome from command where idempotency_key = $1',
      [key],
    );
    return row?.status === 'applied' ? row : undefined;
  });
  /** How often the run's history says what came of the command. */
  const told = async () => {
    const { kept } = await grantpot.askTemporal((client) =>
      historyOf(client.workflow.getHandle(`round/${round}`), grantpot.codecKey),
    );
    return kept
      .split('"workflowExecutionUpdateCompletedEventAttributes":')
      .filter((part) => part.startsWith(`{"meta":{"updateId":"${stored.id}"`)).length;
  };
  expect(await told()).toBe(0);
  expect((await asking).status).toBe(202);

  await grantpot.worker.start();
  const answer = await waitFor('it is answered', async () => {
    const told = await reassign(round, key);
    return told.status === 202 ? undefined : told;
  });
  expect(answer).toMatchObject({ status: 200, body: { commandId: stored.id, version: 3 } });
  expect(await told()).toBe(1);
  expect((await eventsOf(round)).length).toBe(before + 1);
  await goesOn(round);
});

test('Temporal is away: commands are answered 202 and applied in order when it is back, and a deadline that passes meanwhile does not hurt who met it', async () => {
  const closesAt = inSeconds(10);
  const [met, missed, late] = [await anOpenRound(closesAt), await anOpenRound(closesAt), await anOpenRound(closesAt)];
  await grantpot.temporal.kill();
  const inTime = await Promise.all([extend(met, inSeconds(10_000)), ...Array.from({ length: 4 }, () => reassign(met))]);
  expect(inTime.map(({ status, body }) => [status, body['status']])).toEqual(inTime.map(() => [202, 'stored']));
  await waitFor('the date has passed', () => Promise.resolve(inSeconds(0) > closesAt));
  const tooLate = await extend(late, inSeconds(10_000));
  expect(tooLate.status).toBe(202);
  await grantpot.temporal.start();

  await Promise.all(inTime.map(applied));
  await waitFor('the late one has its answer', async () => (await outcomeOf(tooLate)) === 'refused');
  const order = await grantpot.look<{ id: string }>(
    'select c.id from event e join command c on c.id = e.command_id where c.subject_id = $1 and c.actor_id is not null order by e.sequence',
    [met],
  );
  const received = await grantpot.look<{ id: string }>(
    'select id from command where subject_id = $1 and actor_id is not null order by received_at, sequence',
    [met],
  );
  expect(order).toEqual(received);
  expect(await stateOf(met)).toBe('open');
  await waitFor(
    'the others have closed',
    async () => (await stateOf(missed)) === 'closed' && (await stateOf(late)) === 'closed',
  );
  for (const round of [missed, late])
    expect((await eventsOf(round)).find(([type]) => type === 'round_closed')).toEqual(['round_closed', closesAt]);
  for (const round of [met, missed, late]) await goesOn(round);
});

test('SMTP is down: nothing waits for it, and each mail leaves once when it is back', async () => {
  const round = await anOpenRound(inSeconds(3));
  await waitFor('it has closed', async () => (await stateOf(round)) === 'closed');
  await goesOn(round);
  interface Kept {
    id: string;
    attempts: number;
    last_error: string | null;
    sent_at: Date | null;
  }
  const mails = () =>
    grantpot.look<Kept>('select id, attempts, last_error, sent_at from outbox where subject_id = $1', [round]);
  const missed = await waitFor('its mails were tried', async () => {
    const kept = await mails();
    return kept.length > 0 && kept.every(({ last_error }) => last_error !== null) ? kept : undefined;
  });
  expect(missed.map(({ last_error, sent_at }) => [last_error, sent_at])).toEqual(missed.map(() => ['ESOCKET', null]));
  const smtp = await startSmtp({ port: smtpPort });
  try {
    await waitFor('its mails have left', async () => (await mails()).every(({ sent_at }) => sent_at !== null));
    const copies = missed.map(({ id }) => smtp.received.filter(({ source }) => source.includes(id)).length);
    expect(copies).toEqual(missed.map(() => 1));
    // With mail under way and connections kept open, the worker still ends in order when it is told to.
    expect(await grantpot.worker.stop()).toBe(0);
  } finally {
    await smtp.close();
  }
  await grantpot.worker.start();
  await goesOn(round);
});

test('Postgres restarts under load: what was asked for is done once, and what was not acknowledged can be asked for again', async () => {
  const [round, potId] = [await anOpenRound(inSeconds(10_000)), await aPotOfOwn(100_000)];
  const counts = { answered: 0, unavailable: 0 };
  let loading = true;
  let abandoned = false;
  const unexpected: unknown[] = [];
  /** Asks again, under the same key, until it is acknowledged. */
  const insisting = async (ask: () => Promise<Answered>) => {
    while (!abandoned) {
      const told = await ask().catch(() => undefined);
      if (told !== undefined && [200, 202].includes(told.status)) break;
      if (told !== undefined && told.status !== 503) unexpected.push(told.body);
      counts.unavailable += 1;
    }
    counts.answered += 1;
  };
  const somebody = async () => {
    let asked = 0;
    for (; loading; asked += 1) {
      const [one, other] = [randomUUID(), randomUUID()];
      await insisting(() => reassign(round, one));
      await insisting(() => manager.post(`/pots/${potId}/add-budget`, { amountPence: 100 }, other));
    }
    return asked;
  };
  const people = Promise.all(Array.from({ length: 4 }, somebody));
  const someMore = async (when: string) => {
    const reached = counts.answered + 10;
    await Promise.race([waitFor(`load ${when}`, () => Promise.resolve(counts.answered >= reached)), people]);
  };
  try {
    await someMore('before a crash');
    await grantpot.postgres.kill();
    await grantpot.postgres.start();
    await someMore('before a restart');
    await grantpot.postgres.stop();
    await grantpot.postgres.start();
    await someMore('after the restarts');
  } catch (error) {
    abandoned = true;
    throw error;
  } finally {
    loading = false;
  }
  const asked = (await people).reduce((sum, one) => sum + one, 0);
  expect(unexpected).toEqual([]);
  await waitFor(
    'no command waits',
    async () => (await grantpot.look("select from command where status = 'stored'")).length === 0,
  );
  expect(
    await grantpot.look("select balance::int from account where kind = 'available' and pot_id = $1", [potId]),
  ).toEqual([{ balance: 100_000 + asked * 100 }]);
  expect((await eventsOf(round)).filter(([type]) => type === 'owner_changed')).toHaveLength(asked);
  expect(counts.unavailable).toBeGreaterThan(0);
  await goesOn(round);
});

/** One of each kind that waits, with a deadline some seconds from now, and a run. */
const oneOfEach = async (): Promise<readonly string[]> => {
  const inbox = await grantpot.openInbox();
  const soon = 'PT12S';
  const policy = aPolicy({
    offer: { validFor: soon, remindBefore: [], signatories: 2 },
    purchases: { ...purchaseRules, authoriseWithin: soon },
    paymentRun: { chaseAuthorisationAfter: soon },
  });
  const facts = { budgetPence: 500_000, policy };
  const [offering, buying, paying] = [
    await aPot(inbox, organisation, facts),
    await aPot(inbox, organisation, facts),
    await aPot(inbox, organisation, facts),
  ];
  const group = await aGroup(inbox, organisation);
  const employer = await anEmployer(inbox, organisation);
  const provider = await aProvider(inbox, organisation);
  const budget = await anActiveBudget(inbox, { organisation, potId: buying.potId, employer, askedPence: 100_000 });
  await inbox.look(
    `insert into bank_account (tenant_id, id, party_id, version, account_name, details_sealed, last_digits, given_by)
     values ($1, gen_random_uuid(), $2, 1, 'The group', $3, '958', $4)`,
    [organisation.tenantId, group.partyId, someBankDetails('The group').detailsSealed, group.applicant.personId],
  );
  await manyReady(inbox, { organisation, pot: paying, group, count: 1, amountPence: 1_000 });
  const { subjectId: run } = await inbox.done(organisation.paymentMaker, 'buildRun', null, {
    potId: paying.potId,
    name: 'Payments',
  });
  const { grantId } = await anAward(inbox, { organisation, potId: offering.potId, group, askedPence: 1_000 });
  const purchase = await aRequestedPurchase(inbox, {
    organisation,
    employer,
    provider,
    grantId: budget.grantId,
    pricePence: 1_000,
  });
  const maker = callerOf(grantpot.api, await aToken(inbox, organisation.paymentMaker));
  await inbox.close();
  const owner = { ownerId: organisation.officer.personId };
  const answers = [
    await maker.post(`/payment-runs/${run}/request-authorisation`),
    await manager.post(`/grants/${grantId}/reassign`, owner),
    await manager.post(`/purchases/${purchase}/reassign-purchase`, { ...owner, reason: 'On leave' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  return [run, grantId, purchase];
};

test('Temporal’s whole store is deleted: every subject goes on with its original deadlines', async () => {
  const asked = await anOpenRound(inSeconds(10_000));
  const others = await oneOfEach();
  const round = await anOpenRound(inSeconds(10));
  const dues = await grantpot.look<{ id: string; due: Date }>(
    `select id, due from (
       select id, next_due_at from round union all select id, next_due_at from application
       union all select id, next_due_at from purchase union all select id, next_due_at from payment_run
     ) waiting (id, due) where id = any ($1) order by id`,
    [[round, ...others]],
  );
  expect(dues.map(({ due }) => due.getTime() > Date.now())).toEqual([true, true, true, true]);
  await grantpot.temporal.kill();
  await grantpot.temporal.deleteStore();
  await grantpot.temporal.start();

  await goesOn(asked); // by a run that the command itself began
  const taken = () =>
    grantpot.look<{ id: string; due: Date }>(
      `select c.subject_id as id, min(c.received_at) as due from command c join event e on e.command_id = c.id
       where c.actor_id is null and c.caused_by is null and c.status = 'applied' and c.subject_id = any ($1) and c.type <> 'openRound' group by 1 order by 1`,
      [[round, ...others]],
    );
  await waitFor('every deadline is taken', async () => (await taken()).length === dues.length);
  expect(await taken()).toEqual(dues);
  await goesOn(round);
  const running = await grantpot.askTemporal(async (client) => {
    const runs: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query: "ExecutionStatus = 'Running'" }))
      runs.push(workflowId.split('/')[0]!);
    return runs;
  });
  // The offer has run out and is over; the budget that was bought from goes on.
  expect([...new Set(running)].toSorted()).toEqual(
    expect.arrayContaining(['grant', 'payment-run', 'purchase', 'round']),
  );
});
