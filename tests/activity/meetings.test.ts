import { randomUUID } from 'node:crypto';

import { anApplicationRow } from '../builders/application-row';
import { aGroup } from '../builders/group';
import { aPerson, anOrganisation, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';

let inbox: Inbox;
let organisation: Organisation;
let potId: string;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  ({ potId } = await aPot(inbox, organisation, { budgetPence: 2_000_000 }));
});
afterAll(() => inbox.close());

const startsAt = '2027-02-05T18:00:00.000Z';
const plan = (over: object = {}, actor = organisation.officer) =>
  inbox.send(actor, 'planMeeting', null, { potId, startsAt, online: true, ...over });
const aMeeting = async () => (await plan()).subjectId;
const attend = (meetingId: string, chair: Actor, ...present: Actor[]) =>
  inbox.send(organisation.officer, 'recordAttendance', meetingId, {
    chairId: chair.personId,
    personIds: present.map(({ personId }) => personId),
  });

describe('planning a meeting', () => {
  test('online or in a room, and the panel of its pot is told', async () => {
    const other = await aPot(inbox, organisation, { budgetPence: 100 });
    const ofPot = await aPerson(inbox, organisation.tenantId, 'Member of this pot', [{ role: 'panel_member', potId }]);
    await aPerson(inbox, organisation.tenantId, 'Member of another pot', [
      { role: 'panel_member', potId: other.potId },
    ]);
    const planned = await plan({ online: false, place: '82 London Road' });
    expect(
      await inbox.look('select state, online, place, starts_at from meeting where id = $1', [planned.subjectId]),
    ).toEqual([{ state: 'planned', online: false, place: '82 London Road', starts_at: new Date(startsAt) }]);
    const told = await inbox.look<{ person_id: string }>(
      'select person_id from outbox where subject_id = $1 and template = $2',
      [planned.subjectId, 'meeting-planned'],
    );
    expect(told.map(({ person_id }) => person_id).toSorted()).toEqual(
      [...organisation.panel, ofPot].map(({ personId }) => personId).toSorted(),
    );
  });

  test('a room has a place, and a pot is open and within reach', async () => {
    for (const nowhere of [{}, { place: ' ' }]) {
      expect(await plan({ online: false, ...nowhere })).toMatchObject({
        refusal: { code: 'MEETING_NEEDS_PLACE', field: '/place' },
      });
    }
    const [{ now }] = (await inbox.look<{ now: Date }>('select app.now() as now')) as [{ now: Date }];
    const yesterday = new Date(now.getTime() - 24 * 3_600_000).toISOString();
    expect(await plan({ startsAt: yesterday })).toMatchObject({
      refusal: { code: 'MEETING_DAY_PASSED', field: '/startsAt' },
    });
    expect(await plan({ potId: randomUUID() })).toMatchObject({ refusal: { code: 'POT_UNKNOWN', field: '/potId' } });
    const other = await aPot(inbox, organisation, { budgetPence: 100 });
    const ofOther = await aPerson(inbox, organisation.tenantId, 'Officer of another pot', [
      { role: 'grants_officer', potId: other.potId },
    ]);
    expect(await plan({}, ofOther)).toMatchObject({ refusal: { code: 'NOT_YOURS_TO_DO' } });
    await inbox.done(organisation.manager, 'closePot', other.potId);
    expect(await plan({ potId: other.potId })).toMatchObject({ refusal: { code: 'POT_CLOSED', field: '/potId' } });
  });
});

