import { randomUUID } from 'node:crypto';
import { searchGrants } from '../../db/queries/grants/grants-search';
import { readSought } from '../../src/domain/lists/search';
import { pence } from '../../src/domain/money/money';
import { anActiveGrant } from '../builders/active-grant';
import { anApplication, inChecking, withPanel } from '../builders/application';
import { aMeeting } from '../builders/award';
import { aGroup } from '../builders/group';
import { aPerson } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { aSetting } from '../builders/setting';
import { openInbox, type Inbox } from '../support/inbox';
import type { Download } from '../../src/http/download';
import { rolesOf, readsOf, type Reads } from '../support/reads';

let inbox: Inbox;
let reads: Reads;
beforeAll(async () => {
  inbox = await openInbox();
  reads = readsOf(inbox);
});
afterAll(() => inbox.close());

test('a group sees its own and nobody else’s; what is another organisation’s is not there', async () => {
  const one = await aSetting(inbox);
  const other = await aSetting(inbox);
  const neighbour = await aGroup(inbox, one.organisation);
  const { grantId } = await anActiveGrant(inbox, {
    organisation: one.organisation,
    potId: one.potId,
    group: one.group,
    askedPence: 100_000,
  });
  const operations = ['getGrant', 'getGrantTimeline', 'getGrantLedger'];
  for (const operation of operations) {
    expect(await reads.as(one.group.treasurer, operation, { id: grantId })).toBeDefined();
    expect(await reads.as(neighbour.applicant, operation, { id: grantId })).toBeUndefined();
    expect(await reads.as(other.organisation.manager, operation, { id: grantId })).toBeUndefined();
    expect(await reads.as(one.organisation.officer, operation, { id: randomUUID() })).toBeUndefined();
  }
  expect((await reads.as(neighbour.applicant, 'listGrants')).items).toEqual([]);
  expect((await reads.as(one.group.applicant, 'listGrants')).items).toHaveLength(1);
  expect(await reads.as(neighbour.applicant, 'getParty', { id: one.group.partyId })).toBeUndefined();
  expect(await reads.as(one.group.applicant, 'getParty', { id: one.group.partyId })).toMatchObject({
    bankAccount: { lastDigits: '958' },
  });
  expect(await reads.as(one.group.applicant, 'getPerson', { id: one.group.secretary.personId })).toBeUndefined();
  expect(await reads.as(one.group.applicant, 'getPerson', { id: one.group.applicant.personId })).toMatchObject({
    roles: [{ role: 'applicant' }],
  });
  expect(await reads.as(one.group.applicant, 'getPot', { id: one.potId })).toMatchObject({
    money: null,
    instalments: null,
    policy: {},
  });
  expect(await reads.as(other.organisation.manager, 'getPot', { id: one.potId })).toBeUndefined();
  expect(await reads.as(other.organisation.manager, 'getParty', { id: one.group.partyId })).toBeUndefined();
  expect(await reads.as(other.organisation.manager, 'getPerson', { id: one.group.applicant.personId })).toBeUndefined();
});

