import { randomUUID } from 'node:crypto';

import { addToDate, endOfDay, londonDate, type Instant } from '../../src/domain/calendar/calendar';
import type { Deadline } from '../../src/domain/calendar/deadlines';
import { pence } from '../../src/domain/money/money';
import { withPanel, type Application } from '../builders/application';
import { aMeeting, anAward } from '../builders/award';
import { aGroup } from '../builders/group';
import { aPerson } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { aSetting, type Setting } from '../builders/setting';
import { assertBooksBalance } from '../support/books';
import { openInbox, type Actor, type Inbox } from '../support/inbox';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterEach(() => assertBooksBalance(inbox));
afterAll(async () => {
  await inbox.close();
});

const clockIn = async (seconds: number): Promise<Instant> => {
  const [row] = await inbox.look<{ at: Date }>('select app.now() + make_interval(secs => $1) as at', [seconds]);
  return row!.at.toISOString() as Instant;
};
const today = async () => londonDate(await clockIn(0));
const rowOf = async (grantId: string) =>
  (
    await inbox.look<Record<string, unknown> & { deadlines: Deadline[] }>('select * from application where id = $1', [
      grantId,
    ])
  )[0]!;
const awardOf = async (grantId: string) =>
  (
    await inbox.look<Record<string, unknown>>(
      'select awarded_pence::int, came_back_pence::int, needs_new_budget, decided_on::text, ended_at from award where id = $1',
      [grantId],
    )
  )[0];
const balance = async (code: string) =>
  (await inbox.look<{ balance: number }>('select balance::int from account where code = $1', [code]))[0]?.balance ?? 0;
const available = (potId: string) => balance(`budget/available/pot/${potId}`);
const committed = (grantId: string) => balance(`budget/committed/grant/${grantId}`);
const templatesOf = async (grantId: string) =>
  (await inbox.look<{ template: string }>('select distinct template from outbox where subject_id = $1', [grantId])).map(
    ({ template }) => template,
  );

/** A group's application before a panel of three in a meeting. */
const before = async (setting: Setting, askedPence = 150_000): Promise<Application & { meetingId: string }> => {
  const application = await withPanel(inbox, { ...setting, askedPence });
  return {
    ...application,
    meetingId: await aMeeting(inbox, setting.organisation, setting.potId, setting.organisation.panel.slice(0, 3)),
  };
};
const decide = (actor: Actor, grantId: string, body: object) => inbox.send(actor, 'decide', grantId, body);
const refusalOf = async (actor: Actor, grantId: string, body: object) => (await decide(actor, grantId, body)).refusal;

