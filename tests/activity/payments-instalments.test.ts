import { anOrganisation, type Organisation } from '../builders/organisation';
import { today } from '../builders/paying';
import { aPot, type Pot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';
import { assertLedgerVerified, potHolds } from '../support/ledger';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  pot = await aPot(inbox, organisation, { budgetPence: 2_000_000 });
});
afterAll(() => inbox.close());
afterEach(() => assertLedgerVerified(inbox));

const expected = async (amountPence: number) => {
  const body = { potId: pot.potId, amountPence, expectedOn: '2026-11-02' };
  return (await inbox.done(organisation.manager, 'expectInstalment', pot.fundId, body)).result?.['instalmentId'];
};
const record = (instalmentId: unknown, receivedOn: string, fundId = pot.fundId) =>
  inbox.send(organisation.paymentMaker, 'recordInstalment', fundId, { instalmentId, receivedOn });

test('money from the funder is in the bank once, from the day on the statement', async () => {
  const instalmentId = await expected(1_000_000);
  const on = await today(inbox);
  expect((await record(instalmentId, '2099-01-01')).refusal).toMatchObject({
    code: 'DAY_IN_FUTURE',
    field: '/receivedOn',
  });
  expect(await record(instalmentId, on)).toMatchObject({ status: 'applied', result: { becameReady: 0 } });
  expect(await potHolds(inbox, pot.potId)).toEqual({ available: 2_000_000, bank: 1_000_000 });
  expect((await record(instalmentId, on)).refusal).toMatchObject({
    code: 'INSTALMENT_RECEIVED_ALREADY',
    facts: { receivedOn: on },
  });
  expect(
    await inbox.look('select received_on::text, amount_pence::int from instalment where id = $1', [instalmentId]),
  ).toEqual([{ received_on: on, amount_pence: 1_000_000 }]);
});

test('an instalment is recorded with its own fund', async () => {
  const other = await aPot(inbox, organisation, { budgetPence: 100_000 });
  const on = await today(inbox);
  expect((await record(await expected(1_000), on, other.fundId)).refusal).toMatchObject({
    code: 'INSTALMENT_UNKNOWN',
    field: '/instalmentId',
  });
  expect((await record(organisation.tenantId, on)).refusal?.code).toBe('INSTALMENT_UNKNOWN');
});

test('of two who record it at once, one does', async () => {
  const instalmentId = await expected(5_000);
  const on = await today(inbox);
  const answers = await Promise.all([record(instalmentId, on), record(instalmentId, on), record(instalmentId, on)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['applied', 'refused', 'refused']);
});
