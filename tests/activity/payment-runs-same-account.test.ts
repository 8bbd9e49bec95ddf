import { anActiveGrant } from '../builders/active-grant';
import { aGroup, aProvider } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { cashArrives, sentRun } from '../builders/paying';
import { aPolicy } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';
import { readsOf, type Reads } from '../support/reads';
import { testSeal } from '../support/seal';

let inbox: Inbox;
let reads: Reads;
let organisation: Organisation;
let pot: Pot;
beforeAll(async () => {
  inbox = await openInbox();
  reads = readsOf(inbox);
  organisation = await anOrganisation(inbox);
  const policy = aPolicy({ instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] });
  pot = await aPot(inbox, organisation, { budgetPence: 2_000_000, policy });
  await cashArrives(inbox, organisation, pot, 2_000_000);
});
afterAll(() => inbox.close());

/** A grant that is ready to be paid, to an account with these numbers; all of them end alike. @returns its reference */
async function aGrantPaidTo(accountNumber: string, lastDigits = '958'): Promise<string> {
  const group = await aGroup(inbox, organisation);
  const { grantId } = await anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence: 100_000 });
  const detailsSealed = testSeal.seal(JSON.stringify({ sortCode: '089999', accountNumber }));
  await inbox.done(group.secretary, 'giveBankDetails', grantId, {
    accountName: 'The group',
    detailsSealed,
    lastDigits,
  });
  await inbox.applyDueNow(organisation.tenantId, 'grant', grantId);
  const [row] = await inbox.look<{ reference: string }>('select reference from application where id = $1', [grantId]);
  return row!.reference;
}

test('a run says which of its payments go to one account, and which go where somebody else was paid lately', async () => {
  const [first, second, alone] = [
    await aGrantPaidTo('55554958'),
    await aGrantPaidTo('55554958'),
    await aGrantPaidTo('12344958'),
  ];
  const { paymentMaker, paymentAuthoriser } = organisation;
  const { subjectId: runId } = await inbox.done(paymentMaker, 'buildRun', null, { potId: pot.potId, name: 'February' });
  const said = async () => {
    const run = await reads.as(paymentAuthoriser, 'getPaymentRun', { id: runId });
    const references = (of: readonly { reference: string }[]) => of.map(({ reference }) => reference).toSorted();
    return (run.sameAccounts as readonly Record<'payments' | 'paidBefore', readonly { reference: string }[]>[]).map(
      ({ payments, paidBefore, ...one }) => ({
        ...one,
        payments: references(payments),
        paidBefore: references(paidBefore),
      }),
    );
  };
  expect(await said()).toEqual([
    { payments: [first, second].toSorted(), paidBefore: [], givenBy: [], ofDifferentPayees: true },
  ]);
  await inbox.done(paymentMaker, 'cancelRun', runId, { reason: 'To look at the accounts.' });
  expect(await said()).toEqual([]);

  // Paid, they are what a later run is compared with; an account of its own is not told of.
  await sentRun(inbox, organisation, pot.potId);
  const later = await aGrantPaidTo('55554958');
  const { subjectId: nextId } = await inbox.done(paymentMaker, 'buildRun', null, { potId: pot.potId, name: 'March' });
  await inbox.done(paymentMaker, 'requestAuthorisation', nextId);
  const run = await reads.as(paymentAuthoriser, 'getPaymentRun', { id: nextId });
  expect(run.sameAccounts).toMatchObject([{ payments: [{ reference: later }], ofDifferentPayees: true }]);
  const before = run.sameAccounts[0].paidBefore.map(({ reference }: { reference: string }) => reference);
  expect(before.toSorted()).toEqual([first, second].toSorted());
  expect(before).not.toContain(alone);
  expect(JSON.stringify(run)).not.toContain('55554958');
});

test('a run says who else gave the account as theirs, though nothing was paid on it', async () => {
  const other = await aProvider(inbox, organisation);
  const detailsSealed = testSeal.seal(JSON.stringify({ sortCode: '089999', accountNumber: '77774959' }));
  const account = { accountName: 'The group', detailsSealed, lastDigits: '959' };
  await inbox.done(other.provider, 'giveProviderBankDetails', other.partyId, account);
  const [name] = await inbox.look<{ name: string }>('select name from party where id = $1', [other.partyId]);
  const later = await aGrantPaidTo('77774959', '959');
  const { paymentMaker, paymentAuthoriser } = organisation;
  const { subjectId: runId } = await inbox.done(paymentMaker, 'buildRun', null, { potId: pot.potId, name: 'April' });
  const run = await reads.as(paymentAuthoriser, 'getPaymentRun', { id: runId });
  expect(run.sameAccounts).toContainEqual({
    payments: [{ id: expect.anything() as string, reference: later }],
    paidBefore: [],
    givenBy: [{ id: other.partyId, name: name!.name }],
    ofDifferentPayees: true,
  });
});
