import { anActiveBudget, anActiveGrant } from '../builders/active-grant';
import { aDeliveredPurchase, anAuthorisedPurchase, invoiced } from '../builders/buying';
import { aGroup, anEmployer, aProvider } from '../builders/group';
import { anOrganisation } from '../builders/organisation';
import { payAllReady } from '../builders/paying';
import { aPot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';
import { assertLedgerVerified, grantHolds, potHolds } from '../support/ledger';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(() => inbox.close());

const pounds = (sum: number) => sum * 100;

/** Kreative Education Solution, Heathfield Ecology Centre, Mighty Men of Valour, F.W.P. Hibiscus, Croydon Black Boys Can. */
const groupAwards = [2_000, 2_000, 1_999, 1_935, 2_000].map(pounds);

test('a £20,000 pledge in two instalments: the £40 waits for cash, and is paid when it arrives', async () => {
  await inbox.moveClockTo('2026-10-26T10:00:00.000Z');
  const organisation = await anOrganisation(inbox);
  const { manager, officer, tenantId } = organisation;
  const { fundId, potId } = await aPot(inbox, organisation, { budgetPence: pounds(20_000), purchases: true });
  const expect10 = async (expectedOn: string) => {
    const expected = { potId, amountPence: pounds(10_000), expectedOn };
    return String((await inbox.done(manager, 'expectInstalment', fundId, expected)).result?.['instalmentId']);
  };
  const [first, second] = [await expect10('2026-11-02'), await expect10('2027-01-29')];

  await inbox.moveClockTo('2026-11-02T10:00:00.000Z');
  await inbox.done(manager, 'recordInstalment', fundId, { instalmentId: first, receivedOn: '2026-11-02' });
  const grants: string[] = [];
  for (const awardPence of groupAwards) {
    const group = await aGroup(inbox, organisation);
    grants.push((await anActiveGrant(inbox, { organisation, potId, group, askedPence: awardPence })).grantId);
  }
  const employer = await anEmployer(inbox, organisation, {});
  const { grantId } = await anActiveBudget(inbox, { organisation, potId, employer, askedPence: pounds(2_000) });
  expect(await potHolds(inbox, potId)).toMatchObject({ available: pounds(8_066), bank: pounds(10_000) });

  await inbox.moveClockTo('2026-11-09T17:00:01.000Z');
  for (const id of grants) await inbox.applyDueNow(tenantId, 'grant', id);
  expect(await potHolds(inbox, potId)).toMatchObject({ bank: pounds(66), reserved: pounds(9_934) });
  await payAllReady(inbox, organisation, potId);
  expect(await potHolds(inbox, potId)).toMatchObject({
    bank: pounds(66),
    reserved: 0,
    in_transit: 0,
    payee: pounds(9_934),
  });

  await inbox.moveClockTo('2026-11-16T10:00:00.000Z');
  const provider = await aProvider(inbox, organisation);
  const facts = { organisation, employer, provider, grantId };
  const sixtyFive = await anAuthorisedPurchase(inbox, { ...facts, pricePence: pounds(65) });
  const forty = await aDeliveredPurchase(inbox, { ...facts, pricePence: pounds(40) });
  expect(await grantHolds(inbox, grantId)).toEqual({ committed: pounds(1_895), promised: pounds(105) });
  // The order that was promised first is delivered and invoiced last; its place in the queue is kept.
  await invoiced(inbox, facts, forty, pounds(40));
  await inbox.done(officer, 'matchInvoice', forty, { dueOn: '2026-12-01' });
  await inbox.done(employer.budgetHolder, 'orderPurchase', sixtyFive);
  await inbox.done(employer.budgetHolder, 'recordDelivery', sixtyFive, { deliveredOn: '2026-11-16' });
  await invoiced(inbox, facts, sixtyFive, pounds(65));
  await inbox.done(officer, 'matchInvoice', sixtyFive, { dueOn: '2026-12-01' });

  await inbox.moveClockTo('2026-12-01T17:00:01.000Z');
  await inbox.applyDueNow(tenantId, 'purchase', forty); // its run is the first to notice
  await inbox.applyDueNow(tenantId, 'purchase', sixtyFive);
  const stateOf = async (purchaseId: string) =>
    (await inbox.look<{ state: string }>('select state from payment where purchase_id = $1', [purchaseId]))[0]?.state;
  expect([await stateOf(sixtyFive), await stateOf(forty)]).toEqual(['ready', 'waiting_for_cash']);
  expect(await eventsOf(grantId)).toEqual(
    expect.arrayContaining([{ type: 'payment_waits_for_cash', subject: forty, pence: pounds(40) }]),
  );
  await payAllReady(inbox, organisation, potId);
  await inbox.deliverFollowUps();
  expect([await stateOf(sixtyFive), await stateOf(forty)]).toEqual(['settled', 'waiting_for_cash']);
  expect(await grantHolds(inbox, grantId)).toEqual({
    committed: pounds(1_895),
    promised: pounds(40),
    spent: pounds(65),
  });
  expect(await potHolds(inbox, potId)).toMatchObject({ bank: pounds(1), available: pounds(8_066) });
  await assertLedgerVerified(inbox);

  await inbox.moveClockTo('2027-01-29T11:00:00.000Z');
  const arrived = { instalmentId: second, receivedOn: '2027-01-29' };
  expect((await inbox.done(manager, 'recordInstalment', fundId, arrived)).result).toEqual({ becameReady: 1 });
  expect(await stateOf(forty)).toBe('ready');
  await payAllReady(inbox, organisation, potId);
  await inbox.deliverFollowUps();
  expect(await potHolds(inbox, potId)).toMatchObject({ bank: pounds(9_961), reserved: 0, in_transit: 0 });
  expect(await grantHolds(inbox, grantId)).toEqual({ committed: pounds(1_895), spent: pounds(105) });
  expect(await inbox.look('select state from purchase where grant_id = $1', [grantId])).toEqual([
    { state: 'closed' },
    { state: 'closed' },
  ]);
  await assertLedgerVerified(inbox);
});

async function eventsOf(grantId: string) {
  return inbox.look<{ type: string; subject: string; pence: number }>(
    `select type, subject_id as subject, (after ->> 'amountPence')::int as pence from event where grant_id = $1 order by sequence`,
    [grantId],
  );
}
