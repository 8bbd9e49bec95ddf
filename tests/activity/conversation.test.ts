import { randomUUID } from 'node:crypto';

import { markMessages } from '../../src/commands/conversation/read-messages';
import type { HeldRole } from '../../src/domain/lives/roles';
import { inChecking, submitted } from '../builders/application';
import { aGroup } from '../builders/group';
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

const mailsOf = (grantId: string, template: string) =>
  inbox
    .look<{ person_id: string }>('select person_id from outbox where subject_id = $1 and template = $2', [
      grantId,
      template,
    ])
    .then((rows) => rows.map((row) => row.person_id).toSorted());

const write = async (by: Actor, grantId: string, text: string) =>
  String((await inbox.done(by, 'sendMessage', grantId, { text })).result?.['messageId']);

const mark = async (actor: Actor, grantId: string, upTo: string) => {
  const roles = await inbox.look<HeldRole>(
    `select name, pot_id as "potId", party_id as "partyId", own_limit_pence as "ownLimitPence" from role where person_id = $1 and ended_at is null`,
    [actor.personId],
  );
  return markMessages(inbox.db, { ...actor, roles }, grantId, { upTo });
};

const unread = async (actor: Actor, grantId: string) =>
  (await reads.as(actor, 'getGrant', { id: grantId })).unreadMessages;

describe('messages', () => {
  let setting: Setting;
  let grantId: string;
  beforeEach(async () => {
    setting = await aSetting(inbox);
    ({ grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 }));
  });

  it('go to the other side by mail, without their words, which are kept apart from the record', async () => {
    const { group, organisation } = setting;
    await write(group.applicant, grantId, 'May we start in March?');
    expect(await mailsOf(grantId, 'message-for-staff')).toEqual([organisation.officer.personId]);
    await write(organisation.secondOfficer, grantId, 'You may.');
    const everybody = [group.applicant, group.secretary, group.treasurer].map(({ personId }) => personId).toSorted();
    expect(await mailsOf(grantId, 'message-for-group')).toEqual(everybody);

    const kept = JSON.stringify([
      await inbox.look('select * from message where grant_id = $1', [grantId]),
      await inbox.look('select before, after from event where grant_id = $1', [grantId]),
      await inbox.look('select facts from outbox where subject_id = $1', [grantId]),
      await inbox.look('select outcome from command where subject_id = $1', [grantId]),
    ]);
    expect(kept).not.toMatch(/March|You may/);
    await inbox.look('delete from message_text t using message m where m.id = t.message_id and m.from_side = $1', [
      'group',
    ]);
    const { items } = await reads.as(group.treasurer, 'listMessages', { id: grantId });
    expect(items).toMatchObject([
      { from: 'staff', text: 'You may.', sentBy: { id: organisation.secondOfficer.personId } },
      { from: 'group', text: null },
    ]);
  });

  it('are unread until somebody marks them, each for themselves, and never again', async () => {
    const { group, organisation } = setting;
    const first = await write(group.applicant, grantId, 'One');
    const second = await write(group.secretary, grantId, 'Two');
    expect(await unread(organisation.officer, grantId)).toBe(2);
    expect(await unread(group.treasurer, grantId)).toBe(0);
    expect(await mark(organisation.officer, grantId, first)).toEqual({ unread: 1 });
    expect(await mark(organisation.officer, grantId, second)).toEqual({ unread: 0 });
    expect(await mark(organisation.officer, grantId, first)).toEqual({ unread: 0 });
    expect([await unread(organisation.officer, grantId), await unread(organisation.secondOfficer, grantId)]).toEqual([
      0, 2,
    ]);

    await write(organisation.officer, grantId, 'Three');
    expect(await unread(group.treasurer, grantId)).toBe(1);
    expect(await unread(organisation.panel[0], grantId)).toBeNull();
  });

  it('wait until one who answers has read them: by a mark, or by an answer', async () => {
    const { group, organisation } = setting;
    const waiting = async () =>
      (
        await inbox.look('select id from message where grant_id = $1 and from_side = $2 and read_at is null', [
          grantId,
          'group',
        ])
      ).length;
    const first = await write(group.applicant, grantId, 'One');
    await mark(organisation.paymentMaker, grantId, first);
    expect(await waiting()).toBe(1);
    await mark(organisation.secondOfficer, grantId, first);
    expect(await waiting()).toBe(0);
    await write(group.applicant, grantId, 'Two');
    await write(organisation.officer, grantId, 'Yes.');
    expect(await waiting()).toBe(0);
  });

  it('are written from submission on, also when all is over, and not on a draft', async () => {
    const { group, organisation } = setting;
    await inbox.done(group.applicant, 'withdraw', grantId, {});
    const before = await reads.as(organisation.officer, 'getGrant', { id: grantId });
    const answer = await inbox.done(group.applicant, 'sendMessage', grantId, { text: 'Thank you all the same.' });
    expect(answer.standing).toMatchObject({ final: true, phase: 'over' });
    expect(before).toMatchObject({ stage: 'withdrawn', final: true });
    expect(await reads.as(organisation.officer, 'getGrant', { id: grantId })).toMatchObject({
      stage: 'withdrawn',
      final: true,
      unreadMessages: 1,
    });
  });

  it('are for the group and staff: nobody else reads, marks or writes them', async () => {
    const { group, organisation } = setting;
    const neighbour = await aGroup(inbox, organisation);
    const other = await aSetting(inbox);
    const message = await write(group.applicant, grantId, 'Ours');
    expect(await reads.as(organisation.panel[0], 'listMessages', { id: grantId })).toBe('not theirs to ask');
    for (const stranger of [neighbour.applicant, other.organisation.officer]) {
      expect(await reads.as(stranger, 'listMessages', { id: grantId })).toBeUndefined();
    }
    expect(await mark(neighbour.applicant, grantId, message)).toBeUndefined();
    expect(await mark(other.organisation.officer, grantId, message)).toBeUndefined();
    expect(await mark(organisation.panel[0], grantId, message)).toBeUndefined();
    expect((await inbox.send(neighbour.applicant, 'sendMessage', grantId, { text: 'Hello' })).refusal).toMatchObject({
      code: 'NOT_YOURS_TO_DO',
    });
    expect(await mark(organisation.officer, grantId, randomUUID())).toMatchObject({
      code: 'MESSAGE_UNKNOWN',
      field: '/upTo',
    });
    const { grantId: elsewhere } = await submitted(inbox, { ...setting, askedPence: 10_000 });
    expect(await mark(organisation.officer, elsewhere, message)).toMatchObject({ code: 'MESSAGE_UNKNOWN' });
    expect(await mark(organisation.officer, randomUUID(), message)).toBeUndefined();
  });
});