describe('an award', () => {
  it('reserves the pot’s budget, keeps the policy’s version, and is an offer until its day', async () => {
    const setting = await aSetting(inbox, { offer: { validFor: 'P28D', remindBefore: ['P14D', 'P3D'] } });
    const { organisation, potId } = setting;
    const { grantId, meetingId } = await before(setting);
    await inbox.done(organisation.manager, 'publishPolicy', potId, {
      policy: aPolicy({ ceilingPence: pence(180_000) }),
    });
    const answer = await decide(organisation.officer, grantId, { meetingId, outcome: 'award' });

    const acceptBy = endOfDay(addToDate(await today(), 'P28D'));
    expect(answer).toMatchObject({
      status: 'applied',
      result: { amountPence: 150_000, acceptBy },
      standing: { phase: 'offer' },
    });
    const row = await rowOf(grantId);
    expect(row).toMatchObject({ stage: 'offered', policy_version: 2, final: false });
    expect(row.deadlines.map(({ name, steps }) => [name, steps.map(({ command }) => command)])).toEqual([
      ['offer', ['remindOffer', 'remindOffer', 'lapseOffer']],
    ]);
    expect(await awardOf(grantId)).toEqual({
      awarded_pence: 150_000,
      came_back_pence: 0,
      needs_new_budget: false,
      decided_on: await today(),
      ended_at: null,
    });
    expect([await available(potId), await committed(grantId)]).toEqual([1_850_000, 150_000]);
    const counted = organisation.panel
      .slice(0, 3)
      .map(({ personId }) => personId)
      .toSorted();
    const [decision] = await inbox.look(
      'select outcome, amount_pence::int, meeting_id, recorded_by, counted from decision where application_id = $1',
      [grantId],
    );
    expect(decision).toEqual({
      outcome: 'award',
      amount_pence: 150_000,
      meeting_id: meetingId,
      recorded_by: organisation.officer.personId,
      counted,
    });
    const duties = await inbox.look<{ person_id: string }>(
      "select person_id from duty where subject_id = $1 and duty = 'decided with panel' order by person_id",
      [grantId],
    );
    expect(duties.map(({ person_id }) => person_id)).toEqual(counted);
    expect(await templatesOf(grantId)).toContain('offer-made');
    expect(await inbox.look('select state, due_at from report where grant_id = $1', [grantId])).toEqual([
      { state: 'not_due', due_at: null },
    ]);
  });

  it('of less makes the group agree budget and targets anew', async () => {
    const setting = await aSetting(inbox);
    const { grantId, meetingId } = await before(setting);
    await decide(setting.organisation.officer, grantId, { meetingId, outcome: 'award_less', amountPence: 90_000 });
    expect(await awardOf(grantId)).toMatchObject({ awarded_pence: 90_000, needs_new_budget: true });
  });

  it('with conditions keeps each with its own time, and may be of less too', async () => {
    const setting = await aSetting(inbox);
    const { grantId, meetingId } = await before(setting);
    const conditions = [
      { wording: 'Open an account.' },
      { wording: 'Adopt a safeguarding policy.', dueWithin: 'P14D' },
    ];
    await decide(setting.organisation.officer, grantId, {
      meetingId,
      outcome: 'award_with_conditions',
      amountPence: 140_000,
      conditions,
    });
    expect(await awardOf(grantId)).toMatchObject({ awarded_pence: 140_000, needs_new_budget: true });
    const rows = await inbox.look(
      'select number, wording, due_within, due_at, state from condition where grant_id = $1 order by number',
      [grantId],
    );
    expect(rows).toEqual([
      { number: 1, wording: 'Open an account.', due_within: null, due_at: null, state: 'open' },
      { number: 2, wording: 'Adopt a safeguarding policy.', due_within: 'P14D', due_at: null, state: 'open' },
    ]);
  });

  it('that says something impossible is refused with everything that is wrong', async () => {
    const setting = await aSetting(inbox);
    const { grantId, meetingId } = await before(setting);
    const refusal = await refusalOf(setting.organisation.officer, grantId, {
      meetingId,
      outcome: 'award',
      amountPence: 150_001,
      conditions: [{ wording: '' }],
    });
    expect([refusal, ...(refusal?.also ?? [])].map((one) => one?.code)).toEqual([
      'AWARD_OVER_ASKED',
      'CONDITIONS_UNWANTED',
    ]);
    expect(await inbox.look('select from decision where application_id = $1', [grantId])).toEqual([]);
  });

  it('pays for nothing before its day, unless the panel moves the first day', async () => {
    const setting = await aSetting(inbox);
    const start = addToDate(await today(), 'P1D');
    const application = await withPanel(inbox, { ...setting, askedPence: 50_000, content: { startsOn: start } });
    await inbox.moveClockTo(await clockIn(3 * 86_400));
    const meetingId = await aMeeting(inbox, setting.organisation, setting.potId, setting.organisation.panel);
    const { officer } = setting.organisation;
    const award = { meetingId, outcome: 'award' };
    expect(await refusalOf(officer, application.grantId, award)).toMatchObject({
      code: 'COSTS_BEFORE_DECISION',
      field: '/startsOn',
      facts: { earliestOn: await today() },
    });
    expect(await refusalOf(officer, application.grantId, { ...award, startsOn: '2031-07-01' })).toMatchObject({
      code: 'DATES_REVERSED',
    });
    await inbox.done(officer, 'decide', application.grantId, { ...award, startsOn: await today() });
    const [kept] = await inbox.look(
      "select content ->> 'startsOn' as starts_on, content ->> 'purpose' is not null as whole from application_content where application_id = $1",
      [application.grantId],
    );
    expect(kept).toEqual({ starts_on: await today(), whole: true });
  });

  it('of more than is left in the pot is refused with what is left', async () => {
    const setting = await aSetting(inbox, {}, { budgetPence: 149_999 });
    const { grantId, meetingId } = await before(setting);
    const { officer } = setting.organisation;
    expect(await refusalOf(officer, grantId, { meetingId, outcome: 'award' })).toMatchObject({
      code: 'POT_EXHAUSTED',
      facts: { leftPence: 149_999 },
    });
    expect(await rowOf(grantId)).toMatchObject({ stage: 'assessing' });
    expect(await awardOf(grantId)).toBeUndefined();
    await inbox.done(officer, 'decide', grantId, { meetingId, outcome: 'award_less', amountPence: 149_999 });
    expect(await available(setting.potId)).toBe(0);
  });

  it('counts against the group’s cap over all pots of the organisation, and no longer once it came back', async () => {
    const setting = await aSetting(inbox);
    const { organisation, group } = setting;
    const first = await anAward(inbox, { ...setting, askedPence: 150_000 });
    const otherPot = await aPot(inbox, organisation, { budgetPence: 1_000_000 });
    const second = await before({ ...setting, potId: otherPot.potId }, 60_000);
    const award = { meetingId: second.meetingId, outcome: 'award' };
    expect(await refusalOf(organisation.officer, second.grantId, award)).toMatchObject({
      code: 'GROUP_CAP_EXCEEDED',
      facts: {
        awardablePence: 50_000,
        capPence: 200_000,
        period: '12 months',
        moreFromOn: addToDate(await today(), 'P12M'),
      },
    });
    const otherGroup = await aGroup(inbox, organisation, { name: 'Dorset Reclaim' });
    const third = await before({ ...setting, group: otherGroup }, 60_000);
    await inbox.done(organisation.officer, 'decide', third.grantId, { ...award, meetingId: third.meetingId });
    await inbox.done(group.applicant, 'withdraw', first.grantId, {});
    await inbox.done(organisation.officer, 'decide', second.grantId, award);
  });

  it('that its group withdraws from can be awarded again at once', async () => {
    const setting = await aSetting(inbox);
    const { grantId } = await anAward(inbox, { ...setting, askedPence: 150_000 });
    const answer = await inbox.done(setting.group.applicant, 'withdraw', grantId, { reason: 'Another funder pays.' });
    expect(answer.standing).toMatchObject({ phase: 'over', final: true, next: [] });
    expect([await available(setting.potId), await committed(grantId)]).toEqual([2_000_000, 0]);
    expect(await awardOf(grantId)).toMatchObject({ came_back_pence: 150_000, ended_at: expect.any(Date) as Date });
  });

  it('is not made while everything is on hold', async () => {
    const setting = await aSetting(inbox);
    const { grantId, meetingId } = await before(setting);
    await inbox.done(setting.organisation.manager, 'hold', grantId, { reason: 'A worry.' });
    expect(await refusalOf(setting.organisation.officer, grantId, { meetingId, outcome: 'award' })).toMatchObject({
      code: 'ON_HOLD',
    });
  });

  it('ends what was still asked of the group', async () => {
    const setting = await aSetting(inbox);
    const { grantId, meetingId } = await before(setting);
    await inbox.done(setting.organisation.officer, 'askQuestion', grantId, { question: 'Which hall?' });
    await inbox.done(setting.organisation.officer, 'decide', grantId, { meetingId, outcome: 'award' });
    const row = await rowOf(grantId);
    expect(row).toMatchObject({ paused_since: null });
    expect(row.deadlines.map(({ name }) => name)).toEqual(['offer']);
  });
});

