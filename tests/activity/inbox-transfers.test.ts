import { randomUUID } from 'node:crypto';

import { sql } from 'kysely';

import { inTenant } from '../../db/transaction';
import { willPass } from '../../db/errors';
import { postTransfers, shortageIn, type Shortage } from '../../src/commands/apply/post-transfers';
import { budget, cash, transfer, type Account, type Transfer } from '../../src/domain/money/accounts';
import { pence } from '../../src/domain/money/money';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { assertBooksBalance } from '../support/books';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
let organisation: Organisation;
let commandId: string;
let fundId: string;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  ({ fundId } = await aPot(inbox, organisation, { budgetPence: 1 }));
  const [command] = await inbox.look<{ id: string }>("select id from command where type = 'openPot'");
  commandId = command!.id;
});
afterAll(() => inbox.close());
afterEach(() => assertBooksBalance(inbox));

let keys = 0;
const move = (from: Account, to: Account, amount: number, key = `test:${String((keys += 1))}`): Transfer =>
  transfer(from, to, pence(amount), key);
/** Posts a set, and keeps it unless an account is short. */
const post = async (...transfers: readonly Transfer[]): Promise<Shortage | undefined> => {
  const { tenantId } = organisation;
  try {
    await inTenant(inbox.db, tenantId, (tx) =>
      tx.executeQuery(postTransfers(tx, transfers, { tenantId, commandId, at: new Date().toISOString() })),
    );
    return undefined;
  } catch (error) {
    const short = shortageIn(error);
    if (short === undefined) throw error;
    return short;
  }
};
const balanceOf = async ({ code }: Account) =>
  (await inbox.look<{ balance: number }>('select balance::int from account where code = $1', [code]))[0]?.balance;
/** A pot's account that holds so much. */
const aPotWith = async (amount: number) => {
  const potId = randomUUID();
  await post(move(budget.pledge(fundId), budget.available(potId), amount));
  return potId;
};

test('a set is posted in its order, each transfer with both balances after it', async () => {
  const [potId, grantId] = [await aPotWith(1_000), randomUUID()];
  const [available, committed, promised] = [
    budget.available(potId),
    budget.committed(potId, grantId),
    budget.promised(potId, grantId),
  ];
  expect(
    await post(move(available, committed, 700), move(committed, promised, 300), move(promised, available, 100)),
  ).toBeUndefined();
  expect(
    await inbox.look(
      `select split_part(from_code, '/', 2) as from, split_part(to_code, '/', 2) as to, amount::int, from_balance_after::int, to_balance_after::int
       from transfer where grant_id = $1 order by sequence`,
      [grantId],
    ),
  ).toEqual([
    { from: 'available', to: 'committed', amount: 700, from_balance_after: 300, to_balance_after: 700 },
    { from: 'committed', to: 'promised', amount: 300, from_balance_after: 400, to_balance_after: 300 },
    { from: 'promised', to: 'available', amount: 100, from_balance_after: 200, to_balance_after: 400 },
  ]);
  expect([await balanceOf(available), await balanceOf(committed), await balanceOf(promised)]).toEqual([400, 400, 200]);
});

test('a set that an account cannot bear leaves nothing, and says which one and what is left', async () => {
  const [potId, grantId] = [await aPotWith(500), randomUUID()];
  expect(await post(move(budget.available(potId), budget.committed(potId, grantId), 501))).toEqual({
    code: budget.available(potId).code,
    left: 500,
  });
  expect(await post(move(budget.committed(potId, grantId), budget.promised(potId, grantId), 1))).toEqual({
    code: budget.committed(potId, grantId).code,
    left: 0,
  });
  expect(await balanceOf(budget.available(potId))).toBe(500);
});

test('what lies outside our books may go below nothing', async () => {
  const potId = randomUUID();
  expect(await post(move(cash.funder(fundId), cash.bank(potId), 400))).toBeUndefined();
  expect(await balanceOf(cash.funder(fundId))).toBe(-400);
});

test('one key moves money once', async () => {
  const [potId, grantId] = [await aPotWith(1_000), randomUUID()];
  const award = move(budget.available(potId), budget.committed(potId, grantId), 100, `grant:${grantId}:award:1`);
  await post(award);
  await expect(post(award)).rejects.toMatchObject({ code: '23505' });
  expect(await balanceOf(budget.committed(potId, grantId))).toBe(100);
});

test('of 50 who race for the last pound one gets it, and the others are told what is left', async () => {
  const potId = await aPotWith(100);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () => post(move(budget.available(potId), budget.committed(potId, randomUUID()), 100))),
  );
  expect(outcomes.filter((short) => short === undefined)).toHaveLength(1);
  expect(new Set(outcomes.filter((short) => short !== undefined).map(({ left }) => left))).toEqual(new Set([0]));
  expect(await balanceOf(budget.available(potId))).toBe(0);
});

test('sets that take the same accounts in opposite directions at once do not get in each other’s way', async () => {
  const [one, other] = [await aPotWith(10_000), await aPotWith(10_000)];
  const there = () => post(move(budget.available(one), budget.available(other), 10));
  const back = () => post(move(budget.available(other), budget.available(one), 10));
  const results = await Promise.allSettled(
    Array.from({ length: 60 }, (_, number) => (number % 2 === 0 ? there() : back())),
  );
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  expect(failures.map(willPass)).toEqual([]);
  expect([await balanceOf(budget.available(one)), await balanceOf(budget.available(other))]).toEqual([10_000, 10_000]);
});

test('accounts that many open at once are opened once', async () => {
  const [potId, grantId] = [await aPotWith(10_000), randomUUID()];
  await Promise.all(
    Array.from({ length: 20 }, () => post(move(budget.available(potId), budget.committed(potId, grantId), 10))),
  );
  expect(await balanceOf(budget.committed(potId, grantId))).toBe(200);
});

test('only the accounts that money moves between are looked at, however many a pot has', async () => {
  const { tenantId } = organisation;
  const potId = await aPotWith(10_000);
  const committing = () => move(budget.available(potId), budget.committed(potId, randomUUID()), 1);
  await post(...Array.from({ length: 2_000 }, committing));
  await inbox.look('analyze account');
  await inTenant(inbox.db, tenantId, async (tx) => {
    const readFromEndToEnd = async () =>
      (
        await sql<{ rows: number }>`
          select seq_tup_read::int as rows from pg_stat_xact_user_tables where relname = 'account'`.execute(tx)
      ).rows[0]?.rows;
    const before = await readFromEndToEnd();
    // Often enough that Postgres keeps a plan.
    for (let turn = 0; turn < 10; turn += 1) {
      await tx.executeQuery(postTransfers(tx, [committing()], { tenantId, commandId, at: new Date().toISOString() }));
    }
    expect(await readFromEndToEnd()).toBe(before);
  });
});
