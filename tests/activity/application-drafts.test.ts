import { randomUUID } from 'node:crypto';

import { createDraft, readDraft, saveDraft, type DraftAnswer } from '../../src/commands/application/draft';
import { anApplication, content, theDraft, withPanel } from '../builders/application';
import { aMeeting } from '../builders/award';
import { aGroup, aProvider } from '../builders/group';
import { anOrganisation, aPerson } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { aSetting } from '../builders/setting';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(async () => {
  await inbox.close();
});

const refusalOf = (answer: DraftAnswer) => (answer.kind === 'refused' ? answer.refusal.code : answer.kind);
const clockIn = async (days: number) => {
  const [row] = await inbox.look<{ at: Date }>('select app.now() + make_interval(days => $1) as at', [days]);
  return row!.at.toISOString();
};

describe('a draft', () => {
  it('is begun empty by whoever acts for the group, saved in any state, and read back', async () => {
    const { organisation, potId, group } = await aSetting(inbox);
    const begun = theDraft(await createDraft(inbox.db, group.applicant, { potId, partyId: group.partyId }));
    expect(begun).toMatchObject({ version: 1, content: {}, helpedBy: null, followsId: null, potId });

    const half = { purpose: 'Two workshops', budget: [{ description: 'Hall' }] };
    const saved = theDraft(await saveDraft(inbox.db, group.applicant, begun.id, 1, half));
    expect(saved).toMatchObject({ version: 2, content: half });
    expect(theDraft(await readDraft(inbox.db, group.secretary, begun.id))).toEqual(saved);
    // Nobody of the staff helps with it, so it is its group's own.
    expect(await readDraft(inbox.db, organisation.officer, begun.id)).toEqual({ kind: 'unknown' });
    expect(await saveDraft(inbox.db, organisation.officer, begun.id, 2, {})).toEqual({ kind: 'unknown' });
    expect(saved.expiresAt).toMatch(/T1[67]:00:00\.000Z$/);
  });

  it('is nobody else’s business', async () => {
    const { organisation, potId, group } = await aSetting(inbox);
    const { grantId } = await anApplication(inbox, { organisation, potId, group, askedPence: 50_000 });
    const otherGroup = await aGroup(inbox, organisation, { name: 'Dorset Reclaim' });
    const elsewhere = await anOrganisation(inbox);
    for (const stranger of [otherGroup.applicant, organisation.panel[0], elsewhere.officer]) {
      expect(await readDraft(inbox.db, stranger, grantId)).toEqual({ kind: 'unknown' });
      expect(await saveDraft(inbox.db, stranger, grantId, 2, {})).toEqual({ kind: 'unknown' });
    }
    expect(await readDraft(inbox.db, group.applicant, randomUUID())).toEqual({ kind: 'unknown' });
  });

  it('is written by officers of its pot only', async () => {
    const { organisation, potId, group } = await aSetting(inbox);
    const { grantId } = await anApplication(inbox, { organisation, potId, group, askedPence: 50_000 });
    const otherPot = await aPot(inbox, organisation, { budgetPence: 100_000 });
    const officer = await aPerson(inbox, organisation.tenantId, 'Other Officer', [
      { role: 'grants_officer', potId: otherPot.potId },
    ]);
    expect(await readDraft(inbox.db, officer, grantId)).toEqual({ kind: 'unknown' });
    expect(refusalOf(await createDraft(inbox.db, officer, { potId, partyId: group.partyId }))).toBe('NOT_YOURS_TO_DO');
    const own = await createDraft(inbox.db, officer, { potId: otherPot.potId, partyId: group.partyId });
    expect(theDraft(own).helpedBy).toBe(officer.personId);
  });

  it('is saved by one of two who saw the same version; the other is told which there is now', async () => {
    const { organisation, potId, group } = await aSetting(inbox);
    const { grantId } = await anApplication(inbox, { organisation, potId, group, askedPence: 50_000 });
    const answers = await Promise.all([
      saveDraft(inbox.db, group.applicant, grantId, 2, { purpose: 'one' }),
      saveDraft(inbox.db, group.secretary, grantId, 2, { purpose: 'other' }),
    ]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['draft', 'stale']);
    expect(answers.find(({ kind }) => kind === 'stale')).toEqual({ kind: 'stale', version: 3 });
    const won = theDraft(answers.find(({ kind }) => kind === 'draft')!);
    expect(theDraft(await readDraft(inbox.db, group.applicant, grantId)).content).toEqual(won.content);
  });

  it('is begun once, however often it is asked for by one id', async () => {
    const { potId, group } = await aSetting(inbox);
    const asked = { id: randomUUID(), potId, partyId: group.partyId };
    const answers = await Promise.all([1, 2, 3].map(() => createDraft(inbox.db, group.applicant, asked)));
    expect(answers.map((answer) => theDraft(answer).id)).toEqual([asked.id, asked.id, asked.id]);
    expect(await inbox.look('select from application where party_id = $1', [group.partyId])).toHaveLength(1);
  });

  it('notes each officer who writes as somebody who helped', async () => {
    const { organisation, potId, group } = await aSetting(inbox);
    const { officer, secondOfficer } = organisation;
    const begun = theDraft(await createDraft(inbox.db, officer, { potId, partyId: group.partyId }));
    expect(begun.helpedBy).toBe(officer.personId);
    await saveDraft(inbox.db, secondOfficer, begun.id, 1, {});
    await saveDraft(inbox.db, secondOfficer, begun.id, 2, {});
    const duties = await inbox.look<{ duty: string; person_id: string }>(
      'select duty, person_id from duty where subject_id = $1 order by at',
      [begun.id],
    );
    expect(duties).toEqual(
      [officer, secondOfficer].map(({ personId }) => ({ duty: 'helped write', person_id: personId })),
    );

    const named = await createDraft(inbox.db, group.applicant, {
      potId,
      partyId: group.partyId,
      helpedBy: secondOfficer.personId,
    });
    expect(theDraft(named).helpedBy).toBe(secondOfficer.personId);
    const notOfficer = { potId, partyId: group.partyId, helpedBy: group.secretary.personId };
    expect(refusalOf(await createDraft(inbox.db, group.applicant, notOfficer))).toBe('HELPER_NOT_OFFICER');
  });

  it('is refused for whom and where there can be none', async () => {
    const { organisation, potId, group } = await aSetting(inbox);
    const begin = (asked: Partial<Parameters<typeof createDraft>[2]>, who = group.applicant) =>
      createDraft(inbox.db, who, { potId, partyId: group.partyId, ...asked }).then(refusalOf);
    const provider = await aProvider(inbox, organisation);
    const otherGroup = await aGroup(inbox, organisation, { name: 'Dorset Reclaim' });
    expect(await begin({ partyId: randomUUID() })).toBe('PARTY_UNKNOWN');
    expect(await begin({ potId: randomUUID() })).toBe('POT_UNKNOWN');
    expect(await begin({}, otherGroup.applicant)).toBe('NOT_YOURS_TO_DO');
    expect(await begin({}, organisation.panel[0])).toBe('NOT_YOURS_TO_DO');
    expect(await begin({ partyId: provider.partyId }, organisation.officer)).toBe('APPLICANT_CANNOT_APPLY');
    expect(await begin({ followsId: randomUUID() })).toBe('FOLLOWS_UNKNOWN');
    await inbox.done(organisation.manager, 'closePot', potId, {});
    expect(await begin({})).toBe('POT_TAKES_NOTHING');
  });

  it('follows an application that was told “not yet”, and begins with what that said', async () => {
    const { organisation, potId, group } = await aSetting(inbox);
    const first = await withPanel(inbox, { organisation, potId, group, askedPence: 50_000 });
    const begin = () =>
      createDraft(inbox.db, group.applicant, { potId, partyId: group.partyId, followsId: first.grantId });
    expect(refusalOf(await begin())).toBe('FOLLOWS_UNKNOWN');
    const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel);
    const notYet = { meetingId, outcome: 'not_yet', reasons: 'Find a hall, then come back.' };
    await inbox.done(organisation.officer, 'decide', first.grantId, notYet);
    const next = theDraft(await begin());
    expect(next).toMatchObject({ followsId: first.grantId, content: content(50_000) });
    await inbox.done(group.applicant, 'submitApplication', next.id);
  });

  it('cannot be saved once it is submitted, nor while a submission waits', async () => {
    const { organisation, potId, group } = await aSetting(inbox);
    const { grantId } = await anApplication(inbox, { organisation, potId, group, askedPence: 50_000 });
    await inbox.store(group.applicant, 'submitApplication', grantId);
    expect(refusalOf(await saveDraft(inbox.db, group.applicant, grantId, 2, {}))).toBe('DRAFT_BEING_SUBMITTED');
    await inbox.applyDueNow(organisation.tenantId, 'grant', grantId);
    expect(refusalOf(await saveDraft(inbox.db, group.applicant, grantId, 3, {}))).toBe('TRANSITION_NOT_ALLOWED');
    expect(await readDraft(inbox.db, group.applicant, grantId)).toEqual({ kind: 'unknown' });
  });

  it('is kept for as long as the policy says from each save, and then erased', async () => {
    const { organisation, potId, group } = await aSetting(inbox, { draftsExpireAfter: 'P30D' });
    const { grantId } = await anApplication(inbox, { organisation, potId, group, askedPence: 50_000 });
    const other = await anApplication(inbox, { organisation, potId, group, askedPence: 60_000 });
    await inbox.moveClockTo(await clockIn(20));
    await saveDraft(inbox.db, group.applicant, other.grantId, 2, { purpose: 'Still at it' });
    await inbox.moveClockTo(await clockIn(12));

    // Its time is up before the engine has said so.
    expect(refusalOf(await saveDraft(inbox.db, group.applicant, grantId, 2, {}))).toBe('DRAFT_EXPIRED');
    const standing = await inbox.applyDueNow(organisation.tenantId, 'grant', grantId);
    expect(standing).toMatchObject({ phase: 'over', final: true });
    expect(refusalOf(await saveDraft(inbox.db, group.applicant, grantId, 2, {}))).toBe('DRAFT_EXPIRED');
    expect(await inbox.look('select from application_content where application_id = $1', [grantId])).toEqual([]);
    const mails = await inbox.look('select from outbox where subject_id = $1 and template = $2', [
      grantId,
      'draft-expired',
    ]);
    expect(mails).toHaveLength(3);

    await inbox.applyDueNow(organisation.tenantId, 'grant', other.grantId);
    expect(theDraft(await readDraft(inbox.db, group.applicant, other.grantId)).content).toEqual({
      purpose: 'Still at it',
    });
  });

  it('that was submitted in time is taken, although it is applied after its time', async () => {
    const { organisation, potId, group } = await aSetting(inbox, { draftsExpireAfter: 'P30D' });
    const { grantId } = await anApplication(inbox, { organisation, potId, group, askedPence: 50_000 });
    await inbox.store(group.applicant, 'submitApplication', grantId);
    await inbox.moveClockTo(await clockIn(40));
    expect(await inbox.applyDueNow(organisation.tenantId, 'grant', grantId)).toMatchObject({ phase: 'assessment' });
  });
});
