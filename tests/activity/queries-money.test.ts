import { anActiveBudget, anActiveGrant } from '../builders/active-grant';
import { aMatchedPurchase, aRequestedPurchase } from '../builders/buying';
import { aGroup, anEmployer, aProvider } from '../builders/group';
import { anOrganisation } from '../builders/organisation';
import { sentRun } from '../builders/paying';
import { aPot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';
import { readsOf, type Reads } from '../support/reads';

let inbox: Inbox;
let reads: Reads;
beforeAll(async () => {
  inbox = await openInbox();
  reads = readsOf(inbox);
});
afterAll(() => inbox.close());

const pounds = (sum: number) => sum * 100;

test('pot, payments, purchase, run and ledger tell the cash example to the penny, and the £40 says why it waits', async () => {
  await inbox.moveClockTo('2026-11-02T10:00:00.000Z');
  const organisation = await anOrganisation(inbox);
  const { manager, officer, paymentMaker, paymentAuthoriser, tenantId } = organisation;
  const pot = await aPot(inbox, organisation, { budgetPence: pounds(20_000), purchases: true });
  const { fundId, potId } = pot;
  const instalment = async (expectedOn: string, amountPence: number) =>
    (await inbox.done(manager, 'expectInstalment', fundId, { potId, amountPence, expectedOn })).result!['instalmentId'];
  const first = await instalment('2026-11-02', pounds(66));
  await instalment('2027-01-29', pounds(10_000));
  await inbox.done(manager, 'recordInstalment', fundId, { instalmentId: first, receivedOn: '2026-11-02' });
  const employer = await anEmployer(inbox, organisation, {});
  const provider = await aProvider(inbox, organisation);
  const { grantId } = await anActiveBudget(inbox, { organisation, potId, employer, askedPence: pounds(2_000) });
  const facts = { organisation, employer, provider, grantId };
  await aMatchedPurchase(inbox, { ...facts, pricePence: pounds(65), dueOn: '2026-12-01' });
  const forty = await aMatchedPurchase(inbox, { ...facts, pricePence: pounds(40), dueOn: '2026-12-01' });
  const asked = await aRequestedPurchase(inbox, { ...facts, pricePence: pounds(10) });
  await inbox.moveClockTo('2026-12-01T17:00:01.000Z');
  await inbox.applyDueNow(tenantId, 'purchase', forty);
  const purchases = await reads.as(officer, 'listPurchases', { query: { grantId, sort: 'oldest' } });
  expect(purchases.items.map((item: { pricePence: number }) => item.pricePence)).toEqual([6_500, 4_000, 1_000]);
  await inbox.applyDueNow(tenantId, 'purchase', purchases.items[0].id);

  const why = '£40 waits for money from Home Office, expected 29 January 2027; 1st in line';
  expect(await reads.as(employer.budgetHolder, 'getPurchase', { id: forty })).toMatchObject({
    state: 'matched',
    clientReference: 'WC-1047',
    grantId,
    payment: { state: 'waiting_for_cash', line: 1, expectedOn: '2027-01-29', why },
  });
  expect(await reads.as(paymentMaker, 'listPayments', { query: { potId, state: 'waiting_for_cash' } })).toMatchObject({
    items: [{ amountPence: 4_000, purchaseId: forty, why, payee: { id: provider.partyId } }],
    next: null,
  });
  const grant = await reads.as(officer, 'getGrant', { id: grantId });
  expect(grant).toMatchObject({
    next: { of: 'nobody', why: `${why}.` },
    award: { drawnDownByPurchases: true },
    money: {
      awardedPence: 200_000,
      paidPence: 0,
      promisedPence: 10_500,
      leftPence: 189_500,
      waitingForCashPence: 4_000,
    },
  });
  expect((await reads.as(employer.budgetHolder, 'getGrant', { id: grantId })).next.why).toContain(
    'waits for money from our funder',
  );
  expect(await reads.as(manager, 'getPot', { id: potId })).toMatchObject({
    money: {
      canStillBeAwardedPence: pounds(18_000),
      inTheBankPence: pounds(1),
      reservedPence: pounds(65),
      inTransitPence: 0,
      waitingForCashPence: pounds(40),
      awardedPence: pounds(2_000),
      paidPence: 0,
      promisedPence: pounds(105),
      leftPence: pounds(1_895),
      bankBalancePence: pounds(66),
    },
    instalments: [
      { amountPence: pounds(66), receivedOn: '2026-11-02' },
      { amountPence: pounds(10_000), expectedOn: '2027-01-29', receivedOn: null },
    ],
    policy: { ceilingPence: 200_000 },
  });
  expect(await reads.as(manager, 'getFund', { id: fundId })).toMatchObject({
    money: { pledgedPence: pounds(20_000), receivedPence: pounds(66), owedToFunderPence: 0 },
    pots: [{ id: potId }],
    funder: { name: 'Home Office' },
  });

  const { subjectId: runId } = await inbox.done(paymentMaker, 'buildRun', null, { potId, name: 'Counselling' });
  await inbox.done(paymentMaker, 'requestAuthorisation', runId);
  const run = await reads.as(paymentAuthoriser, 'getPaymentRun', { id: runId });
  expect(run).toMatchObject({
    state: 'awaiting_authorisation',
    paymentCount: 1,
    totalPence: 6_500,
    builtBy: { id: paymentMaker.personId },
    dropped: [],
    authorisations: [],
    allowed: ['authoriseRun', 'cancelRun'],
    payments: [
      {
        amountPence: 6_500,
        lastDigits: '958',
        state: 'in_run',
        cause: 'purchase',
        grantId,
        onHold: false,
        outcomes: [],
      },
    ],
  });
  expect(await reads.as(paymentMaker, 'exportPaymentRun', { id: runId })).toBeUndefined();
  await inbox.done(paymentAuthoriser, 'authoriseRun', runId, { seenHash: run.seenHash });
  await inbox.done(paymentMaker, 'exportRun', runId);
  expect(await reads.as(paymentMaker, 'exportPaymentRun', { id: runId })).toMatch(
    /^Payee name,.*\r\n.*,089999,66374958,65\.00,/,
  );
  expect(await reads.as(paymentAuthoriser, 'exportPaymentRun', { id: runId })).toBe('not theirs to ask');
  await inbox.done(paymentMaker, 'markSent', runId);
  await inbox.done(paymentMaker, 'recordOutcomes', runId, {
    outcomes: [{ paymentId: run.payments[0].id, outcome: 'returned', on: '2026-12-01' }],
  });
  expect(await reads.as(paymentMaker, 'getPaymentRun', { id: runId })).toMatchObject({
    state: 'reconciled',
    authorisations: [{ person: { id: paymentAuthoriser.personId }, totalPence: 6_500, seenHash: run.seenHash }],
    payments: [{ state: 'returned', outcomes: [{ outcome: 'returned', onDay: '2026-12-01' }] }],
  });
  expect((await reads.as(officer, 'getGrant', { id: grantId })).next).toMatchObject({
    what: 'Pay again',
    of: 'treasurer',
  });
  expect(await reads.as(paymentMaker, 'listPaymentRuns', { query: { potId } })).toMatchObject({
    items: [{ id: runId, totalPence: 6_500 }],
  });

  const lines = (await reads.as(manager, 'getPotLedger', { id: potId, query: { sort: 'oldest', limit: '200' } })).items;
  expect(
    lines.map((line: { from: { kind: string }; to: { kind: string }; amountPence: number }) => [
      line.from.kind,
      line.to.kind,
      line.amountPence,
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['pledge', 'available', 2_000_000],
      ['funder', 'bank', 6_600],
      ['available', 'committed', 200_000],
      ['bank', 'reserved', 6_500],
    ]),
  );
  const pages = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await reads.as(manager, 'getPotLedger', {
      id: potId,
      query: { limit: '3', sort: 'oldest', ...(cursor === undefined ? {} : { cursor }) },
    });
    pages.push(...page.items);
    cursor = page.next;
  }
  expect(pages).toEqual(lines);
  expect(
    (await reads.as(employer.budgetHolder, 'getGrantLedger', { id: grantId })).items.every(
      (line: { grantId: string }) => line.grantId === grantId,
    ),
  ).toBe(true);

  // What a provider sees: its own orders once they are placed, and nothing else.
  expect((await reads.as(provider.provider, 'listPurchases')).items).toHaveLength(2);
  expect(await reads.as(provider.provider, 'getPurchase', { id: asked })).toBeUndefined();
  expect((await reads.as(provider.provider, 'getPurchase', { id: forty })).clientReference).toBe('WC-1047');
  expect((await reads.as(organisation.administrator, 'getPurchase', { id: forty })).clientReference).toBeNull();
  expect((await reads.as(provider.provider, 'listGrants')).items).toEqual([]);
  expect(await reads.as(provider.provider, 'getGrant', { id: grantId })).toBeUndefined();
  expect(await reads.as(provider.provider, 'listPayments')).toBe('not theirs to ask');
  const rival = await aProvider(inbox, organisation);
  expect(await reads.as(rival.provider, 'getPurchase', { id: forty })).toBeUndefined();
  expect(await reads.as(rival.provider, 'getPurchaseTimeline', { id: forty })).toBeUndefined();
  expect((await reads.as(provider.provider, 'getPurchaseTimeline', { id: forty })).items.length).toBeGreaterThan(2);
  // Nor of what was given up before it was ordered.
  await inbox.done(employer.budgetHolder, 'cancelPurchase', asked, { reason: 'She has found help elsewhere.' });
  expect((await reads.as(provider.provider, 'listPurchases')).items).toHaveLength(2);
  for (const operation of ['getPurchase', 'getPurchaseTimeline', 'listPurchaseFiles'])
    expect([operation, await reads.as(provider.provider, operation, { id: asked })]).toEqual([operation, undefined]);
});

