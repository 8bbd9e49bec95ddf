import { randomUUID } from 'node:crypto';
import { purchaseRoutes } from '../../src/http/api/purchases';
import { performCommand } from '../../src/http/perform-command';
import { anActiveBudget, anActiveGrant } from '../builders/active-grant';
import { withPanel } from '../builders/application';
import {
  aDeliveredPurchase,
  aMatchedPurchase,
  anAuthorisedPurchase,
  aRequest,
  aRequestedPurchase,
  invoiced,
  type PurchaseFacts,
} from '../builders/buying';
import { aGroup, anEmployer, aProvider, someBankDetails, type Employer, type Provider } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { cashArrives, payAllReady, sentRun, today } from '../builders/paying';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { assertLedgerVerified, grantHolds, potHolds } from '../support/ledger';
import { testSeal } from '../support/seal';
import type { CommandName } from '../../src/domain/lives';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
let employer: Employer;
let provider: Provider;
let grantId: string;

beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
});
afterAll(() => inbox.close());
afterEach(() => assertLedgerVerified(inbox));

/** A budget of £2,000, of which the budget holder may spend £50 at a time by herself. */
beforeEach(async () => {
  pot = await aPot(inbox, organisation, { budgetPence: 1_000_000, purchases: true });
  employer = await anEmployer(inbox, organisation, { ownLimitPence: 5_000 });
  provider = await aProvider(inbox, organisation);
  const facts = { organisation, potId: pot.potId, employer, askedPence: 200_000 };
  ({ grantId } = await anActiveBudget(inbox, facts));
});

const facts = (pricePence: number): PurchaseFacts => ({ organisation, employer, provider, grantId, pricePence });
const request = (more: object, actor: Actor = employer.budgetHolder) =>
  inbox.send(actor, 'requestPurchase', null, { ...aRequest(facts(6_500)), ...more });
const send = (actor: Actor, command: CommandName, purchaseId: string, body: object = {}) =>
  inbox.send(actor, command, purchaseId, body);
const stateOf = async (purchaseId: string) =>
  (await inbox.look<{ state: string }>('select state from purchase where id = $1', [purchaseId]))[0]?.state;
const mailsOf = async (purchaseId: string) =>
  (
    await inbox.look<{ template: string }>('select template from outbox where subject_id = $1 order by sequence', [
      purchaseId,
    ])
  ).map(({ template }) => template);

async function inDays(purchaseId: string, days: number): Promise<void> {
  const [row] = await inbox.look<{ at: Date }>(`select app.now() + $1 * interval '1 day' as at`, [days]);
  await inbox.moveClockTo(row!.at.toISOString());
  await inbox.applyDueNow(organisation.tenantId, 'purchase', purchaseId);
}

