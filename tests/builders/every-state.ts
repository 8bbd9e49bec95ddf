/** What {@link everyStage} leaves out: things in the states that come rarely, pass quickly or wait for a day, for tests that look at each. */
import { created } from '../../src/cli/story/people';
import { dayFromNow, type Pot } from '../../src/cli/story/stages';
import type { Person } from '../../src/cli/story/cast';
import type { WholeLives } from '../support/whole-lives';
import type { Lookers } from './every-stage';
import { aMeetingOf, expected } from './over-http';
import { purchaseRules } from './policy';
import { aReport } from './report';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const reason = 'The hall was flooded.';

/**
 * Makes what only comes with time: a draft that ran out, an offer that nobody accepted, and rounds that have opened and closed. It is made with
 * the clock two weeks back, and then it is today. Comes before anything else that is made, so that nothing else falls due with it.
 */
export async function whatTimeMakes(lives: WholeLives): Promise<void> {
  const { door, staff, group } = lives;
  await lives.engine.inbox.moveClockTo(inDays(-14));
  const pot = await lives.aPot({ offer: { validFor: 'P7D', remindBefore: [] }, draftsExpireAfter: 'P7D' });
  await door.as(group.people[0], 'createApplication', { body: { potId: pot.potId, partyId: group.id } });
  await lives.offered(pot);

  const { potId } = await lives.aPot({ intake: 'window' });
  const plan = (name: string, opens: number, closes: number) =>
    created(door.api, staff.manager, 'planRound', {
      potId,
      name,
      opensAt: inDays(opens),
      closesAt: inDays(closes),
      decideBy: inDays(60),
    });
  await plan('Waits for the panel', -13, -11);
  const deciding = await plan('With the panel', -10, -8);
  const decided = await plan('Over', -7, -5);
  await plan('Goes on', -4, 20);
  const cancelled = await plan('Next year', 21, 22);
  await door.moveTo(new Date().toISOString());
  for (const id of [deciding, decided]) await door.as(staff.manager, 'beginDeciding', { id });
  await door.as(staff.manager, 'completeRound', { id: decided });
  await door.as(staff.manager, 'cancelRound', { id: cancelled, body: { reason } });
}

/** Makes the rest, once there is somebody in each role. */
export async function whatComesRarely(lives: WholeLives, lookers: Lookers): Promise<void> {
  const { door, staff } = lives;
  const panel = await lives.aPot();
  await lives.withThePanel(panel);
  const held = await aMeetingOf(door, staff, { potId: panel.potId, startsAt: inDays(0), sitting: staff.panel });
  await door.as(staff.officer, 'endMeeting', { id: held });
  const calledOff = await created(door.api, staff.officer, 'planMeeting', {
    potId: panel.potId,
    startsAt: inDays(3),
    online: true,
  });
  await door.as(staff.officer, 'callOffMeeting', { id: calledOff, body: { reason } });

  const closed = await lives.aPot();
  await expected(door, staff, closed, { amountPence: 100_000, expectedOn: dayFromNow(60) });
  await door.as(staff.manager, 'closePot', { id: closed.potId });
  await door.as(staff.manager, 'closeFund', { id: closed.fundId });

  const left = await created(door.api, staff.administrator, 'addPerson', {
    name: 'Formerly here',
    email: 'formerly@every.example',
  });
  await door.as(staff.administrator, 'leave', { id: left });
  const [seller] = lookers.provider.people;
  const service = { need: 'housing', name: 'A room for a night', pricePence: 4_000, area: 'Croydon' };
  const offered = await door.as(seller, 'addService', { id: lookers.provider.id, body: service });
  const { serviceId } = offered.result;
  await door.as(seller, 'withdrawService', { id: lookers.provider.id, body: { serviceId } });

  await runsOfOne(lives);
  const pot = await lives.aPot({ purchases: purchaseRules }, 500_000);
  const awaitingPayment = await purchases(lives, lookers, pot);
  const done = await lives.running(pot);
  // The grant's, and the purchase's.
  await lives.outcomes(await lives.sentRun(pot, 2), 'settled');
  await door.as(lives.group.people[0], 'submitReport', { id: done, body: aReport(100_000) });
  await door.as(staff.officer, 'acceptReport', { id: done });
  await door.until(staff.officer, 'getPurchase', { id: awaitingPayment }, ({ state }) => state === 'closed', 'closed');
}