test('panel and funder read what was sent, without drafts, contacts or bank details; a member of one pot only that pot’s', async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  const second = await aPot(inbox, organisation, { budgetPence: 100_000 });
  const here = await withPanel(inbox, { organisation, potId, group, askedPence: 100_000 });
  const there = await inChecking(inbox, { organisation, potId: second.potId, group, askedPence: 50_000 });
  const draft = await anApplication(inbox, { organisation, potId, group, askedPence: 10_000 });
  const { tenantId } = organisation;
  const member = await aPerson(inbox, tenantId, 'Member of one pot', [{ role: 'panel_member', potId }]);
  const funder = await aPerson(inbox, tenantId, 'Funder', [{ role: 'funder' }]);
  const ids = async (actor: typeof member) =>
    (await reads.as(actor, 'listGrants')).items.map(({ id }: { id: string }) => id).toSorted();
  expect(await ids(member)).toEqual([here.grantId]);
  expect(await ids(funder)).toEqual([here.grantId, there.grantId].toSorted());
  // A draft that nobody of the staff helps with or is shown is its group's own.
  expect(await ids(organisation.officer)).toEqual([here.grantId, there.grantId].toSorted());
  expect(await reads.as(organisation.officer, 'getGrant', { id: draft.grantId })).toBeUndefined();
  await inbox.look('update application set shared_at = app.now() where id = $1', [draft.grantId]);
  expect(await ids(organisation.officer)).toEqual([here.grantId, there.grantId, draft.grantId].toSorted());
  expect(await reads.as(member, 'getGrant', { id: there.grantId })).toBeUndefined();
  expect(await reads.as(funder, 'getGrant', { id: draft.grantId })).toBeUndefined();
  const seen = await reads.as(member, 'getGrant', { id: here.grantId });
  expect(seen.application).not.toHaveProperty('contacts');
  expect(seen.application.purpose).toBeDefined();
  expect(seen.allowed).toEqual(['score']);
  expect(
    (await reads.as(member, 'listPots')).items.map(({ money }: { money: unknown }) => money !== null).toSorted(),
  ).toEqual([false, true]);
  expect(await reads.as(member, 'getPotLedger', { id: second.potId })).toBeUndefined();
  expect(await reads.as(funder, 'listPayments')).toBe('not theirs to ask');
  expect(await reads.as(funder, 'listMeetings')).toBe('not theirs to ask');
  const maker = await aPerson(inbox, tenantId, 'Maker of one pot', [{ role: 'payment_maker', potId }]);
  expect((await reads.as(maker, 'listPayments', { query: { potId: second.potId } })).items).toEqual([]);
});

test('a funder is told of no person, and finds nothing by one; the panel is told who they are, not how they are reached or paid', async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  const { manager, officer, tenantId } = organisation;
  const { grantId } = await anActiveGrant(inbox, { organisation, potId, group, askedPence: 100_000 });
  const funder = await aPerson(inbox, tenantId, 'Funder', [{ role: 'funder', potId }]);
  const member = await aPerson(inbox, tenantId, 'Member', [{ role: 'panel_member', potId }]);
  await inbox.done(officer, 'reassign', grantId, { ownerId: manager.personId });

  const told = await reads.as(funder, 'getGrant', { id: grantId });
  expect(told).toMatchObject({ owner: null, createdBy: null, party: { id: group.partyId }, stage: 'active' });
  expect(told.application.purpose).toBeDefined();
  expect(Object.keys(told.application)).not.toEqual(expect.arrayContaining(['answers']));
  expect(told.acceptances.map(({ person }: { person: unknown }) => person)).toEqual([null, null]);
  expect(told.award.bankAccount).toBeNull();
  const events = (await reads.as(funder, 'getGrantTimeline', { id: grantId })).items;
  expect(events.length).toBeGreaterThan(5);
  for (const { actor, text, before, after } of events) {
    expect([actor, text]).toEqual([null, null]);
    expect(Object.keys({ ...before, ...after }).filter((name) => /Ids?$/.test(name))).toEqual([]);
  }
  for (const operation of ['getAgreement', 'getAgreementPdf'])
    expect(await reads.as(funder, operation, { id: grantId })).toBeUndefined();
  expect(await reads.as(member, 'getAgreement', { id: grantId })).toBeDefined();

  const owned = { query: { ownerId: manager.personId } };
  const lines = async (actor: typeof funder, asking = {}) => (await reads.as(actor, 'listGrants', asking)).items;
  expect(await lines(funder)).toMatchObject([{ id: grantId, owner: null }]);
  expect(await lines(member, owned)).toMatchObject([{ id: grantId, owner: { id: manager.personId } }]);
  expect(await lines(funder, owned)).toEqual([]);
  const sheet = String(((await reads.as(funder, 'exportGrants')) as Download).content);
  expect(sheet).not.toContain('Looked after by');
  const search = async (actor: typeof funder, filters = {}) =>
    searchGrants(inbox.db, { ...actor, roles: await rolesOf(inbox, actor) }, readSought('Kreative'), filters, 10);
  expect(await search(member)).toMatchObject([{ owner: { id: manager.personId } }]);
  expect(await search(funder)).toMatchObject([{ id: grantId, owner: null }]);
  expect(await search(funder, { ownerId: manager.personId })).toEqual([]);

  const [own, { money }] = [
    await reads.as(funder, 'getPot', { id: potId }),
    await reads.as(member, 'getPot', { id: potId }),
  ];
  expect(own).toMatchObject({ owner: null, money });
  expect((await reads.as(member, 'getPot', { id: potId })).owner).not.toBeNull();
  expect(await reads.as(funder, 'getFund', { id: own.fund.id })).toMatchObject({ owner: null, refundAccount: null });

  expect(await reads.as(member, 'getParty', { id: group.partyId })).toMatchObject({ bankAccount: null });
  expect(await reads.as(officer, 'getParty', { id: group.partyId })).toMatchObject({ bankAccount: { version: 1 } });
});

