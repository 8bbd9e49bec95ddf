import { randomUUID } from 'node:crypto';

import { verifyLedger } from '../../src/commands/ledger/verify';
import { anActiveBudget, anActiveGrant } from '../builders/active-grant';
import { aMatchedPurchase, anAuthorisedPurchase } from '../builders/buying';
import { aGroup, anEmployer, aProvider } from '../builders/group';
import { anOrganisation } from '../builders/organisation';
import { cashArrives, payAllReady, sentRun, today } from '../builders/paying';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';
import { assertBooksBalance } from '../support/books';

let inbox: Inbox;
let tenantId: string;

/** An organisation with money at every place that the books know. */
beforeAll(async () => {
  inbox = await openInbox();
  const organisation = await anOrganisation(inbox);
  ({ tenantId } = organisation);
  const instalments = [{ sharePercent: 100, dueAfter: 'PT0S' }];
  const policy = aPolicy({ instalments, purchases: purchaseRules });
  const pot = await aPot(inbox, organisation, { budgetPence: 2_000_000, policy });
  await cashArrives(inbox, organisation, pot, 1_000_000);
  const running = async (askedPence: number) => {
    const group = await aGroup(inbox, organisation);
    const grant = await anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence });
    await inbox.applyDueNow(tenantId, 'grant', grant.grantId);
    return grant;
  };
  const endedWithRefund = async (refundPence: number) => {
    const grant = await running(100_000);
    await payAllReady(inbox, organisation, pot.potId);
    const body = { reason: 'The work has stopped.', refundPence };
    await inbox.done(organisation.manager, 'terminate', grant.grantId, body);
    return grant;
  };
  const partly = await endedWithRefund(30_000);
  const received = { amountPence: 10_000, receivedOn: await today(inbox) };
  await inbox.done(organisation.manager, 'recordRefund', partly.grantId, received);
  const hopeless = await endedWithRefund(5_000);
  await inbox.done(organisation.manager, 'writeOffRefund', hopeless.grantId, { reason: 'The group is dissolved.' });

  await running(60_000);
  await running(50_000);
  const { runId, paymentIds } = await sentRun(inbox, organisation, pot.potId);
  const outcomes = [{ paymentId: paymentIds[0], outcome: 'returned', on: await today(inbox) }];
  await inbox.done(organisation.paymentMaker, 'recordOutcomes', runId, { outcomes });
  await running(40_000);
  const employer = await anEmployer(inbox, organisation, {});
  const provider = await aProvider(inbox, organisation);
  const facts = { organisation, potId: pot.potId, employer, askedPence: 200_000 };
  const { grantId } = await anActiveBudget(inbox, facts);
  await anAuthorisedPurchase(inbox, { organisation, employer, provider, grantId, pricePence: 6_500 });
  await aMatchedPurchase(inbox, { organisation, employer, provider, grantId, pricePence: 4_000 });
});
afterAll(() => inbox.close());

const found = async () => [...new Set((await verifyLedger(inbox.db)).differences.map(({ check }) => check))];

test('nothing differs in an organisation with money at every place', async () => {
  await assertBooksBalance(inbox);
  const { differences, transfers, accounts } = await verifyLedger(inbox.db);
  expect(differences).toEqual([]);
  expect(transfers).toBeGreaterThan(30);
  const kinds = await inbox.look<{ kind: string }>(
    'select distinct kind from account where balance <> 0 order by kind',
  );
  expect(kinds.map(({ kind }) => kind)).toEqual([
    ...['available', 'bank', 'committed', 'funder', 'in_transit', 'payee', 'pledge', 'promised', 'refund_due'],
    ...['reserved', 'spent', 'written_off'],
  ]);
  expect(accounts).toBeGreaterThan(kinds.length);
});

