import { withPanel } from '../builders/application';
import { aMeeting, anAward } from '../builders/award';
import { aSetting } from '../builders/setting';
import { assertBooksBalance } from '../support/books';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(async () => {
  await inbox.close();
});

describe('many hands, kept apart', () => {
  it('quorum is three, and E’s sister is the group’s secretary: no decision until a fourth sits; and £500 eight months ago leaves £1,500', async () => {
    await inbox.moveClockTo('2026-06-01T10:00:00.000Z');
    const setting = await aSetting(inbox);
    const { organisation, potId, group } = setting;
    const { manager, officer, panel } = organisation;
    const [c, d, e, f] = panel;
    await anAward(inbox, { ...setting, askedPence: 50_000 });

    await inbox.moveClockTo('2027-02-01T10:00:00.000Z');
    await inbox.done(manager, 'connectPersons', e.personId, {
      otherPersonId: group.secretary.personId,
      kind: 'family',
    });
    const { grantId } = await withPanel(inbox, { ...setting, askedPence: 200_000 });
    const meetingId = await aMeeting(inbox, organisation, potId, [c, d, e]);
    const award = { meetingId, outcome: 'award' };
    expect((await inbox.send(officer, 'decide', grantId, award)).refusal).toMatchObject({
      code: 'QUORUM_NOT_MET',
      facts: { counted: 2, quorum: 3 },
    });

    const sitting = [c, d, e, f].map(({ personId }) => personId);
    await inbox.done(officer, 'recordAttendance', meetingId, { chairId: c.personId, personIds: sitting });
    const { refusal } = await inbox.send(officer, 'decide', grantId, award);
    expect(refusal).toMatchObject({
      code: 'GROUP_CAP_EXCEEDED',
      facts: { awardablePence: 150_000, moreFromOn: '2027-06-01' },
    });
    expect(refusal?.detail).toContain('at most £1,500 now');
    expect(
      (await inbox.send(officer, 'decide', grantId, { ...award, outcome: 'award_less', amountPence: 150_001 })).status,
    ).toBe('refused');
    await inbox.done(officer, 'decide', grantId, { ...award, outcome: 'award_less', amountPence: 150_000 });
    const [decision] = await inbox.look<{ counted: string[] }>(
      'select counted from decision where application_id = $1',
      [grantId],
    );
    expect(decision!.counted).toEqual([c, d, f].map(({ personId }) => personId).toSorted());
    await assertBooksBalance(inbox);
  });
});