/** Runs that are not at the bank yet, and what else a bank may say than that it paid: each of one instalment of one grant. */
async function runsOfOne(lives: WholeLives): Promise<void> {
  const { door, staff } = lives;
  const { paymentMaker, paymentAuthoriser } = staff;
  const shares = [20, 20, 20, 20, 10, 10].map((sharePercent) => ({ sharePercent, dueAfter: 'PT0S' }));
  const pot = await lives.aPot({ instalments: shares }, 500_000);
  await lives.running(pot);
  const query = { potId: pot.potId, state: 'ready' };
  const ready = await door.until(paymentMaker, 'listPayments', { query }, ({ items }) => items.length === 6, 'ready');
  const runs: { readonly id: string; readonly paymentId: string }[] = [];
  for (const { id: paymentId } of ready.items) {
    const body = { potId: pot.potId, name: `Run ${String(runs.length + 1)}`, paymentIds: [paymentId] };
    runs.push({ id: await created(door.api, paymentMaker, 'buildRun', body), paymentId });
  }
  const [cancelled, ...asked] = runs;
  const [, ...authorised] = asked;
  const [, ...exported] = authorised;
  const [, ...sent] = exported;
  await door.as(paymentMaker, 'cancelRun', { id: cancelled!.id, body: { reason } });
  for (const { id } of asked) await door.as(paymentMaker, 'requestAuthorisation', { id });
  for (const { id } of authorised) {
    const { seenHash } = await door.as(paymentAuthoriser, 'getPaymentRun', { id });
    await door.as(paymentAuthoriser, 'authoriseRun', { id, body: { seenHash } });
  }
  for (const { id } of exported) await door.as(paymentMaker, 'exportRun', { id });
  for (const { id } of sent) await door.as(paymentMaker, 'markSent', { id });
  for (const [place, { id, paymentId }] of sent.entries()) {
    const outcomes = [{ paymentId, outcome: place === 0 ? 'returned' : 'unknown', on: dayFromNow(0) }];
    await door.as(paymentMaker, 'recordOutcomes', { id, body: { outcomes } });
  }
}

/** A purchase in each state that {@link everyStage} leaves out. @returns the id of one that is to be paid today, and is then over */
async function purchases(lives: WholeLives, { employer, provider, holder }: Lookers, pot: Pot): Promise<string> {
  const { door, staff } = lives;
  const seller = provider.people[0];
  const as = (person: Person, operation: string, id: string, body: unknown = {}) =>
    door.as(person, operation, { id, body });
  const grantId = await lives.running(pot, { party: employer, askedPence: 150_000 });
  let bought = 0;
  const buy = (pricePence = 4_000) => {
    bought += 1;
    return created(door.api, holder, 'requestPurchase', {
      grantId,
      providerId: provider.id,
      service: 'Counselling',
      clientReference: `WC-20${String(bought).padStart(2, '0')}`,
      pricePence,
    });
  };
  const ordered = async () => {
    const id = await buy();
    await as(holder, 'orderPurchase', id);
    return id;
  };
  const accepted = async () => {
    const id = await ordered();
    await as(seller, 'acceptOrder', id);
    return id;
  };
  const delivered = async () => {
    const id = await accepted();
    await as(holder, 'recordDelivery', id, { deliveredOn: dayFromNow(0) });
    return id;
  };
  const matched = async (dueOn: string) => {
    const id = await delivered();
    const invoice = { invoiceNumber: `INV-${id.slice(-4)}`, invoicePence: 4_000, invoicedOn: dayFromNow(0) };
    await as(seller, 'recordInvoice', id, invoice);
    await as(staff.officer, 'matchInvoice', id, { dueOn });
    return id;
  };
  await buy();
  // More than the holder may promise alone.
  await as(staff.officer, 'refusePurchase', await buy(6_500), { reason });
  await as(seller, 'declineOrder', await ordered(), { reason });
  await accepted();
  await as(holder, 'recordNonDelivery', await accepted(), { reason });
  await as(holder, 'disputePurchase', await delivered(), { reason });
  await as(holder, 'cancelPurchase', await buy(), { reason });
  await as(holder, 'cancelPurchase', await accepted(), { reason });
  await matched(dayFromNow(30));
  // One that is paid is closed by the engine at once: nothing but a test can stop there.
  await lives.engine.inbox.look("update purchase set state = 'paid' where id = $1", [await matched(dayFromNow(30))]);
  return matched(dayFromNow(-1));
}