describe('who came', () => {
  const present = async (meetingId: string) =>
    (await inbox.look<{ person_id: string }>('select person_id from attendance where meeting_id = $1', [meetingId]))
      .map(({ person_id }) => person_id)
      .toSorted();

  test('the list is replaced as a whole, and has a chair', async () => {
    const [c, d, e, f] = organisation.panel;
    const meetingId = await aMeeting();
    expect(await attend(meetingId, c, c, d, e)).toMatchObject({ status: 'applied' });
    expect(await present(meetingId)).toEqual([c, d, e].map(({ personId }) => personId).toSorted());
    expect(await attend(meetingId, d, d, e, f, f)).toMatchObject({ status: 'applied' });
    expect(await present(meetingId)).toEqual([d, e, f].map(({ personId }) => personId).toSorted());
    expect(await inbox.look('select chair_id from meeting where id = $1', [meetingId])).toEqual([
      { chair_id: d.personId },
    ]);
  });

  test('only the panel of this pot counts as present', async () => {
    const [c, d] = organisation.panel;
    const other = await aPot(inbox, organisation, { budgetPence: 100 });
    const ofOther = await aPerson(inbox, organisation.tenantId, 'Member of another pot', [
      { role: 'panel_member', potId: other.potId },
    ]);
    const meetingId = await aMeeting();
    for (const stranger of [organisation.officer, organisation.manager, ofOther]) {
      expect(await attend(meetingId, c, c, d, stranger)).toMatchObject({
        refusal: { code: 'NOT_ON_PANEL', field: '/personIds', facts: { personIds: [stranger.personId] } },
      });
    }
    expect(await present(meetingId)).toEqual([]);
  });

  test('the chair is there', async () => {
    const [c, d, e] = organisation.panel;
    expect(await attend(await aMeeting(), c, d, e)).toMatchObject({
      refusal: { code: 'CHAIR_ABSENT', field: '/chairId' },
    });
  });

  test('whom a decision counted stays on the list', async () => {
    const [c, d, e, f] = organisation.panel;
    const meetingId = await aMeeting();
    const recorded = await attend(meetingId, c, c, d, e);
    const { partyId, applicant } = await aGroup(inbox, organisation);
    const applicationId = await anApplicationRow(inbox, { potId, partyId, applicant, stage: 'refused' });
    await inbox.look(
      `insert into decision (tenant_id, id, application_id, meeting_id, outcome, decided_at, recorded_by, counted, command_id)
       values ($1, gen_random_uuid(), $2, $3, 'refuse', app.now(), $4, $5, $6)`,
      [organisation.tenantId, applicationId, meetingId, c.personId, [c.personId, d.personId], recorded.commandId],
    );
    expect(await attend(meetingId, c, c, e, f)).toMatchObject({
      refusal: { code: 'ATTENDEE_COUNTED', field: '/personIds', facts: { personIds: [d.personId] } },
    });
    expect(await attend(meetingId, c, c, d, f)).toMatchObject({ status: 'applied' });
  });
});