describe('a purchase', () => {
  test('goes from a need to a paid invoice, with the budget right at each step', async () => {
    await cashArrives(inbox, organisation, pot, 200_000);
    const purchaseId = await aRequestedPurchase(inbox, facts(6_500));
    expect([await stateOf(purchaseId), await grantHolds(inbox, grantId)]).toEqual([
      'requested',
      { committed: 200_000 },
    ]);
    expect(await mailsOf(purchaseId)).toEqual(['purchase-to-authorise']);
    await inbox.done(organisation.officer, 'authorisePurchase', purchaseId);
    expect(await grantHolds(inbox, grantId)).toEqual({ committed: 193_500, promised: 6_500 });
    await inbox.done(employer.budgetHolder, 'orderPurchase', purchaseId);
    await inbox.done(provider.provider, 'acceptOrder', purchaseId);
    const early = await send(provider.provider, 'recordDelivery', purchaseId, { deliveredOn: '2099-01-01' });
    expect(early.refusal).toMatchObject({ code: 'DAY_IN_FUTURE', field: '/deliveredOn' });
    await inbox.done(provider.provider, 'recordDelivery', purchaseId, { deliveredOn: await today(inbox) });
    await invoiced(inbox, { provider }, purchaseId, 6_000);
    const matched = await inbox.done(organisation.officer, 'matchInvoice', purchaseId, {});
    expect(matched.result).toEqual({ paymentId: expect.any(String), dueAt: expect.stringMatching(/T1[67]:00:00/) });
    expect(await grantHolds(inbox, grantId)).toEqual({ committed: 194_000, promised: 6_000 }); // the invoice was less
    await inDays(purchaseId, 15);
    expect(await potHolds(inbox, pot.potId)).toMatchObject({ bank: 194_000, reserved: 6_000 });
    await payAllReady(inbox, organisation, pot.potId);
    await inbox.deliverFollowUps();
    expect(await stateOf(purchaseId)).toBe('closed');
    expect(await grantHolds(inbox, grantId)).toEqual({ committed: 194_000, spent: 6_000 });

    const events = await inbox.look<{ type: string }>(
      "select type from event where grant_id = $1 and subject_type = 'purchase' and subject_id = $2 order by sequence",
      [grantId, purchaseId],
    );
    expect(events.map(({ type }) => type)).toEqual([
      ...['purchase_requested', 'purchase_authorised', 'purchase_ordered', 'order_accepted', 'service_delivered'],
      ...['invoice_received', 'invoice_matched', 'purchase_payment_fell_due', 'payment_became_ready'],
      ...[
        'payment_put_in_run',
        'payment_authorised',
        'payment_sent',
        'payment_settled',
        'purchase_paid',
        'purchase_closed',
      ],
    ]);
    expect(
      await inbox.look(
        "select person_id, subject_type from outbox where template = 'payment-sent' and subject_id = $1",
        [purchaseId],
      ),
    ).toEqual([{ person_id: provider.provider.personId, subject_type: 'purchase' }]);
    const [row] = await inbox.look<{ client_reference_sealed: string }>('select * from purchase where id = $1', [
      purchaseId,
    ]);
    expect(testSeal.open(row!.client_reference_sealed)).toBe('WC-1047');
    expect(row).toMatchObject({
      requested_by: employer.budgetHolder.personId,
      owner_id: organisation.officer.personId,
    });
  });

  test('within the budget holder’s own limit needs nobody else', async () => {
    const answer = await request({ pricePence: 5_000 });
    expect(answer.result).toEqual({ withinOwnLimit: true });
    expect(await stateOf(answer.subjectId)).toBe('authorised');
    expect(await grantHolds(inbox, grantId)).toEqual({ committed: 195_000, promised: 5_000 });
    expect((await request({ pricePence: 5_001 })).result).toEqual({ withinOwnLimit: false });
  });

  test('is asked for from a running budget, of a provider, at a price that is left', async () => {
    const refusal = async (more: object) => {
      const answer = await request(more);
      return [answer.refusal?.code, answer.refusal?.field];
    };
    expect(await refusal({ pricePence: 0 })).toEqual(['PURCHASE_PRICE_NOT_POSITIVE', '/pricePence']);
    expect(await refusal({ pricePence: 200_001 })).toEqual(['PURCHASE_OVER_BUDGET', '/pricePence']);
    expect(await refusal({ providerId: employer.partyId })).toEqual(['PROVIDER_UNKNOWN', '/providerId']);
    expect(await refusal({ grantId: provider.partyId })).toEqual(['SUBJECT_UNKNOWN', '/grantId']);

    const group = await aGroup(inbox, organisation);
    const paid = await anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence: 100_000 });
    expect((await request({ grantId: paid.grantId })).refusal?.code).toBe('NOT_YOURS_TO_DO');
    await inbox.look(
      `insert into role (tenant_id, id, person_id, name, party_id) values ($1, gen_random_uuid(), $2, 'budget_holder', $3)`,
      [organisation.tenantId, employer.budgetHolder.personId, group.partyId],
    );
    expect(await refusal({ grantId: paid.grantId })).toEqual(['NOT_A_BUDGET', '/grantId']);

    const another = await anEmployer(inbox, organisation, {});
    const asked = { organisation, potId: pot.potId, group: another, askedPence: 10_000 };
    const early = await withPanel(inbox, asked);
    const answer = await request({ grantId: early.grantId }, another.budgetHolder);
    expect(answer.refusal).toMatchObject({ code: 'GRANT_NOT_RUNNING', facts: { stage: 'assessing' } });
  });

  test('is not asked for while its grant is on hold, nor of a provider whom she is connected to', async () => {
    await inbox.done(organisation.manager, 'hold', grantId, { reason: 'A worry.' });
    expect((await request({})).refusal?.code).toBe('ON_HOLD');
    await inbox.done(organisation.manager, 'release', grantId, {});
    const business = { personId: employer.budgetHolder.personId, kind: 'business' };
    await inbox.done(organisation.officer, 'connectToParty', provider.partyId, business);
    expect((await request({})).refusal?.code).toBe('CONNECTED_PERSON');
  });

  test('is authorised by somebody else who is not connected, and only while its price is left', async () => {
    const [one, other] = [
      await aRequestedPurchase(inbox, facts(120_000)),
      await aRequestedPurchase(inbox, facts(90_000)),
    ];
    await inbox.look(
      `insert into role (tenant_id, id, person_id, name) values ($1, gen_random_uuid(), $2, 'grants_officer')`,
      [organisation.tenantId, employer.budgetHolder.personId],
    );
    expect((await send(employer.budgetHolder, 'authorisePurchase', one)).refusal?.code).toBe('SAME_PERSON');
    const sister = { otherPersonId: employer.budgetHolder.personId, kind: 'family' };
    await inbox.done(organisation.officer, 'connectPersons', organisation.secondOfficer.personId, sister);
    expect((await send(organisation.secondOfficer, 'authorisePurchase', one)).refusal?.code).toBe('CONNECTED_PERSON');

    expect((await send(organisation.officer, 'authorisePurchase', one)).status).toBe('applied');
    expect((await send(organisation.officer, 'authorisePurchase', other)).refusal).toMatchObject({
      code: 'PURCHASE_OVER_BUDGET',
      facts: { leftPence: 80_000 },
    });
    const refused = { reason: 'Not enough is left.' };
    expect((await send(organisation.officer, 'refusePurchase', other, refused)).status).toBe('applied');
    expect([await stateOf(other), await grantHolds(inbox, grantId)]).toEqual([
      'refused',
      { committed: 80_000, promised: 120_000 },
    ]);
  });

  test('of many authorised at once, only what is left is promised', async () => {
    const purchases: string[] = [];
    for (let count = 0; count < 6; count += 1) purchases.push(await aRequestedPurchase(inbox, facts(60_000)));
    const answers = await Promise.all(purchases.map((one) => send(organisation.officer, 'authorisePurchase', one)));
    expect(answers.filter(({ status }) => status === 'applied')).toHaveLength(3);
    expect(answers.filter(({ refusal }) => refusal?.code === 'PURCHASE_OVER_BUDGET')).toHaveLength(3);
    expect(await grantHolds(inbox, grantId)).toEqual({ committed: 20_000, promised: 180_000 });
  });

  test('gives its promise back when the provider declines or it is cancelled, wherever it is', async () => {
    const declined = await anAuthorisedPurchase(inbox, facts(6_500));
    await inbox.done(employer.budgetHolder, 'orderPurchase', declined);
    await inbox.done(provider.provider, 'declineOrder', declined, { reason: 'We have no room before January.' });
    const requested = await aRequestedPurchase(inbox, facts(6_500));
    await inbox.done(employer.budgetHolder, 'cancelPurchase', requested, { reason: 'She has moved away.' });
    expect(
      await inbox.look('select 1 from outbox where subject_id = $1 and person_id = $2', [
        requested,
        provider.provider.personId,
      ]),
    ).toEqual([]); // who was never asked is told nothing
    const notDelivered = await anAuthorisedPurchase(inbox, facts(6_500));
    await inbox.done(employer.budgetHolder, 'orderPurchase', notDelivered);
    await inbox.done(provider.provider, 'recordNonDelivery', notDelivered, { reason: 'She could not come.' });
    expect(await stateOf(notDelivered)).toBe('not_delivered');
    await inbox.done(organisation.manager, 'cancelPurchase', notDelivered, { reason: 'No other time was found.' });
    expect([await stateOf(declined), await stateOf(requested), await stateOf(notDelivered)]).toEqual([
      ...['declined', 'cancelled', 'cancelled'],
    ]);
    expect(await grantHolds(inbox, grantId)).toEqual({ committed: 200_000 });
    expect(await mailsOf(notDelivered)).toEqual(
      expect.arrayContaining(['service-not-delivered', 'purchase-cancelled', 'order-placed']),
    );
  });
});