describe('a no', () => {
  it('that is a “not yet” is final, with reasons', async () => {
    const setting = await aSetting(inbox);
    const { grantId, meetingId } = await before(setting);
    const { officer } = setting.organisation;
    expect(await refusalOf(officer, grantId, { meetingId, outcome: 'not_yet' })).toMatchObject({
      code: 'REASON_MISSING',
      field: '/reasons',
    });
    const answer = await decide(officer, grantId, { meetingId, outcome: 'not_yet', reasons: 'Find a hall first.' });
    expect(answer).toMatchObject({ status: 'applied', standing: { phase: 'over', final: true } });
    expect(await templatesOf(grantId)).toContain('application-not-yet');
    const [text] = await inbox.look(
      "select t.text from event_text t join event e on e.id = t.event_id where e.grant_id = $1 and e.type = 'decision_made'",
      [grantId],
    );
    expect(text).toEqual({ text: 'Find a hall first.' });
    expect([await available(setting.potId), await awardOf(grantId)]).toEqual([2_000_000, undefined]);
  });

  it('that is a refusal is final once nobody has appealed in time', async () => {
    const setting = await aSetting(inbox, { appealWithin: 'P28D' });
    const { grantId, meetingId } = await before(setting);
    const answer = await decide(setting.organisation.officer, grantId, {
      meetingId,
      outcome: 'refuse',
      reasons: 'It is not what the pot is for.',
    });
    expect(answer).toMatchObject({
      standing: {
        phase: 'assessment',
        final: false,
        next: [{ command: 'endAppealWindow', at: endOfDay(addToDate(await today(), 'P28D')) }],
      },
    });
    await inbox.moveClockTo(await clockIn(30 * 86_400));
    expect(await inbox.applyDueNow(setting.organisation.tenantId, 'grant', grantId)).toMatchObject({
      phase: 'over',
      final: true,
      next: [],
    });
    const late = await inbox.send(setting.group.applicant, 'appeal', grantId, { reason: 'It is.' });
    expect(late.refusal).toMatchObject({ code: 'REFUSAL_FINAL' });
  });
});