test('what is internal is for staff: a score is on their timeline, not on the group’s', async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  const { grantId } = await withPanel(inbox, { organisation, potId, group, askedPence: 100_000 });
  await inbox.done(organisation.panel[0], 'score', grantId, { criterion: 'need', score: 4 });
  const types = async (actor: typeof group.applicant) =>
    (await reads.as(actor, 'getGrantTimeline', { id: grantId })).items.map(({ type }: { type: string }) => type);
  expect(await types(organisation.officer)).toContain('application_scored');
  expect(await types(group.applicant)).not.toContain('application_scored');
});

test('an application is kept from a member of the panel who is connected to its group, helped to write it or was ruled to leave', async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  const { officer, panel, tenantId } = organisation;
  const [standing, declared, left, free] = panel;
  const { grantId } = await withPanel(inbox, { organisation, potId, group, askedPence: 77_700 });
  const other = await withPanel(inbox, {
    organisation,
    potId,
    group: await aGroup(inbox, organisation),
    askedPence: 88_800,
  });
  const meetingId = await aMeeting(inbox, organisation, potId, panel);
  const about = (member: typeof left) => ({ applicationId: grantId, personId: member.personId });
  await inbox.done(officer, 'connectToParty', group.partyId, { personId: standing.personId, kind: 'family' });
  await inbox.done(officer, 'declareInterest', meetingId, { ...about(declared), level: 'connected' });
  await inbox.done(officer, 'declareInterest', meetingId, { ...about(left), level: 'knows' });
  const read = await reads.as(left, 'getGrant', { id: grantId });
  expect(read.application.purpose).toBeDefined();
  await inbox.done(officer, 'ruleOnInterest', meetingId, { ...about(left), ruling: 'leaves' });
  const funder = await aPerson(inbox, tenantId, 'Funder', [{ role: 'funder' }]);
  await inbox.done(officer, 'connectToParty', group.partyId, { personId: funder.personId, kind: 'business' });

  const operations = [
    'getGrant',
    'getGrantTimeline',
    'getGrantLedger',
    'listGrantFiles',
    'getAgreement',
    'getAgreementPdf',
  ];
  for (const kept of [standing, declared, left, funder]) {
    for (const operation of operations)
      await expect(reads.as(kept, operation, { id: grantId })).rejects.toThrow('APPLICATION_WITHHELD');
    expect((await reads.as(kept, 'getGrant', { id: other.grantId })).askedPence).toBe(88_800);
    const lines = (await reads.as(kept, 'listGrants')).items;
    expect(lines.find(({ id }: { id: string }) => id === grantId)).toMatchObject({
      party: { id: group.partyId },
      isWithheld: true,
      askedPence: null,
      awardedPence: null,
    });
    expect(lines.find(({ id }: { id: string }) => id === other.grantId)).toMatchObject({ askedPence: 88_800 });
    const sheet = (await reads.as(kept, 'exportGrants')) as Download;
    expect(String(sheet.content)).toContain('888');
    expect(String(sheet.content)).not.toContain('777');
    const asker = { ...kept, roles: await rolesOf(inbox, kept) };
    const bySum = await searchGrants(inbox.db, asker, { kind: 'sum', sumPence: pence(77_700) }, {}, 10);
    expect(bySum).toEqual([]);
  }
  for (const reader of [free, officer]) {
    expect((await reads.as(reader, 'getGrant', { id: grantId })).application.purpose).toBeDefined();
    expect(await reads.as(reader, 'getGrantTimeline', { id: grantId })).toBeDefined();
    const [line] = (await reads.as(reader, 'listGrants', { query: { partyId: group.partyId } })).items;
    expect(line).toMatchObject({ askedPence: 77_700, isWithheld: false });
  }
  expect(await inbox.send(left, 'score', grantId, { criterion: 'need', score: 4 })).toMatchObject({
    refusal: { code: 'LEFT_FOR_ITEM' },
  });
});