test('of several that wait, each knows the instalment that covers all before it; on hold there is no place in line', async () => {
  await inbox.moveClockTo('2026-11-02T10:00:00.000Z');
  const organisation = await anOrganisation(inbox);
  const { manager, tenantId, officer } = organisation;
  const { fundId, potId } = await aPot(inbox, organisation, { budgetPence: pounds(20_000) });
  for (const [expectedOn, amountPence] of [
    ['2027-01-15', 30_000],
    ['2027-02-15', 20_000],
  ]) {
    await inbox.done(manager, 'expectInstalment', fundId, { potId, amountPence, expectedOn });
  }
  const grants = [];
  for (let n = 0; n < 3; n += 1)
    grants.push(
      await anActiveGrant(inbox, {
        organisation,
        potId,
        group: await aGroup(inbox, organisation),
        askedPence: 20_000,
      }),
    );
  await inbox.moveClockTo('2026-11-09T17:00:01.000Z');
  for (const { grantId } of grants) await inbox.applyDueNow(tenantId, 'grant', grantId);
  const waiting = async () =>
    (await reads.as(officer, 'listPayments', { query: { potId, sort: 'oldest' } })).items.map(
      (one: { line: number; expectedOn: string }) => [one.line, one.expectedOn],
    );
  expect(await waiting()).toEqual([
    [1, '2027-01-15'],
    [2, '2027-02-15'],
    [3, null],
  ]);
  await inbox.done(manager, 'hold', grants[0]!.grantId, { reason: 'To be looked into.' });
  expect(await waiting()).toEqual([
    [null, '2027-01-15'],
    [1, '2027-01-15'],
    [2, '2027-02-15'],
  ]);
});