describe('the panel', () => {
  const award = { outcome: 'award' };

  it('decides in a meeting of its own pot that is going on, with somebody in the chair', async () => {
    const setting = await aSetting(inbox);
    const { organisation, potId } = setting;
    const { officer, panel } = organisation;
    const { grantId } = await withPanel(inbox, { ...setting, askedPence: 50_000 });
    const otherPot = await aPot(inbox, organisation, { budgetPence: 100_000 });
    const elsewhere = await aMeeting(inbox, organisation, otherPot.potId, panel);
    expect(await refusalOf(officer, grantId, { ...award, meetingId: elsewhere })).toMatchObject({
      code: 'MEETING_UNKNOWN',
      field: '/meetingId',
    });
    expect(await refusalOf(officer, grantId, { ...award, meetingId: randomUUID() })).toMatchObject({
      code: 'MEETING_UNKNOWN',
    });

    const planned = await inbox.done(officer, 'planMeeting', null, { potId, startsAt: await clockIn(0), online: true });
    expect(await refusalOf(officer, grantId, { ...award, meetingId: planned.subjectId })).toMatchObject({
      code: 'MEETING_WITHOUT_CHAIR',
    });
    const ended = await aMeeting(inbox, organisation, potId, panel);
    await inbox.done(officer, 'endMeeting', ended, {});
    expect(await refusalOf(officer, grantId, { ...award, meetingId: ended })).toMatchObject({ code: 'MEETING_ENDED' });
  });

  it('counts who is present and unconnected, by interests declared at the item too', async () => {
    const setting = await aSetting(inbox);
    const { organisation } = setting;
    const { officer, panel } = organisation;
    const { grantId, meetingId } = await before(setting);
    await inbox.done(panel[1], 'declareInterest', meetingId, {
      applicationId: grantId,
      personId: panel[1].personId,
      level: 'connected',
    });
    expect(await refusalOf(officer, grantId, { ...award, meetingId })).toMatchObject({
      code: 'QUORUM_NOT_MET',
      facts: { counted: 2, quorum: 3 },
    });
    await inbox.done(officer, 'recordAttendance', meetingId, {
      chairId: panel[0].personId,
      personIds: panel.map(({ personId }) => personId),
    });
    await inbox.done(panel[2], 'declareInterest', meetingId, {
      applicationId: grantId,
      personId: panel[2].personId,
      level: 'knows',
    });
    expect(await refusalOf(officer, grantId, { ...award, meetingId })).toMatchObject({
      code: 'RULING_MISSING',
      field: '/meetingId',
    });
    const rule = (ruling: string) =>
      inbox.send(officer, 'ruleOnInterest', meetingId, { applicationId: grantId, personId: panel[2].personId, ruling });
    await rule('stays');
    expect(await refusalOf(officer, grantId, { ...award, meetingId })).toMatchObject({
      code: 'QUORUM_NOT_MET',
      facts: { counted: 2 },
    });
    // Only what the chair of this meeting ruled counts here.
    const another = await aMeeting(inbox, organisation, setting.potId, panel);
    expect(await refusalOf(officer, grantId, { ...award, meetingId: another })).toMatchObject({
      code: 'RULING_MISSING',
    });
    await rule('decides');
    await inbox.done(officer, 'decide', grantId, { ...award, meetingId });
    expect(await rule('leaves')).toMatchObject({
      refusal: { code: 'RULING_AFTER_DECISION', field: '/applicationId' },
    });
    const [decision] = await inbox.look<{ counted: string[] }>(
      'select counted from decision where application_id = $1',
      [grantId],
    );
    expect(decision!.counted).toEqual([panel[0], panel[2], panel[3]].map(({ personId }) => personId).toSorted());
  });

  it('does not count who has left it since', async () => {
    const setting = await aSetting(inbox);
    const { grantId, meetingId } = await before(setting);
    const { officer, manager, panel } = setting.organisation;
    const [role] = await inbox.look<{ id: string }>('select id from role where person_id = $1', [panel[2].personId]);
    await inbox.done(manager, 'endRole', panel[2].personId, { roleId: role!.id });
    expect(await refusalOf(officer, grantId, { ...award, meetingId })).toMatchObject({
      code: 'QUORUM_NOT_MET',
      facts: { counted: 2 },
    });
  });

  it('has its decision recorded by an officer who neither helped to write the application nor is connected', async () => {
    const setting = await aSetting(inbox);
    const { organisation, group } = setting;
    const { officer, secondOfficer, manager } = organisation;
    const { grantId, meetingId } = await before(setting);
    await inbox.done(manager, 'recordHelp', grantId, { officerId: officer.personId });
    await inbox.done(manager, 'connectToParty', group.partyId, { personId: secondOfficer.personId, kind: 'family' });
    expect(await refusalOf(officer, grantId, { ...award, meetingId })).toMatchObject({ code: 'SAME_PERSON' });
    expect(await refusalOf(secondOfficer, grantId, { ...award, meetingId })).toMatchObject({
      code: 'CONNECTED_PERSON',
    });
    await inbox.done(manager, 'decide', grantId, { ...award, meetingId });
  });

  it('does not count a member who helped to write the application', async () => {
    const setting = await aSetting(inbox);
    const { organisation, potId } = setting;
    const { manager, officer, panel, tenantId } = organisation;
    const both = await aPerson(inbox, tenantId, 'Officer and member', [
      { role: 'grants_officer' },
      { role: 'panel_member' },
    ]);
    const { grantId } = await withPanel(inbox, { ...setting, askedPence: 50_000 });
    await inbox.done(manager, 'recordHelp', grantId, { officerId: both.personId });
    const meetingId = await aMeeting(inbox, organisation, potId, [panel[0], panel[1], both]);
    expect(await refusalOf(officer, grantId, { ...award, meetingId })).toMatchObject({
      code: 'QUORUM_NOT_MET',
      facts: { counted: 2 },
    });
  });

  it('may be one person, up to what is delegated', async () => {
    const setting = await aSetting(inbox, { decision: { delegatedUpToPence: pence(50_000) } });
    const { organisation } = setting;
    const { officer, secondOfficer, manager } = organisation;
    const alone = { meetingId: null, outcome: 'award' };
    const large = await withPanel(inbox, { ...setting, askedPence: 50_001 });
    expect(await refusalOf(officer, large.grantId, alone)).toMatchObject({
      code: 'NOT_DELEGATED',
      facts: { limitPence: 50_000 },
    });
    expect(await refusalOf(officer, large.grantId, { ...alone, outcome: 'refuse', reasons: 'No.' })).toMatchObject({
      code: 'NOT_DELEGATED',
    });
    await inbox.done(officer, 'decide', large.grantId, { ...alone, outcome: 'award_less', amountPence: 50_000 });

    const small = await withPanel(inbox, { ...setting, askedPence: 20_000 });
    await inbox.done(manager, 'recordHelp', small.grantId, { officerId: secondOfficer.personId });
    expect(await refusalOf(secondOfficer, small.grantId, alone)).toMatchObject({ code: 'SAME_PERSON' });
    await inbox.done(manager, 'decide', small.grantId, alone);
    const duties = await inbox.look("select person_id from duty where subject_id = $1 and duty = 'decided alone'", [
      small.grantId,
    ]);
    expect(duties).toEqual([{ person_id: manager.personId }]);
    const [decision] = await inbox.look('select meeting_id, counted from decision where application_id = $1', [
      small.grantId,
    ]);
    expect(decision).toEqual({ meeting_id: null, counted: [manager.personId] });
  });

  it('is asked where nothing is delegated', async () => {
    const setting = await aSetting(inbox);
    const { grantId } = await withPanel(inbox, { ...setting, askedPence: 1_000 });
    expect(await refusalOf(setting.organisation.manager, grantId, { meetingId: null, outcome: 'award' })).toMatchObject(
      { code: 'NOT_DELEGATED' },
    );
  });
});

