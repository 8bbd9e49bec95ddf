import { pence } from '../../src/domain/money/money';
import { withPanel } from '../builders/application';
import { aMeeting } from '../builders/award';
import { aPerson } from '../builders/organisation';
import { aSetting, type Setting } from '../builders/setting';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { readsOf, type Reads } from '../support/reads';

let inbox: Inbox;
let reads: Reads;
beforeAll(async () => {
  inbox = await openInbox();
  reads = readsOf(inbox);
});
afterAll(() => inbox.close());

const whats = async (actor: Actor) =>
  ((await reads.as(actor, 'listWork')).items as readonly { what: string }[]).map(({ what }) => what);
const appealOn = (actor: Actor, id: string): Promise<unknown> => reads.as(actor, 'getAppeal', { id });

/** Refused by three of four on the panel, and appealed against. */
async function refusedByThree(setting: Setting): Promise<string> {
  const { organisation, potId, group } = setting;
  const { grantId } = await withPanel(inbox, { ...setting, askedPence: 40_000 });
  const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel.slice(0, 3));
  await inbox.done(organisation.officer, 'decide', grantId, { meetingId, outcome: 'refuse', reasons: 'No hall.' });
  await inbox.done(group.secretary, 'appeal', grantId, { reason: 'There is one.' });
  return grantId;
}

test('an appeal says how many of the panel neither decided before nor are connected, to staff alone', async () => {
  const setting = await aSetting(inbox, { decision: { quorum: 2 } });
  const { officer, panel, tenantId } = setting.organisation;
  const grantId = await refusedByThree(setting);
  expect(await appealOn(officer, grantId)).toEqual({
    appeal: { askedAt: expect.any(String), onPanel: 4, free: 1, quorum: 2 },
  });
  expect(await reads.as(officer, 'getGrant', { id: grantId })).toMatchObject({
    next: { what: 'Decide on the appeal', of: 'panel', by: expect.any(String) },
  });
  const isFree = async (free: number) => expect(await appealOn(officer, grantId)).toMatchObject({ appeal: { free } });
  const fifth = await aPerson(inbox, tenantId, 'Member G', [{ role: 'panel_member', potId: setting.potId }]);
  await isFree(2);
  await inbox.done(fifth, 'connectToParty', setting.group.partyId, { personId: fifth.personId, kind: 'committee' });
  await isFree(1);
  // Also who is connected through somebody near them.
  await inbox.done(officer, 'connectPersons', panel[3].personId, { otherPersonId: fifth.personId, kind: 'household' });
  await isFree(0);
  expect(await appealOn(setting.group.applicant, grantId)).toBe('not theirs to ask');
  const other = await withPanel(inbox, { ...setting, askedPence: 40_000 });
  expect(await appealOn(officer, other.grantId)).toEqual({ appeal: null });
});

test('an appeal stands on the list of whoever looks after it, under its own name', async () => {
  const setting = await aSetting(inbox, { decision: { quorum: 2 } });
  const { officer, secondOfficer } = setting.organisation;
  await refusedByThree(setting);
  expect(await whats(officer)).toContain('decide_appeal');
  expect(await whats(secondOfficer)).not.toContain('decide_appeal');
});

test('where its owner refused alone, it stands on the list of those who may decide it', async () => {
  const setting = await aSetting(inbox, { decision: { delegatedUpToPence: pence(50_000) } });
  const { officer, secondOfficer } = setting.organisation;
  const { grantId } = await withPanel(inbox, { ...setting, askedPence: 40_000 });
  await inbox.done(officer, 'decide', grantId, { meetingId: null, outcome: 'refuse', reasons: 'No hall.' });
  await inbox.done(setting.group.applicant, 'appeal', grantId, { reason: 'There is one.' });
  expect(await whats(officer)).not.toContain('decide_appeal');
  expect(await whats(secondOfficer)).toContain('decide_appeal');
});
