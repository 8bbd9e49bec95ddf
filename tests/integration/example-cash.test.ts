import type { Party } from '../../src/cli/story/people';
import { addSomebody, created } from '../../src/cli/story/people';
import { courtWorkersBudget, croydonGroups } from '../../src/cli/story/croydon';
import type { Pot } from '../../src/cli/story/stages';
import {
  accepted,
  aGroupOverHttp,
  aMeetingOf,
  anEmployerOverHttp,
  aPotOverHttp,
  aProviderOverHttp,
  aStaff,
  bankDetailsGiven,
  expected,
  paidOn,
  received,
  withThePanel,
  type Staff,
} from '../builders/over-http';
import { aPolicy, purchaseRules } from '../builders/policy';
import { startEngine, type Engine } from '../support/engine';
import { openFrontDoor, type FrontDoor, type Told } from '../support/front-door';
import { assertLedgerVerified } from '../support/ledger';
import { cookieOf } from '../support/signed-in';

let engine: Engine;
let door: FrontDoor;
beforeAll(async () => {
  engine = await startEngine();
  door = await openFrontDoor(engine);
});
afterAll(() => engine.close());

const pounds = (sum: number) => sum * 100;

/** The court worker asks for a service, orders it, has it, and its invoice of 17 November is matched. */
interface Bought {
  readonly grantId: string;
  readonly holder: Told;
  readonly provider: Party;
  readonly service: string;
  readonly clientReference: string;
  readonly pricePence: number;
}

test('cash: £20,000 is pledged and £10,000 is banked; £40 waits for the second half, and is paid when it comes', async () => {
  await door.moveTo('2026-10-26T10:00:00.000Z');
  const staff = await aStaff(engine.inbox);
  // Invoices of 17 November fall due on 1 December: two weeks later.
  const policy = aPolicy({ purchases: purchaseRules });
  const pot = await aPotOverHttp(door, staff, { policy, budgetPence: pounds(20_000) });
  const first = await expected(door, staff, pot, { amountPence: pounds(10_000), expectedOn: '2026-11-02' });
  const second = await expected(door, staff, pot, { amountPence: pounds(10_000), expectedOn: '2027-01-29' });
  const groups = await Promise.all(croydonGroups.map(({ group }) => aGroupOverHttp(door, staff, group)));
  const employer = await anEmployerOverHttp(door, staff, courtWorkersBudget.group);
  const provider = await aProviderOverHttp(door, staff, 'Women’s Counselling Service');
  const holder = await addSomebody(door.api, staff, 'Court worker', 'court.worker@example.org', {
    role: 'budget_holder',
    partyId: employer.id,
    ownLimitPence: pounds(50),
  });

  await door.moveTo('2026-11-02T10:00:00.000Z');
  await received(door, staff, pot, { instalmentId: first, receivedOn: '2026-11-02' });
  const startsAt = '2026-11-02T18:00:00.000Z';
  const meetingId = await aMeetingOf(door, staff, { potId: pot.potId, startsAt, sitting: staff.panel.slice(0, 3) });
  const award = async (party: Party, askedPence: number) => {
    const id = await withThePanel(door, staff, { pot, party, askedPence });
    await door.as(staff.officer, 'decide', { id, body: { meetingId, outcome: 'award' } });
    await accepted(door, id, party);
    return id;
  };
  const grantIds = await Promise.all(
    croydonGroups.map(async ({ askedPence }, place) => {
      const id = await award(groups[place]!, askedPence);
      await bankDetailsGiven(door, id, groups[place]!, place);
      return id;
    }),
  );
  const budgetId = await award(employer, courtWorkersBudget.askedPence);
  expect(await moneyOf(staff, pot)).toMatchObject({
    awardedPence: pounds(11_934),
    canStillBeAwardedPence: pounds(8_066),
    inTheBankPence: pounds(10_000),
    waitingForCashPence: 0,
  });

  await door.moveTo('2026-11-09T17:00:00.000Z');
  expect(await moneyOf(staff, pot)).toMatchObject({ reservedPence: pounds(9_934), inTheBankPence: pounds(66) });
  expect(await paidOn(door, staff, pot.potId, { on: '2026-11-09', name: '9 November' })).toBe(pounds(9_934));
  expect(await moneyOf(staff, pot)).toMatchObject({
    paidPence: pounds(9_934),
    bankBalancePence: pounds(66),
    canStillBeAwardedPence: pounds(8_066),
  });
  for (const id of grantIds) {
    const grant = await door.as(staff.officer, 'getGrant', { id });
    expect(grant).toMatchObject({ stage: 'active', payments: [{ state: 'settled', settledOn: '2026-11-09' }] });
  }

  await door.moveTo('2026-11-16T10:00:00.000Z');
  const ask = (bought: Omit<Bought, 'grantId' | 'holder' | 'provider'>) =>
    requested(staff, { grantId: budgetId, holder, provider, ...bought });
  // The larger one is over her own limit, and is promised first.
  const sixtyFive = await ask({ service: 'Counselling', clientReference: 'WC-1047', pricePence: pounds(65) });
  const forty = await ask({ service: 'Family support', clientReference: 'WC-1048', pricePence: pounds(40) });
  expect((await door.as(holder, 'getGrant', { id: budgetId })).money).toMatchObject({
    promisedPence: pounds(105),
    leftPence: pounds(1_895),
    paidPence: 0,
  });
  await door.moveTo('2026-11-17T10:00:00.000Z');
  // What was promised last is delivered and invoiced first, which gains it no place in the queue.
  for (const [id, pricePence] of [
    [forty, pounds(40)],
    [sixtyFive, pounds(65)],
  ] as const) {
    await invoiced(staff, id, { holder, provider, pricePence, on: '2026-11-17' });
  }

  await door.moveTo('2026-12-01T16:59:59.000Z');
  expect(await paymentOf(holder, sixtyFive)).toMatchObject({ state: 'scheduled', dueAt: '2026-12-01T17:00:00.000Z' });
  await door.moveTo('2026-12-01T17:00:00.000Z');
  expect(await paymentOf(holder, sixtyFive)).toMatchObject({ state: 'ready', why: null });
  const why = '£40 waits for money from Home Office, expected 29 January 2027; 1st in line';
  expect(await paymentOf(holder, forty)).toMatchObject({
    state: 'waiting_for_cash',
    amountPence: pounds(40),
    dueAt: '2026-12-01T17:00:00.000Z',
    line: 1,
    expectedOn: '2027-01-29',
    why,
  });
  expect(await pageOf(staff, budgetId)).toContain(why);
  expect(await paidOn(door, staff, pot.potId, { on: '2026-12-01', name: '1 December' })).toBe(pounds(65));
  await door.until(staff.officer, 'getPurchase', { id: sixtyFive }, ({ state }) => state === 'closed', 'paid');
  expect((await door.as(staff.officer, 'getGrant', { id: budgetId })).next).toEqual({
    what: 'Wait for money from the funder',
    of: 'nobody',
    by: null,
    why: `${why}.`,
  });
  expect(await pageOf(staff, budgetId)).toContain(why);
  expect(await moneyOf(staff, pot)).toMatchObject({
    canStillBeAwardedPence: pounds(8_066),
    bankBalancePence: pounds(1),
    waitingForCashPence: pounds(40),
  });
  await assertLedgerVerified(engine.inbox);

  await door.moveTo('2027-01-29T09:00:00.000Z');
  expect(await paymentOf(holder, forty)).toMatchObject({ state: 'waiting_for_cash' });
  const arrived = await received(door, staff, pot, { instalmentId: second, receivedOn: '2027-01-29' });
  expect(arrived.result).toEqual({ becameReady: 1 });
  expect(await paymentOf(holder, forty)).toMatchObject({ state: 'ready', why: null, line: null });
  expect(await paidOn(door, staff, pot.potId, { on: '2027-01-29', name: '29 January' })).toBe(pounds(40));
  await door.until(staff.officer, 'getPurchase', { id: forty }, ({ state }) => state === 'closed', 'paid');
  expect(await moneyOf(staff, pot)).toMatchObject({
    bankBalancePence: pounds(9_961),
    inTheBankPence: pounds(9_961),
    canStillBeAwardedPence: pounds(8_066),
    waitingForCashPence: 0,
  });
  expect((await door.as(holder, 'getGrant', { id: budgetId })).money).toMatchObject({
    awardedPence: pounds(2_000),
    paidPence: pounds(105),
    promisedPence: 0,
    leftPence: pounds(1_895),
  });
  await assertLedgerVerified(engine.inbox);
});

