import { randomUUID } from 'node:crypto';

import { aPerson, anOrganisation, type Organisation } from '../builders/organisation';
import { aFund, aPot } from '../builders/pot';
import { aGroup } from '../builders/group';
import { assertBooksBalance } from '../support/books';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
let organisation: Organisation;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
});
afterAll(async () => {
  await assertBooksBalance(inbox);
  await inbox.close();
});

const aFunder = async () =>
  (await inbox.done(organisation.manager, 'addParty', null, { kind: 'funder', name: 'Home Office' })).subjectId;

describe('where money comes back to', () => {
  const account = (lastDigits: string) => ({ accountName: 'CVA', detailsSealed: `v2.k.${lastDigits}`, lastDigits });

  test('a change is a new version, and every fund manager hears of it', async () => {
    const { manager } = organisation;
    const other = await aPerson(inbox, organisation.tenantId, 'Second manager', [{ role: 'fund_manager' }]);
    const fundId = await aFund(inbox, organisation);
    await inbox.done(manager, 'setRefundAccount', fundId, account('958'));
    const changed = await inbox.send(other, 'setRefundAccount', fundId, account('111'));
    expect(changed.result).toEqual({ version: 2 });
    expect(
      await inbox.look('select version, last_digits from refund_account where fund_id = $1 order by version', [fundId]),
    ).toEqual([
      { version: 1, last_digits: '958' },
      { version: 2, last_digits: '111' },
    ]);
    const told = await inbox.look<{ person_id: string }>(
      "select person_id from outbox where template = 'refund-account-changed' and subject_id = $1",
      [fundId],
    );
    expect(new Set(told.map(({ person_id }) => person_id))).toEqual(new Set([manager.personId, other.personId]));
  });

  test('it is for those who are responsible for the whole organisation', async () => {
    const { fundId, potId } = await aPot(inbox, organisation, { budgetPence: 100 });
    const ofOnePot = await aPerson(inbox, organisation.tenantId, 'One pot', [{ role: 'fund_manager', potId }]);
    expect(await inbox.send(ofOnePot, 'setRefundAccount', fundId, account('958'))).toMatchObject({
      refusal: { code: 'NOT_FOR_ONE_POT' },
    });
  });
});

describe('opening a fund', () => {
  const body = async (over: object = {}) => ({
    name: 'Reducing Reoffending 2026',
    funderId: await aFunder(),
    ownerId: organisation.manager.personId,
    ...over,
  });

  test('it has a funder, one owner, and a day by which it is spent', async () => {
    const opened = await inbox.send(organisation.manager, 'openFund', null, await body({ spendBy: '2027-03-31' }));
    expect(opened.status).toBe('applied');
    expect(
      await inbox.look('select state, owner_id, spend_by::text, version from fund where id = $1', [opened.subjectId]),
    ).toEqual([{ state: 'open', owner_id: organisation.manager.personId, spend_by: '2027-03-31', version: 1 }]);
    expect(
      await inbox.look("select type, actor_id, after ->> 'spendBy' as spend_by from event where subject_id = $1", [
        opened.subjectId,
      ]),
    ).toEqual([{ type: 'fund_opened', actor_id: organisation.manager.personId, spend_by: '2027-03-31' }]);
  });

  test('the funder is a party that is known as one', async () => {
    const group = await aGroup(inbox, organisation);
    expect(
      await inbox.send(organisation.manager, 'openFund', null, await body({ funderId: group.partyId })),
    ).toMatchObject({
      status: 'refused',
      refusal: { code: 'PARTY_NOT_FUNDER', field: '/funderId' },
    });
    expect(
      await inbox.send(organisation.manager, 'openFund', null, await body({ funderId: randomUUID() })),
    ).toMatchObject({
      refusal: { code: 'PARTY_UNKNOWN', field: '/funderId' },
    });
  });

  test('a funder of another organisation is unknown here', async () => {
    const elsewhere = await anOrganisation(inbox);
    const funderId = (await inbox.done(elsewhere.manager, 'addParty', null, { kind: 'funder', name: 'Clinks' }))
      .subjectId;
    expect(await inbox.send(organisation.manager, 'openFund', null, await body({ funderId }))).toMatchObject({
      refusal: { code: 'PARTY_UNKNOWN' },
    });
  });

  test('the owner is a fund manager or grants officer of the whole organisation', async () => {
    const { panel, officer } = organisation;
    const owned = async (ownerId: string) =>
      inbox.send(organisation.manager, 'openFund', null, await body({ ownerId }));
    expect(await owned(panel[0].personId)).toMatchObject({ refusal: { code: 'OWNER_NOT_STAFF', field: '/ownerId' } });
    expect(await owned(randomUUID())).toMatchObject({ refusal: { code: 'PERSON_UNKNOWN', field: '/ownerId' } });
    expect(await owned(officer.personId)).toMatchObject({ status: 'applied' });
  });

  test('nobody but a fund manager opens one, and not one whose role is for a single pot', async () => {
    const { potId } = await aPot(inbox, organisation, { budgetPence: 100 });
    const { tenantId } = organisation;
    const ofOnePot = await aPerson(inbox, tenantId, 'Manager of one pot', [{ role: 'fund_manager', potId }]);
    const alsoOfficer = await aPerson(inbox, tenantId, 'Manager of one pot, officer of all', [
      { role: 'fund_manager', potId },
      { role: 'grants_officer' },
    ]);
    for (const manager of [ofOnePot, alsoOfficer]) {
      expect(await inbox.send(manager, 'openFund', null, await body())).toMatchObject({
        refusal: { code: 'NOT_FOR_ONE_POT' },
      });
    }
    expect(await inbox.send(organisation.officer, 'openFund', null, await body())).toMatchObject({
      refusal: { code: 'NOT_YOURS_TO_DO' },
    });
  });
});