/** Each check with a tampering that it finds, and how that is undone. */
const tamperings: readonly (readonly [check: string, tampering: string, undoing: string])[] = [
  [
    'an account holds what its transfers add up to',
    "update account set balance = balance + 1 where kind = 'bank'",
    "update account set balance = balance - 1 where kind = 'bank'",
  ],
  [
    'a transfer carries the balance that it left',
    "update transfer set to_balance_after = to_balance_after + 1 where business_key like '%:settle:1'",
    "update transfer set to_balance_after = to_balance_after - 1 where business_key like '%:settle:1'",
  ],
  [
    'a book adds up to nothing',
    "update account set balance = balance - 1 where kind = 'payee'",
    "update account set balance = balance + 1 where kind = 'payee'",
  ],
  [
    'nothing of ours was ever below nothing',
    "update transfer set from_balance_after = from_balance_after - 10000000 where business_key like '%:reserve:1'",
    "update transfer set from_balance_after = from_balance_after + 10000000 where business_key like '%:reserve:1'",
  ],
  [
    'a transfer was made by a command that was applied',
    "update command set status = 'failed' where type = 'recordInstalment'",
    "update command set status = 'applied' where type = 'recordInstalment'",
  ],
  [
    'no grant holds money without an award',
    "insert into account (tenant_id, code, book, kind, grant_id, balance) select id, 'x', 'budget', 'spent', gen_random_uuid(), 1 from tenant",
    "delete from account where code = 'x'",
  ],
  [
    'a grant holds what it was awarded, less what came back',
    'update award set came_back_pence = came_back_pence + 1',
    'update award set came_back_pence = came_back_pence - 1',
  ],
  [
    'what is promised is what fell due or was ordered, and has not settled',
    "update payment set state = 'cancelled' where state = 'returned'",
    "update payment set state = 'returned' where state = 'cancelled'",
  ],
  [
    'what is spent is what settled, less what was asked back',
    "update payment set amount_pence = amount_pence + 1 where state = 'settled'",
    "update payment set amount_pence = amount_pence - 1 where state = 'settled'",
  ],
  [
    'what is due back is what was asked back and has not come',
    "update refund set amount_pence = amount_pence + 1 where state = 'due'",
    "update refund set amount_pence = amount_pence - 1 where state = 'due'",
  ],
  [
    'what is written off is on record as a refund',
    "update refund set amount_pence = amount_pence + 1 where state = 'written_off'",
    "update refund set amount_pence = amount_pence - 1 where state = 'written_off'",
  ],
  [
    'what can be awarded is the pledge, less the awards, and what came back of them',
    'update award set awarded_pence = awarded_pence - 1',
    'update award set awarded_pence = awarded_pence + 1',
  ],
  [
    'the funder has paid the instalments that were received',
    'update instalment set amount_pence = amount_pence + 1',
    'update instalment set amount_pence = amount_pence - 1',
  ],
  [
    'the bank holds what was received and returned, less what is reserved, sent or paid',
    'update instalment set received_on = null',
    'update instalment set received_on = expected_on',
  ],
  [
    'what is reserved is what is ready or in a run',
    "update payment set state = 'waiting_for_cash' where state = 'ready'",
    "update payment set state = 'ready' where state = 'waiting_for_cash'",
  ],
  [
    'what is in transit is what was sent, and has neither settled nor come back',
    "update payment set amount_pence = amount_pence + 1 where state = 'sent'",
    "update payment set amount_pence = amount_pence - 1 where state = 'sent'",
  ],
  [
    'payees have what settled, less what they returned',
    "update refund set amount_pence = amount_pence + 1 where state = 'received'",
    "update refund set amount_pence = amount_pence - 1 where state = 'received'",
  ],
];

describe('ledger verify finds', () => {
  beforeAll(() => inbox.look('set session_replication_role = replica')); // past the guards of append-only tables
  afterAll(() => inbox.look('set session_replication_role = origin'));

  test.each(tamperings)('%s', async (check, tampering, undoing) => {
    await inbox.look(tampering);
    expect(await found()).toContain(check);
    await inbox.look(undoing);
    expect(await found()).toEqual([]);
  });

  test('a difference of one organisation among several, and says whose and how large it is', async () => {
    await anOrganisation(inbox);
    const [account] = await inbox.look<{ code: string; balance: number }>(
      "select code, balance::int from account where kind = 'bank'",
    );
    await inbox.look("update account set balance = balance + 7 where kind = 'bank'");
    const { differences } = await verifyLedger(inbox.db);
    expect(differences).toContainEqual({
      tenantId,
      check: 'an account holds what its transfers add up to',
      about: account?.code,
      expectedPence: account?.balance,
      foundPence: (account?.balance ?? 0) + 7,
    });
    await inbox.look("update account set balance = balance - 7 where kind = 'bank'");
  });
});

test('the ledger refuses a transfer that is changed, removed, or made twice', async () => {
  await expect(inbox.look('update transfer set amount = amount + 1')).rejects.toMatchObject({ code: 'GP001' });
  await expect(inbox.look('delete from transfer')).rejects.toMatchObject({ code: 'GP001' });
  await expect(inbox.look('truncate transfer')).rejects.toMatchObject({ code: 'GP001' });
  const again = `insert into transfer (tenant_id, book, from_code, to_code, amount, from_balance_after, to_balance_after, business_key, command_id, at)
    select tenant_id, book, from_code, to_code, amount, from_balance_after, to_balance_after, business_key, command_id, at from transfer limit 1`;
  await expect(inbox.look(again)).rejects.toMatchObject({ code: '23505' });
  const overdrawn = "update account set balance = -1 where kind = 'bank' and code <> $1";
  await expect(inbox.look(overdrawn, [randomUUID()])).rejects.toMatchObject({ constraint: 'account_not_overdrawn' });
});