describe('an invoice', () => {
  test('is matched up to the price, and above it disputed until a corrected one comes', async () => {
    const purchaseId = await aDeliveredPurchase(inbox, facts(6_500));
    await invoiced(inbox, { provider }, purchaseId, 6_501);
    expect((await send(organisation.officer, 'matchInvoice', purchaseId)).refusal).toMatchObject({
      code: 'INVOICE_DIFFERS',
      facts: { invoicePence: 6_501, pricePence: 6_500 },
    });
    await inbox.done(employer.budgetHolder, 'disputePurchase', purchaseId, { reason: 'A pound too much.' });
    await invoiced(inbox, { provider }, purchaseId, 6_500);
    expect((await send(organisation.officer, 'matchInvoice', purchaseId, { dueOn: '2030-01-15' })).status).toBe(
      'applied',
    );
    expect(await inbox.look('select payment_due_on::text from purchase where id = $1', [purchaseId])).toEqual([
      { payment_due_on: '2030-01-15' },
    ]);
    expect(
      await inbox.look(
        'select state, due_at = $2 as at_5pm, asked_by = $3 as hers from payment where purchase_id = $1',
        [purchaseId, '2030-01-15T17:00:00Z', employer.budgetHolder.personId],
      ),
    ).toEqual([{ state: 'scheduled', at_5pm: true, hers: true }]);
  });

  test('is dated when it was written, is numbered once, and is matched by somebody unconnected', async () => {
    const [one, other] = [await aDeliveredPurchase(inbox, facts(6_500)), await aDeliveredPurchase(inbox, facts(6_400))];
    const invoice = { invoiceNumber: '2026-118', invoicePence: 6_500, invoicedOn: await today(inbox) };
    const early = await send(provider.provider, 'recordInvoice', one, { ...invoice, invoicedOn: '2099-01-01' });
    expect(early.refusal).toMatchObject({ code: 'DAY_IN_FUTURE', field: '/invoicedOn' });
    await inbox.done(provider.provider, 'recordInvoice', one, invoice);
    const again = await send(provider.provider, 'recordInvoice', other, invoice);
    expect(again.refusal).toMatchObject({ code: 'INVOICE_NUMBER_USED', field: '/invoiceNumber' });

    const family = { personId: organisation.secondOfficer.personId, kind: 'family' };
    await inbox.done(organisation.officer, 'connectToParty', provider.partyId, family);
    expect((await send(organisation.secondOfficer, 'matchInvoice', one)).refusal?.code).toBe('CONNECTED_PERSON');
    expect((await send(organisation.paymentMaker, 'matchInvoice', one)).status).toBe('applied');
  });

  test('and what is said of a purchase do not hold its client’s reference; whoever cannot see it learns nothing', async () => {
    const purchaseId = await aDeliveredPurchase(inbox, facts(6_500));
    const elsewhere = await aProvider(inbox, organisation, { name: 'Family support' });
    const invoice = { invoiceNumber: 'INV-WC1047', invoicePence: 6_500, invoicedOn: await today(inbox) };
    const door = { db: inbox.db, applying: inbox.applying, runs: {} as never, preparing: testSeal };
    const refusedTo = async ({ provider: who, partyId }: Provider, command: CommandName, body: object) => {
      const route = purchaseRoutes.find((one) => one.command === command)!;
      const roles = [{ name: 'provider', potId: null, partyId, ownLimitPence: null }] as const;
      const asked = { subjectId: purchaseId, idempotencyKey: randomUUID(), body };
      return (await performCommand(door, route, undefined, { ...who, roles }, asked)).problem;
    };
    const within = { code: 'CLIENT_REFERENCE_WITHIN', errors: [{ pointer: '/invoiceNumber' }] };
    expect(await refusedTo(provider, 'recordInvoice', invoice)).toMatchObject(within);
    const reason = { reason: 'WC-1047 has moved away.' };
    expect(await refusedTo(provider, 'declineOrder', reason)).toMatchObject({
      ...within,
      errors: [{ pointer: '/reason' }],
    });
    expect((await refusedTo(elsewhere, 'recordInvoice', invoice))?.code).not.toBe('CLIENT_REFERENCE_WITHIN');
    const stored = "select from command where subject_id = $1 and type = 'recordInvoice' and actor_id = $2";
    expect(await inbox.look(stored, [purchaseId, provider.provider.personId])).toEqual([]);
  });

  test('of two providers may have the same number; of one provider at once only one', async () => {
    const elsewhere = await aProvider(inbox, organisation, { name: 'Family support' });
    const one = await aDeliveredPurchase(inbox, facts(6_500));
    const same = await aDeliveredPurchase(inbox, facts(6_500));
    const third = await aDeliveredPurchase(inbox, { ...facts(6_500), provider: elsewhere });
    const invoice = { invoiceNumber: '7', invoicePence: 6_500, invoicedOn: await today(inbox) };
    const answers = await Promise.all([
      send(provider.provider, 'recordInvoice', one, invoice),
      send(provider.provider, 'recordInvoice', same, invoice),
      send(elsewhere.provider, 'recordInvoice', third, invoice),
    ]);
    expect(answers.filter(({ status }) => status === 'applied')).toHaveLength(2);
    expect(answers[2].status).toBe('applied');
  });

  test('that the bank sent back is paid again, to new bank details of the provider', async () => {
    await cashArrives(inbox, organisation, pot, 200_000);
    const purchaseId = await aMatchedPurchase(inbox, facts(6_500));
    const again = () => send(organisation.paymentMaker, 'payPurchaseAgain', purchaseId);
    expect((await again()).refusal?.code).toBe('PAYMENT_NOT_RETURNED');
    await inDays(purchaseId, 15);
    const { runId, paymentIds } = await sentRun(inbox, organisation, pot.potId);
    const outcomes = [{ paymentId: paymentIds[0], outcome: 'returned', on: await today(inbox) }];
    await inbox.done(organisation.paymentMaker, 'recordOutcomes', runId, { outcomes });
    expect((await again()).refusal?.code).toBe('BANK_DETAILS_UNCHANGED');
    await inbox.done(provider.provider, 'giveProviderBankDetails', provider.partyId, someBankDetails('New'));
    expect((await again()).status).toBe('applied');
    await payAllReady(inbox, organisation, pot.potId);
    await inbox.deliverFollowUps();
    expect(await stateOf(purchaseId)).toBe('closed');
  });
});