const moneyOf = async (staff: Staff, { potId }: Pot): Promise<Told> =>
  (await door.as(staff.manager, 'getPot', { id: potId })).money;

const paymentOf = async (asker: Told, id: string): Promise<Told> =>
  (await door.as(asker, 'getPurchase', { id })).payment;

/** The page of a grant, as people see it. */
async function pageOf({ officer }: Staff, grantId: string): Promise<string> {
  const { name, value } = await cookieOf(officer);
  const page = await fetch(engine.api.replace('/api/v1', `/grants/${grantId}`), {
    headers: { cookie: `${name}=${value}` },
  });
  return page.text();
}

/** Asked for, authorised where that is needed, and ordered. */
async function requested(staff: Staff, { holder, provider, ...bought }: Bought): Promise<string> {
  const id = await created(door.api, holder, 'requestPurchase', { ...bought, providerId: provider.id });
  const { state } = await door.as(holder, 'getPurchase', { id });
  expect(state).toBe(bought.pricePence > pounds(50) ? 'requested' : 'authorised');
  if (state === 'requested') await door.as(staff.manager, 'authorisePurchase', { id });
  await door.as(holder, 'orderPurchase', { id });
  return id;
}

/** Accepted, delivered, invoiced, and matched to the order, all on a day. */
async function invoiced(
  staff: Staff,
  id: string,
  { holder, provider, pricePence, on }: { holder: Told; provider: Party; pricePence: number; on: string },
): Promise<void> {
  const [counsellor] = provider.people;
  await door.as(counsellor, 'acceptOrder', { id });
  await door.as(holder, 'recordDelivery', { id, body: { deliveredOn: on } });
  const invoice = { invoiceNumber: `2026-${String(pricePence)}`, invoicePence: pricePence, invoicedOn: on };
  await door.as(counsellor, 'recordInvoice', { id, body: invoice });
  await door.as(staff.officer, 'matchInvoice', { id });
}