test('a payment run tells what the bank did with each payment of it, attempt by attempt', async () => {
  await inbox.moveClockTo('2027-03-01T10:00:00.000Z');
  const organisation = await anOrganisation(inbox);
  const pot = await aPot(inbox, organisation, { budgetPence: 2_000_000 });
  const { manager, paymentMaker, tenantId } = organisation;
  const group = await aGroup(inbox, organisation);
  const expected = await inbox.done(manager, 'expectInstalment', pot.fundId, {
    potId: pot.potId,
    amountPence: 100_000,
    expectedOn: '2027-03-01',
  });
  await inbox.done(manager, 'recordInstalment', pot.fundId, {
    instalmentId: expected.result!['instalmentId'],
    receivedOn: '2027-03-01',
  });
  const { grantId } = await anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence: 100_000 });
  await inbox.moveClockTo('2027-03-09T17:00:01.000Z');
  await inbox.applyDueNow(tenantId, 'grant', grantId);
  const { runId, paymentIds } = await sentRun(inbox, organisation, pot.potId);
  await inbox.done(paymentMaker, 'recordOutcomes', runId, {
    outcomes: [{ paymentId: paymentIds[0], outcome: 'unknown', on: '2027-03-09' }],
  });
  expect(await reads.as(paymentMaker, 'getPaymentRun', { id: runId })).toMatchObject({
    payments: [{ attempt: 1, state: 'unknown', outcomes: [{ outcome: 'unknown' }] }],
  });
  expect(
    (await reads.as(paymentMaker, 'getPaymentRunTimeline', { id: runId })).items.map(
      ({ type }: { type: string }) => type,
    ),
  ).toContain('payment_run_sent');
});