test('a purchase that is paid is no last instalment, where the report is counted from that', async () => {
  const policy = aPolicy({ purchases: purchaseRules, report: { from: 'last payment' } });
  pot = await aPot(inbox, organisation, { budgetPence: 1_000_000, policy });
  await cashArrives(inbox, organisation, pot, 200_000);
  employer = await anEmployer(inbox, organisation);
  ({ grantId } = await anActiveBudget(inbox, { organisation, potId: pot.potId, employer, askedPence: 100_000 }));
  const purchaseId = await aMatchedPurchase(inbox, facts(6_500));
  await inDays(purchaseId, 15);
  await payAllReady(inbox, organisation, pot.potId);
  await inbox.deliverFollowUps();
  expect(await stateOf(purchaseId)).toBe('closed');
  const noted = await inbox.look("select 1 from event where grant_id = $1 and type = 'last_payment_settled'", [
    grantId,
  ]);
  expect(noted).toEqual([]);
});

describe('the dates of a purchase', () => {
  test('are chased once each, and can be made later with a reason', async () => {
    const purchaseId = await aRequestedPurchase(inbox, facts(6_500));
    const inAYear = await inbox.look<{ at: Date }>(`select app.now() + interval '1 year' as at`);
    const to = inAYear[0]!.at.toISOString();
    const extend = (which: string, until = to) =>
      send(organisation.officer, 'extendPurchaseDate', purchaseId, { which, to: until, reason: 'Everybody is away.' });
    expect((await extend('delivery')).refusal).toMatchObject({ code: 'PURCHASE_DATE_NOT_SET', field: '/which' });
    expect((await extend('authorisation', '2020-01-01T17:00:00.000Z')).refusal).toMatchObject({ code: 'DATE_PASSED' });
    await inDays(purchaseId, 6);
    expect((await mailsOf(purchaseId)).filter((one) => one === 'purchase-authorisation-late')).toHaveLength(1);
    expect((await extend('authorisation')).status).toBe('applied'); // it has passed, and is waited for again
    expect((await extend('authorisation')).refusal).toMatchObject({ code: 'DATE_NOT_LATER', field: '/to' });

    await inbox.done(organisation.officer, 'authorisePurchase', purchaseId);
    await inbox.done(employer.budgetHolder, 'orderPurchase', purchaseId);
    await inDays(purchaseId, 57);
    await inDays(purchaseId, 57);
    expect((await mailsOf(purchaseId)).filter((one) => one === 'delivery-late')).toHaveLength(2); // provider and budget holder
    await inbox.done(employer.budgetHolder, 'recordDelivery', purchaseId, { deliveredOn: await today(inbox) });
    await invoiced(inbox, { provider }, purchaseId, 6_500);
    await inbox.done(organisation.officer, 'matchInvoice', purchaseId, {});
    const postponed = await inbox.look<{ at: Date }>(`select app.now() + interval '30 days' as at`);
    expect((await extend('payment', postponed[0]!.at.toISOString())).status).toBe('applied');
    await inDays(purchaseId, 20);
    const paymentState = async () =>
      (await inbox.look<{ state: string }>('select state from payment where purchase_id = $1', [purchaseId]))[0]?.state;
    expect(await paymentState()).toBe('scheduled');
    await inDays(purchaseId, 11);
    expect(await paymentState()).toBe('waiting_for_cash');
    expect((await extend('payment')).refusal?.code).toBe('PURCHASE_DATE_NOT_SET');
  });

  test('stand still while its grant is on hold, and are later by as long', async () => {
    await cashArrives(inbox, organisation, pot, 200_000);
    const purchaseId = await aMatchedPurchase(inbox, facts(6_500));
    await inbox.done(organisation.manager, 'hold', grantId, { reason: 'A worry.' });
    await inDays(purchaseId, 20);
    const paymentState = async () =>
      (await inbox.look<{ state: string }>('select state from payment where purchase_id = $1', [purchaseId]))[0]?.state;
    expect(await paymentState()).toBe('scheduled');
    await inbox.done(organisation.manager, 'release', grantId, {});
    await inDays(purchaseId, 15);
    expect(await paymentState()).toBe('scheduled'); // 5pm of the fourteenth day, and 20 days and a moment later: 5pm of the next
    await inDays(purchaseId, 1);
    expect(await paymentState()).toBe('ready');
  });

  test('are looked after by an officer or manager', async () => {
    const purchaseId = await aRequestedPurchase(inbox, facts(6_500));
    const reassign = (ownerId: string) =>
      send(organisation.manager, 'reassignPurchase', purchaseId, { ownerId, reason: 'Away until January.' });
    expect((await reassign(employer.budgetHolder.personId)).refusal?.code).toBe('OWNER_NOT_STAFF');
    expect((await reassign(organisation.secondOfficer.personId)).status).toBe('applied');
    expect(await mailsOf(purchaseId)).toContain('purchase-yours-now');
  });
});