describe('interests', () => {
  let applicationId: string;
  let meetingId: string;
  beforeEach(async () => {
    const { partyId, applicant } = await aGroup(inbox, organisation);
    applicationId = await anApplicationRow(inbox, { potId, partyId, applicant, stage: 'assessing' });
    meetingId = await aMeeting();
  });
  const declare = (actor: Actor, of: Actor, level: 'connected' | 'knows' | 'none', over: object = {}) =>
    inbox.send(actor, 'declareInterest', meetingId, { applicationId, personId: of.personId, level, ...over });
  const levels = () => inbox.look('select person_id, level from interest where meeting_id = $1', [meetingId]);

  test('members declare their own, and whoever takes the minutes anybody’s', async () => {
    const [c, d] = organisation.panel;
    expect(await declare(c, c, 'knows')).toMatchObject({ status: 'applied' });
    expect(await declare(c, d, 'connected')).toMatchObject({
      refusal: { code: 'INTEREST_NOT_YOURS', field: '/personId' },
    });
    for (const takesMinutes of [organisation.manager, organisation.officer]) {
      expect(await declare(takesMinutes, c, 'connected')).toMatchObject({ status: 'applied' });
    }
    expect(await levels()).toEqual([{ person_id: c.personId, level: 'connected' }]);
  });

  test('nobody talks their own interest down; a slip is corrected by another', async () => {
    const [c] = organisation.panel;
    await declare(c, c, 'connected');
    expect(await declare(c, c, 'knows')).toMatchObject({ refusal: { code: 'INTEREST_NOT_LOWERED' } });
    expect(await declare(organisation.officer, c, 'knows')).toMatchObject({ status: 'applied' });
    expect(await levels()).toEqual([{ person_id: c.personId, level: 'knows' }]);
    for (const own of ['knows', 'none'] as const) {
      await declare(c, c, 'connected');
      expect(await declare(c, c, own)).toMatchObject({ refusal: { code: 'INTEREST_NOT_LOWERED' } });
    }
    expect(await declare(organisation.officer, c, 'none')).toMatchObject({ status: 'applied' });
    expect(await levels()).toEqual([]);
    expect(await declare(organisation.officer, c, 'none')).toMatchObject({
      refusal: { code: 'INTEREST_NOT_DECLARED', field: '/level' },
    });
    await declare(organisation.officer, organisation.officer, 'connected');
    expect(await declare(organisation.officer, organisation.officer, 'knows')).toMatchObject({
      refusal: { code: 'INTEREST_NOT_LOWERED' },
    });
  });

  test('the chair rules on who knows them, or whoever takes the minutes says what the chair ruled; nobody on themselves', async () => {
    const [c, d, e, f] = organisation.panel;
    await attend(meetingId, c, c, d, e, f);
    const rule = (actor: Actor, of: Actor, ruling = 'stays', over: object = {}) =>
      inbox.send(actor, 'ruleOnInterest', meetingId, { applicationId, personId: of.personId, ruling, ...over });
    const ruled = async () =>
      (await inbox.look('select level, ruling from interest where meeting_id = $1', [meetingId]))[0];
    const refused = (code: string, field = '/personId') => ({ refusal: { code, field } });

    expect(await rule(organisation.officer, d)).toMatchObject(refused('RULING_WITHOUT_INTEREST'));
    await declare(d, d, 'knows');
    expect(await rule(d, d)).toMatchObject(refused('RULING_ON_YOURSELF'));
    expect(await rule(e, d)).toMatchObject(refused('RULING_NOT_YOURS'));
    expect(await rule(c, d, 'decides')).toMatchObject({ status: 'applied' });
    expect(await ruled()).toEqual({ level: 'knows', ruling: 'decides' });
    expect(await rule(organisation.officer, d, 'leaves')).toMatchObject({ status: 'applied' });
    await declare(d, d, 'knows'); // said again, it changes nothing
    expect(await ruled()).toEqual({ level: 'knows', ruling: 'leaves' });
    await declare(d, d, 'connected');
    expect(await ruled()).toEqual({ level: 'connected', ruling: null });
    expect(await rule(c, d)).toMatchObject(refused('RULING_WITHOUT_INTEREST'));

    // Who may not judge the application does not rule on who judges it.
    await declare(c, c, 'connected');
    await declare(e, e, 'knows');
    expect(await rule(c, e)).toMatchObject({ refusal: { code: 'CONNECTED_PERSON' } });
    const elsewhere = { applicationId: randomUUID() };
    expect(await rule(organisation.officer, e, 'stays', elsewhere)).toMatchObject(
      refused('APPLICATION_NOT_OF_POT', '/applicationId'),
    );
    // What is on record of somebody is as good as what they declare at the meeting.
    const [{ party_id } = { party_id: '' }] = await inbox.look<{ party_id: string }>(
      'select party_id from application where id = $1',
      [applicationId],
    );
    await inbox.done(organisation.officer, 'connectToParty', party_id, { personId: f.personId, kind: 'knows' });
    expect(await rule(organisation.officer, f, 'decides')).toMatchObject({ status: 'applied' });
  });

  test('the item is one of the meeting’s pot, and the person known', async () => {
    const other = await aPot(inbox, organisation, { budgetPence: 100 });
    const { partyId, applicant } = await aGroup(inbox, organisation);
    const elsewhere = await anApplicationRow(inbox, { potId: other.potId, partyId, applicant, stage: 'assessing' });
    const [c] = organisation.panel;
    for (const unfit of [elsewhere, randomUUID()]) {
      expect(await declare(c, c, 'knows', { applicationId: unfit })).toMatchObject({
        refusal: { code: 'APPLICATION_NOT_OF_POT', field: '/applicationId' },
      });
    }
    const nobody = { tenantId: organisation.tenantId, personId: randomUUID() };
    expect(await declare(organisation.officer, nobody, 'knows')).toMatchObject({
      refusal: { code: 'PERSON_UNKNOWN', field: '/personId' },
    });
  });
});

describe('the end of a meeting', () => {
  const end = (meetingId: string, body: object = {}) => inbox.send(organisation.officer, 'endMeeting', meetingId, body);

  test('it was held by somebody, and the next is later', async () => {
    const [c, d, e] = organisation.panel;
    const meetingId = await aMeeting();
    expect(await end(meetingId)).toMatchObject({ refusal: { code: 'ATTENDANCE_MISSING' } });
    await attend(meetingId, c, c, d, e);
    expect(await end(meetingId, { nextMeetingOn: '2027-02-05' })).toMatchObject({
      refusal: { code: 'NEXT_MEETING_NOT_LATER', field: '/nextMeetingOn' },
    });
    expect(await end(meetingId, { nextMeetingOn: '2027-03-17' })).toMatchObject({ status: 'applied' });
    expect(await inbox.look('select state, next_meeting_on::text from meeting where id = $1', [meetingId])).toEqual([
      { state: 'held', next_meeting_on: '2027-03-17' },
    ]);
    expect(await attend(meetingId, c, c)).toMatchObject({ refusal: { code: 'TRANSITION_NOT_ALLOWED' } });
  });
});