describe('the same application under two policies', () => {
  it('gets two answers, each by its own', async () => {
    const setting = await aSetting(inbox, {
      decision: { delegatedUpToPence: pence(50_000) },
      offer: { validFor: 'P28D' },
    });
    const { organisation } = setting;
    const strict = aPolicy({
      ceilingPence: pence(40_000),
      decision: { quorum: 2 },
      offer: { validFor: 'P7D', remindBefore: ['P3D'] },
    });
    const otherPot = await aPot(inbox, organisation, {
      budgetPence: 100_000,
      policy: aPolicy({ decision: { quorum: 2 } }),
    });
    const alone = { meetingId: null, outcome: 'award' };
    const easy = await withPanel(inbox, { ...setting, askedPence: 50_000 });
    const hard = await withPanel(inbox, { ...setting, potId: otherPot.potId, askedPence: 50_000 });
    const answer = await decide(organisation.officer, easy.grantId, alone);
    expect(answer.result).toMatchObject({ acceptBy: endOfDay(addToDate(await today(), 'P28D')) });
    expect(await refusalOf(organisation.officer, hard.grantId, alone)).toMatchObject({
      code: 'NOT_DELEGATED',
      facts: { limitPence: 0 },
    });

    await inbox.done(organisation.manager, 'publishPolicy', otherPot.potId, { policy: strict });
    const meetingId = await aMeeting(inbox, organisation, otherPot.potId, organisation.panel.slice(0, 2));
    expect(await refusalOf(organisation.officer, hard.grantId, { meetingId, outcome: 'award' })).toMatchObject({
      code: 'AWARD_OVER_CEILING',
      facts: { ceilingPence: 40_000 },
    });
    const less = await decide(organisation.officer, hard.grantId, {
      meetingId,
      outcome: 'award_less',
      amountPence: 40_000,
    });
    expect(less.result).toMatchObject({ acceptBy: endOfDay(addToDate(await today(), 'P7D')) });
  });
});

