import { readPotHoldings } from '../../db/queries/money/ledger';
import { pence } from '../../src/domain/money/money';
import { anActiveGrant } from '../builders/active-grant';
import { anAward } from '../builders/award';
import { aGroup } from '../builders/group';
import { anOrganisation, aPerson } from '../builders/organisation';
import { cashArrives, payAllReady } from '../builders/paying';
import { aPolicy } from '../builders/policy';
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

interface Line {
  readonly from: { readonly kind: string };
  readonly to: { readonly kind: string };
  readonly amountPence: number;
  readonly balancePence: number;
  readonly commandId: string;
}

test('every total opens to lines that add up to it, each line to what moved it and all that moved with it', async () => {
  const organisation = await anOrganisation(inbox);
  const { manager, tenantId } = organisation;
  const policy = aPolicy({
    groupCapPence: pence(1_000_000),
    instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }],
  });
  const pot = await aPot(inbox, organisation, { budgetPence: 1_000_000, policy });
  const { potId, fundId } = pot;
  await cashArrives(inbox, organisation, pot, 100_000);
  const group = await aGroup(inbox, organisation);
  const facts = { organisation, potId, group };
  const { grantId } = await anActiveGrant(inbox, { ...facts, askedPence: 70_000 });
  await inbox.applyDueNow(tenantId, 'grant', grantId);
  await payAllReady(inbox, organisation, potId);
  const waiting = await anAward(inbox, { ...facts, askedPence: 50_000 });

  const total = (lines: readonly Line[]) => lines.reduce((sum, { balancePence }) => sum + balancePence, 0);
  const { money } = await reads.as(manager, 'getPot', { id: potId });
  for (const which of ['awarded', 'paid', 'promised', 'left']) {
    const { items } = await reads.as(manager, 'listPotHoldings', { id: potId, query: { of: which } });
    expect([which, total(items)]).toEqual([which, money[`${which}Pence`]]);
  }
  expect(money).toMatchObject({ awardedPence: 120_000, paidPence: 70_000, leftPence: 50_000 });
  const found = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const asked = { of: 'awarded', limit: '1', ...(cursor === undefined ? {} : { cursor }) };
    const page = await reads.as(manager, 'listPotHoldings', { id: potId, query: asked });
    found.push(...page.items.map((one: { grantId: string; kind: string }) => [one.grantId, one.kind]));
    cursor = page.next;
  }
  expect(found).toEqual([
    [waiting.grantId, 'committed'],
    [grantId, 'spent'],
  ]);

  const bank: readonly Line[] = (
    await reads.as(manager, 'getPotLedger', { id: potId, query: { account: 'bank', sort: 'oldest' } })
  ).items;
  expect(bank.map(({ from, to, amountPence }) => [from.kind, to.kind, amountPence])).toEqual([
    ['funder', 'bank', 100_000],
    ['bank', 'reserved', 70_000],
  ]);
  const { items: fromFunder } = await reads.as(manager, 'getFundLedger', { id: fundId, query: { account: 'funder' } });
  expect(fromFunder).toEqual([bank[0]]);

  const out = await reads.as(manager, 'getPotLedger', { id: potId, query: { account: 'payee' } });
  const [paid] = out.items;
  expect(paid).toMatchObject({ grantId, runId: expect.any(String), reference: expect.any(String), purchaseId: null });
  const moved = await reads.as(manager, 'getCommandLedger', { id: paid.commandId });
  // The cash went out and the budget was spent, by one command.
  expect(moved.items.map((line: Line) => [line.from.kind, line.to.kind, line.amountPence])).toEqual([
    ['promised', 'spent', 70_000],
    ['in_transit', 'payee', 70_000],
  ]);

  const elsewhere = await aPot(inbox, organisation, { budgetPence: 1_000 });
  const panel = await aPerson(inbox, tenantId, 'Of another pot', [{ role: 'panel_member', potId: elsewhere.potId }]);
  for (const operation of ['listPotHoldings', 'getPotLedger']) {
    expect(await reads.as(panel, operation, { id: potId })).toBeUndefined();
  }
  expect(await reads.as(panel, 'getFundLedger', { id: fundId })).toBeUndefined();
  expect(await reads.as(panel, 'getCommandLedger', { id: paid.commandId })).toBeUndefined();
  expect(await reads.as(group.applicant, 'getCommandLedger', { id: paid.commandId })).toBe('not theirs to ask');
  // What is no place in the list is its beginning.
  const roles = [{ name: 'fund_manager', potId: null, partyId: null, ownLimitPence: null }] as const;
  const asker = { tenantId, personId: manager.personId, roles };
  const whole = await readPotHoldings(inbox.db, asker, potId, { of: 'left', limit: 5, cursor: 'none' });
  expect(whole?.items).toHaveLength(1);
});