describe('expecting an instalment', () => {
  test('it is noted for one of the fund’s pots, and moves no money', async () => {
    const { fundId, potId } = await aPot(inbox, organisation, { budgetPence: 2_000_000 });
    const expected = await inbox.done(organisation.manager, 'expectInstalment', fundId, {
      potId,
      amountPence: 1_000_000,
      expectedOn: '2026-11-02',
    });
    expect(
      await inbox.look(
        'select id, amount_pence::int, expected_on::text, received_on from instalment where pot_id = $1',
        [potId],
      ),
    ).toEqual([
      { id: expected.result?.['instalmentId'], amount_pence: 1_000_000, expected_on: '2026-11-02', received_on: null },
    ]);
    expect(await inbox.look("select 1 from account where book = 'cash' and pot_id = $1", [potId])).toEqual([]);
  });

  test('the pot is an open one of this fund, within the reach of whoever expects it', async () => {
    const { manager, tenantId } = organisation;
    const one = await aPot(inbox, organisation, { budgetPence: 100 });
    const other = await aPot(inbox, organisation, { budgetPence: 100 });
    const expectFor = (potId: string, actor = manager) =>
      inbox.send(actor, 'expectInstalment', one.fundId, { potId, amountPence: 1, expectedOn: '2026-11-02' });
    expect(await expectFor(other.potId)).toMatchObject({ refusal: { code: 'POT_NOT_OF_FUND', field: '/potId' } });
    expect(await expectFor(randomUUID())).toMatchObject({ refusal: { code: 'POT_UNKNOWN', field: '/potId' } });

    const ofOther = await aPerson(inbox, tenantId, 'Manager of the other', [
      { role: 'fund_manager', potId: other.potId },
    ]);
    expect(await expectFor(one.potId, ofOther)).toMatchObject({ refusal: { code: 'NOT_FOR_ONE_POT' } });
    const ofThis = await aPerson(inbox, tenantId, 'Manager of this one, and of the other', [
      { role: 'fund_manager', potId: other.potId },
      { role: 'fund_manager', potId: one.potId },
    ]);
    expect(await expectFor(one.potId, ofThis)).toMatchObject({ status: 'applied' });
    const alsoOfficer = await aPerson(inbox, tenantId, 'Manager of the other, officer of this one', [
      { role: 'fund_manager', potId: other.potId },
      { role: 'grants_officer', potId: one.potId },
    ]);
    expect(await expectFor(one.potId, alsoOfficer)).toMatchObject({ refusal: { code: 'NOT_FOR_ONE_POT' } });

    await inbox.done(manager, 'closePot', one.potId);
    expect(await expectFor(one.potId)).toMatchObject({ refusal: { code: 'POT_CLOSED', field: '/potId' } });
  });
});

describe('closing a fund', () => {
  test('its pots are closed first, and then nothing is added to it', async () => {
    const { manager, tenantId } = organisation;
    const { fundId, potId } = await aPot(inbox, organisation, { budgetPence: 100 });
    expect(await inbox.send(manager, 'closeFund', fundId)).toMatchObject({
      refusal: { code: 'FUND_HAS_OPEN_POTS', facts: { potIds: [potId] } },
    });
    await inbox.done(manager, 'closePot', potId);
    const ofOnePot = await aPerson(inbox, tenantId, 'Manager of one pot', [{ role: 'fund_manager', potId }]);
    expect(await inbox.send(ofOnePot, 'closeFund', fundId)).toMatchObject({ refusal: { code: 'NOT_FOR_ONE_POT' } });
    expect(await inbox.send(manager, 'closeFund', fundId)).toMatchObject({ status: 'applied' });
    await expect(aPot(inbox, organisation, { budgetPence: 100, fundId })).rejects.toThrow('FUND_CLOSED');
    expect(await inbox.send(manager, 'closeFund', fundId)).toMatchObject({
      refusal: { code: 'TRANSITION_NOT_ALLOWED', facts: { state: 'closed' } },
    });
  });

  test.each([1, 2, 3, 4, 5])('of a pot opened and a fund closed at the same moment, not both are (%i)', async () => {
    const fundId = await aFund(inbox, organisation);
    const [pot, fund] = await Promise.allSettled([
      aPot(inbox, organisation, { budgetPence: 100, fundId }),
      inbox.done(organisation.manager, 'closeFund', fundId),
    ]);
    expect([pot.status, fund.status].toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