describe('an appeal', () => {
  const refusedIn = async (setting: Setting) => {
    const application = await before(setting, 40_000);
    const refusal = { meetingId: application.meetingId, outcome: 'refuse', reasons: 'There is no hall.' };
    await inbox.done(setting.organisation.officer, 'decide', application.grantId, refusal);
    await inbox.done(setting.group.secretary, 'appeal', application.grantId, { reason: 'There is.' });
    return application;
  };

  it('brings the application back before others than those who refused it', async () => {
    const setting = await aSetting(inbox, { decision: { quorum: 2 } });
    const { organisation, potId } = setting;
    const { officer, panel, tenantId } = organisation;
    const { grantId, meetingId } = await refusedIn(setting);
    const row = await rowOf(grantId);
    expect(row).toMatchObject({ stage: 'assessing', appealed: true, final: false });
    expect(row.deadlines.map(({ name }) => name)).toEqual(['decision']);
    expect(await templatesOf(grantId)).toContain('appeal-made');

    expect(await refusalOf(officer, grantId, { meetingId, outcome: 'award' })).toMatchObject({
      code: 'APPEAL_NEEDS_OTHERS',
      facts: { counted: 0, quorum: 2 },
    });
    const fifth = await aPerson(inbox, tenantId, 'Member G', [{ role: 'panel_member' }]);
    const others = await aMeeting(inbox, organisation, potId, [...panel, fifth]);
    await inbox.done(officer, 'decide', grantId, { meetingId: others, outcome: 'award' });
    const duties = await inbox.look<{ person_id: string }>(
      "select person_id from duty where subject_id = $1 and duty = 'decided appeal' order by person_id",
      [grantId],
    );
    expect(duties.map(({ person_id }) => person_id)).toEqual(
      [panel[3], fifth].map(({ personId }) => personId).toSorted(),
    );
  });

  it('is not decided alone by who decided alone before, and is final at once', async () => {
    const setting = await aSetting(inbox, { decision: { delegatedUpToPence: pence(50_000) } });
    const { organisation, group } = setting;
    const { grantId } = await withPanel(inbox, { ...setting, askedPence: 40_000 });
    const refusal = { meetingId: null, outcome: 'refuse', reasons: 'There is no hall.' };
    await inbox.done(organisation.officer, 'decide', grantId, refusal);
    await inbox.done(group.applicant, 'appeal', grantId, { reason: 'There is.' });
    expect(await refusalOf(organisation.officer, grantId, refusal)).toMatchObject({ code: 'DECIDED_BEFORE' });
    const answer = await decide(organisation.manager, grantId, refusal);
    expect(answer).toMatchObject({ status: 'applied', standing: { phase: 'over', final: true, next: [] } });
    const again = await inbox.send(group.applicant, 'appeal', grantId, { reason: 'Still.' });
    expect(again.refusal).toMatchObject({ code: 'REFUSAL_FINAL' });
  });
});
