import { anApplicationRow } from '../builders/application-row';
import { aGroup } from '../builders/group';
import { aPerson, anOrganisation, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { findMeetingPack } from '../../db/queries/meetings/meeting-pack';
import { findMinute, findPack } from '../../db/queries/meetings/meeting-papers';

let inbox: Inbox;
let organisation: Organisation;
let potId: string;
let otherOfficer: Actor;
let applicationId: string;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  ({ potId } = await aPot(inbox, organisation, { budgetPence: 2_000_000 }));
  otherOfficer = await aPerson(inbox, organisation.tenantId, 'Officer who looks after it', [
    { role: 'grants_officer', potId },
  ]);
  const { partyId, applicant } = await aGroup(inbox, organisation);
  applicationId = await anApplicationRow(inbox, { potId, partyId, applicant, stage: 'assessing' });
  await inbox.look('update application set owner_id = $1 where id = $2', [otherOfficer.personId, applicationId]);
});
afterAll(() => inbox.close());

const startsAt = '2027-02-05T18:00:00.000Z';
const later = '2027-02-12T18:30:00.000Z';
const aMeeting = async (over: object = {}) =>
  (await inbox.done(organisation.officer, 'planMeeting', null, { potId, startsAt, online: true, ...over })).subjectId;
const move = (meetingId: string, over: object = {}, actor: Actor = organisation.officer) =>
  inbox.send(actor, 'moveMeeting', meetingId, { startsAt: later, online: true, reason: 'Two are ill.', ...over });
const callOff = (meetingId: string, actor: Actor = organisation.officer) =>
  inbox.send(actor, 'callOffMeeting', meetingId, { reason: 'The building is closed.' });
const begin = (meetingId: string) => {
  const [chair, ...others] = organisation.panel;
  const personIds = [chair, ...others].map(({ personId }) => personId);
  return inbox.done(organisation.officer, 'recordAttendance', meetingId, { chairId: chair.personId, personIds });
};
const told = (meetingId: string, template: string) =>
  inbox.look<{ person_id: string; facts: object }>(
    'select person_id, facts from outbox where subject_id = $1 and template = $2 order by person_id',
    [meetingId, template],
  );
const everybody = () => [...organisation.panel, otherOfficer].map(({ personId }) => personId).toSorted();
const asPanel = () => ({
  tenantId: organisation.tenantId,
  personId: organisation.panel[0].personId,
  roles: [{ name: 'panel_member' as const, potId: null, partyId: null, ownLimitPence: null }],
});

describe('a meeting is moved', () => {
  test('to another day, time and place, and the panel and the owners of what waits for it are told', async () => {
    const meetingId = await aMeeting();
    expect(await move(meetingId, { online: false, place: 'Town hall' })).toMatchObject({ status: 'applied' });
    expect(await inbox.look('select state, online, place, starts_at from meeting where id = $1', [meetingId])).toEqual([
      { state: 'planned', online: false, place: 'Town hall', starts_at: new Date(later) },
    ]);
    const mails = await told(meetingId, 'meeting-moved');
    expect(mails.map(({ person_id }) => person_id)).toEqual(everybody());
    expect(mails[0]?.facts).toEqual({ startsAt: later, wasAt: startsAt, online: false });
    const pack = await findMeetingPack(inbox.db, asPanel(), meetingId);
    expect(pack?.change).toMatchObject({ what: 'meeting_moved', wasAt: startsAt, reason: 'Two are ill.' });
  });

  test('somewhere else at the same time', async () => {
    const meetingId = await aMeeting({ online: false, place: '82 London Road' });
    expect(await move(meetingId, { startsAt, online: false, place: 'Town hall' })).toMatchObject({ status: 'applied' });
    expect(await move(meetingId, { startsAt, online: false, place: 'Town hall' })).toMatchObject({
      refusal: { code: 'MEETING_UNCHANGED', field: '/startsAt' },
    });
  });

  test('to a day that is to come, and a room that has a place', async () => {
    const meetingId = await aMeeting();
    expect(await move(meetingId, { startsAt: '2027-01-31T18:00:00.000Z' })).toMatchObject({
      refusal: { code: 'MEETING_DAY_PASSED', field: '/startsAt' },
    });
    expect(await move(meetingId, { online: false, place: ' ' })).toMatchObject({
      refusal: { code: 'MEETING_NEEDS_PLACE', field: '/place' },
    });
  });

  test('not once it is recorded who came, nor when it is over', async () => {
    const meetingId = await aMeeting();
    await begin(meetingId);
    expect(await move(meetingId)).toMatchObject({ refusal: { code: 'MEETING_BEGUN' } });
    await inbox.done(organisation.officer, 'endMeeting', meetingId, {});
    expect(await move(meetingId)).toMatchObject({ refusal: { code: 'TRANSITION_NOT_ALLOWED' } });
  });

  test('by whoever takes its minutes', async () => {
    const meetingId = await aMeeting();
    expect(await move(meetingId, {}, organisation.panel[0])).toMatchObject({ refusal: { code: 'NOT_YOURS_TO_DO' } });
    expect(await callOff(meetingId, organisation.panel[0])).toMatchObject({ refusal: { code: 'NOT_YOURS_TO_DO' } });
    expect(await move(meetingId, {}, organisation.manager)).toMatchObject({ status: 'applied' });
  });
});

describe('a meeting is called off', () => {
  test('and what was on its table lies before the next, of which everybody is told', async () => {
    const meetingId = await aMeeting();
    const nextId = await aMeeting({ startsAt: '2027-02-03T18:00:00.000Z' });
    expect(await callOff(meetingId)).toMatchObject({ status: 'applied' });
    const mails = await told(meetingId, 'meeting-called-off');
    expect(mails.map(({ person_id }) => person_id)).toEqual(everybody());
    expect(mails[0]?.facts).toEqual({ startsAt, waiting: 1, nextAt: '2027-02-03T18:00:00.000Z' });
    const off = await findMeetingPack(inbox.db, asPanel(), meetingId);
    expect(off).toMatchObject({ state: 'called_off', items: [], next: { id: nextId } });
    expect(off?.change).toMatchObject({ what: 'meeting_called_off', reason: 'The building is closed.' });
    expect((await findMeetingPack(inbox.db, asPanel(), nextId))?.items.map(({ id }) => id)).toEqual([applicationId]);
    // It has no papers, and nothing is decided in it.
    expect(await findPack(inbox.db, asPanel(), meetingId)).toBeUndefined();
    expect(await findMinute(inbox.db, asPanel(), meetingId)).toBeUndefined();
    expect(
      await inbox.send(organisation.officer, 'decide', applicationId, {
        meetingId,
        outcome: 'refuse',
        reasons: 'No hall.',
      }),
    ).toMatchObject({ refusal: { code: 'MEETING_ENDED', field: '/meetingId' } });
    for (const again of [callOff(meetingId), move(meetingId)]) {
      expect(await again).toMatchObject({ refusal: { code: 'TRANSITION_NOT_ALLOWED' } });
    }
  });

  test('also one whose day has passed without anybody coming, but none that was held', async () => {
    const passed = await aMeeting();
    await inbox.look(`update meeting set starts_at = app.now() - interval '3 days' where id = $1`, [passed]);
    expect(await callOff(passed)).toMatchObject({ status: 'applied' });
    const begun = await aMeeting();
    await begin(begun);
    expect(await callOff(begun)).toMatchObject({ refusal: { code: 'MEETING_BEGUN' } });
  });
});
