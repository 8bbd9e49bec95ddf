import { readFigures } from '../../db/queries/engine/figures';
import { applyCommand } from '../../src/commands/apply/bring-up-to';
import type { Took } from '../../src/commands/apply/take-next';
import { checkLedgerWhenDue } from '../../src/worker/ledger-check';
import { anOrganisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
beforeEach(async () => {
  inbox = await openInbox();
});
afterEach(() => inbox.close());

const figures = () => readFigures(inbox.db);

test('an empty record has nothing that waits', async () => {
  expect(await figures()).toEqual({
    commandsWaiting: 0,
    oldestCommandSeconds: 0,
    commandsFailed: 0,
    subjectsStuck: 0,
    oldestDueSeconds: 0,
    mailsWaiting: 0,
    oldestMailSeconds: 0,
    mailsGivenUp: 0,
    ledgerCheckedAt: null,
    ledgerDifferences: null,
  });
});

test('what waits and what failed is counted over all organisations, and the oldest has its age', async () => {
  const before = { tenants: [await anOrganisation(inbox), await anOrganisation(inbox)], ...(await figures()) };
  for (const { tenantId, officer } of before.tenants) {
    const command = (status: string, age: string, outcome: string | null) =>
      inbox.look(
        `insert into command (tenant_id, id, type, subject_type, subject_id, actor_id, idempotency_key, body_hash, received_at, status, outcome)
         values ($1, gen_random_uuid(), 'withdraw', 'grant', gen_random_uuid(), $2, gen_random_uuid()::text, '', app.now() - $3::interval, $4, $5)`,
        [tenantId, officer.personId, age, status, outcome],
      );
    const mail = (age: string, givenUp: boolean) =>
      inbox.look(
        `insert into outbox (tenant_id, id, command_id, template, person_id, subject_type, subject_id, created_at, next_attempt_at, given_up_at)
         select $1, gen_random_uuid(), c.id, 'offer-made', $2, 'grant', gen_random_uuid(), app.now() - $3::interval, app.now(), case when $4 then app.now() end
         from command c where c.tenant_id = $1 limit 1`,
        [tenantId, officer.personId, age, givenUp],
      );
    await command('stored', '10 minutes', null);
    await command('stored', '2 hours', null);
    await command('failed', '1 day', '{"status": "failed"}');
    await mail('3 hours', false);
    await mail('3 days', true);
  }
  const after = await figures();
  expect(after).toMatchObject({
    commandsWaiting: before.commandsWaiting + 4,
    commandsFailed: 2,
    mailsWaiting: before.mailsWaiting + 2,
    mailsGivenUp: 2,
  });
  expect(Math.round(after.oldestCommandSeconds / 60)).toBe(120);
  expect(Math.round(after.oldestMailSeconds / 60)).toBe(180);
});

test('a deadline that nobody has taken is late, and one that failed is stuck', async () => {
  const organisation = await anOrganisation(inbox);
  const { potId } = await aPot(inbox, organisation, { budgetPence: 100_000, policy: aPolicy({}) });
  await inbox.look(
    `insert into round (tenant_id, id, pot_id, name, owner_id, state, opens_at, closes_at, decide_by, created_at, deadlines, next_due_at, stuck)
     select $1, gen_random_uuid(), $2, 'Spring', $3, 'open', app.now() - interval '1 day', app.now(), app.now(), app.now(), '[]', app.now() - interval '5 minutes', array['closeRound']`,
    [organisation.tenantId, potId, organisation.officer.personId],
  );
  const found = await figures();
  expect(found.subjectsStuck).toBe(1);
  expect(Math.round(found.oldestDueSeconds / 60)).toBe(5);
});

describe('the daily check of the ledger', () => {
  const check = () => checkLedgerWhenDue(inbox.db, new AbortController().signal);

  test('is made by one of many who ask, once a day, and what it found can be watched', async () => {
    const organisation = await anOrganisation(inbox);
    await aPot(inbox, organisation, { budgetPence: 100_000, policy: aPolicy({}) });
    const asked = await Promise.all([check(), check(), check()]);
    expect(asked.filter((found) => found !== undefined)).toEqual([
      { differences: [], transfers: 1, accounts: expect.any(Number) },
    ]);
    expect(await figures()).toMatchObject({ ledgerCheckedAt: expect.any(String), ledgerDifferences: 0 });
    expect(await check()).toBeUndefined();

    await inbox.look(`alter table account disable trigger user`);
    await inbox.look(`update account set balance = balance + 1 where kind = 'available'`);
    await inbox.look(`update app.ledger_check set ended_at = ended_at - interval '25 hours'`);
    expect((await check())?.differences.length).toBeGreaterThan(0);
    const [row] = await inbox.look<{ differences: number }>('select differences from app.ledger_check');
    expect((await figures()).ledgerDifferences).toBe(row?.differences);
    expect(row?.differences).toBeGreaterThan(0);
  });

  test('that was cut off is made again an hour later', async () => {
    await anOrganisation(inbox);
    const stopped = AbortSignal.abort(new Error('told to stop'));
    await expect(checkLedgerWhenDue(inbox.db, stopped)).rejects.toThrow('told to stop');
    expect(await check()).toBeUndefined();
    await inbox.look(`update app.ledger_check set began_at = began_at - interval '61 minutes'`);
    expect(await check()).toMatchObject({ differences: [] });
  });
});

test('each outcome is told once, by its command’s name, and only when it is stored', async () => {
  const organisation = await anOrganisation(inbox);
  const { potId } = await aPot(inbox, organisation, { budgetPence: 100_000, policy: aPolicy({}) });
  const told: Took[] = [];
  const applying = { ...inbox.applying, onOutcome: (took: Took) => told.push(took) };
  const about = { tenantId: organisation.tenantId, subject: 'pot', id: potId } as const;
  const first = await inbox.store(organisation.manager, 'addBudget', potId, { amountPence: 5_000 });
  const second = await inbox.store(organisation.officer, 'addBudget', potId, { amountPence: 5_000 });
  // Asked for the second, the first is taken on the way; asked again, nothing is told again.
  await applyCommand(applying, about, second.commandId);
  await applyCommand(applying, about, second.commandId);
  expect(told).toEqual([
    { commandId: first.commandId, command: 'addBudget', status: 'applied' },
    { commandId: second.commandId, command: 'addBudget', status: 'refused' },
  ]);
});