describe('notes', () => {
  it('are for staff, and some for managers and who wrote them', async () => {
    const setting = await aSetting(inbox);
    const { group, organisation } = setting;
    const { officer, secondOfficer, manager } = organisation;
    const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    await inbox.done(officer, 'addNote', grantId, { text: 'Rang the chair.' });
    await inbox.done(officer, 'addNote', grantId, { text: 'A worry.', managersOnly: true });
    const seenBy = async (actor: Actor) =>
      (await reads.as(actor, 'listNotes', { id: grantId })).items.map(({ text }: { text: string }) => text);
    expect(await seenBy(secondOfficer)).toEqual(['Rang the chair.']);
    expect(await seenBy(officer)).toEqual(['A worry.', 'Rang the chair.']);
    expect(await seenBy(manager)).toEqual(['A worry.', 'Rang the chair.']);
    for (const reader of [group.applicant, organisation.panel[0]])
      expect(await reads.as(reader, 'listNotes', { id: grantId })).toBe('not theirs to ask');
    expect((await inbox.send(group.applicant, 'addNote', grantId, { text: 'Mine' })).refusal).toMatchObject({
      code: 'NOT_YOURS_TO_DO',
    });

    const types = async (actor: Actor) =>
      (await reads.as(actor, 'getGrantTimeline', { id: grantId })).items.filter(
        ({ type }: { type: string }) => type === 'note_added',
      ).length;
    expect([await types(manager), await types(officer), await types(group.applicant)]).toEqual([2, 1, 0]);
  });
});
