import { randomUUID } from 'node:crypto';

import { endOfDay, addToDate, londonDate, type Instant } from '../../src/domain/calendar/calendar';
import type { Deadline } from '../../src/domain/calendar/deadlines';
import { defaultPolicy } from '../../src/domain/policy/policy';
import { anApplication, inChecking, submitted, withPanel } from '../builders/application';
import { aGroup, aMember } from '../builders/group';
import { aPerson } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aSetting } from '../builders/setting';
import { openInbox, type Actor, type Inbox } from '../support/inbox';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(async () => {
  await inbox.close();
});

const clockIn = async (seconds: number): Promise<Instant> => {
  const [row] = await inbox.look<{ at: Date }>('select app.now() + make_interval(secs => $1) as at', [seconds]);
  return row!.at.toISOString() as Instant;
};
const hour = 3_600;
const daysAgo = async (days: number) => londonDate(await clockIn(-days * 24 * hour));
const rowOf = async (grantId: string) =>
  (
    await inbox.look<Record<string, unknown> & { deadlines: Deadline[] }>('select * from application where id = $1', [
      grantId,
    ])
  )[0]!;
const deadlineOf = async (grantId: string, name: string) =>
  (await rowOf(grantId)).deadlines.find((one) => one.name === name);
const templatesOf = async (grantId: string) =>
  (await inbox.look<{ template: string }>('select distinct template from outbox where subject_id = $1', [grantId])).map(
    ({ template }) => template,
  );
const refusalOf = async (actor: Actor, command: Parameters<Inbox['send']>[1], grantId: string, body: object = {}) =>
  (await inbox.send(actor, command, grantId, body)).refusal;

describe('an officer who takes up an application', () => {
  it('becomes its owner', async () => {
    const setting = await aSetting(inbox);
    const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    expect(await rowOf(grantId)).toMatchObject({ stage: 'checking', owner_id: setting.organisation.officer.personId });
  });

  it('has neither helped to write it nor is connected to the group, and does nothing of its assessment', async () => {
    const setting = await aSetting(inbox, { checks: [{ kind: 'accounts', validFor: 'P12M' }] });
    const { organisation, group } = setting;
    const { grantId } = await submitted(inbox, { ...setting, askedPence: 50_000 });
    const { officer, secondOfficer, manager, panel } = organisation;
    await inbox.done(manager, 'recordHelp', grantId, { officerId: officer.personId });
    await inbox.done(manager, 'connectPersons', secondOfficer.personId, {
      otherPersonId: group.treasurer.personId,
      kind: 'household',
    });
    expect(await refusalOf(officer, 'startChecking', grantId)).toMatchObject({ code: 'SAME_PERSON' });
    expect(await refusalOf(secondOfficer, 'startChecking', grantId)).toMatchObject({ code: 'CONNECTED_PERSON' });

    const third = await aPerson(inbox, organisation.tenantId, 'Third Officer', [{ role: 'grants_officer' }]);
    await inbox.done(third, 'startChecking', grantId);
    const seenOn = await daysAgo(1);
    for (const barred of [officer, secondOfficer]) {
      const code = barred === officer ? 'SAME_PERSON' : 'CONNECTED_PERSON';
      expect(await refusalOf(barred, 'recordCheck', grantId, { kind: 'accounts', passed: true, seenOn })).toMatchObject(
        { code },
      );
      expect(await refusalOf(barred, 'passToPanel', grantId)).toMatchObject({ code });
      expect(await refusalOf(barred, 'declareIneligible', grantId, { reason: 'No.' })).toMatchObject({ code });
    }
    expect(await refusalOf(manager, 'recordHelp', grantId, { officerId: panel[0].personId })).toMatchObject({
      code: 'HELPER_NOT_OFFICER',
    });
    const events = await inbox.look('select after from event where grant_id = $1 and type = $2', [
      grantId,
      'help_recorded',
    ]);
    expect(events).toEqual([{ after: { officerId: officer.personId } }]);
  });

  it('who acts for the group is connected to it, though nobody wrote that down', async () => {
    const setting = await aSetting(inbox);
    const { organisation, group } = setting;
    const { grantId } = await submitted(inbox, { ...setting, askedPence: 50_000 });
    await inbox.done(organisation.administrator, 'grantRole', organisation.secondOfficer.personId, {
      role: 'applicant',
      partyId: group.partyId,
    });
    expect(await refusalOf(organisation.secondOfficer, 'startChecking', grantId)).toMatchObject({
      code: 'CONNECTED_PERSON',
    });
  });
});

describe('a check', () => {
  it('must be wanted, seen by now, and still count', async () => {
    const setting = await aSetting(inbox, { checks: [{ kind: 'recent_bank_statement', validFor: 'P3M' }] });
    const { officer } = setting.organisation;
    const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    const record = (body: object) =>
      refusalOf(officer, 'recordCheck', grantId, { kind: 'recent_bank_statement', passed: true, ...body });
    const today = await daysAgo(0);
    expect(await record({ kind: 'accounts', seenOn: today })).toMatchObject({
      code: 'CHECK_NOT_WANTED',
      field: '/kind',
    });
    expect(await record({ seenOn: await daysAgo(-2) })).toMatchObject({
      code: 'CHECK_SEEN_IN_FUTURE',
      field: '/seenOn',
    });
    const old = await daysAgo(120);
    expect(await record({ seenOn: old })).toMatchObject({
      code: 'CHECK_TOO_OLD',
      facts: { expiresOn: addToDate(old, 'P3M') },
    });
    expect(await record({ seenOn: old, passed: false })).toBeUndefined();
    const answer = await inbox.done(officer, 'recordCheck', grantId, {
      kind: 'recent_bank_statement',
      passed: true,
      seenOn: today,
    });
    expect(answer.result).toEqual({ expiresOn: addToDate(today, 'P3M') });
  });

  it('of committee and signatories must follow from who is known to be on them, and how they are related', async () => {
    const setting = await aSetting(inbox, {
      checks: [
        { kind: 'three_unrelated_committee_members', validFor: 'P12M' },
        { kind: 'two_unrelated_signatories', validFor: 'P12M' },
      ],
    });
    const { organisation, group } = setting;
    const { officer, manager } = organisation;
    const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    const seenOn = await daysAgo(0);
    const record = (kind: string) => refusalOf(officer, 'recordCheck', grantId, { kind, passed: true, seenOn });
    expect(await record('three_unrelated_committee_members')).toBeUndefined();
    expect(await record('two_unrelated_signatories')).toBeUndefined();

    // Chair and secretary, who sign, turn out to live together.
    await inbox.done(manager, 'connectPersons', group.applicant.personId, {
      otherPersonId: group.secretary.personId,
      kind: 'household',
    });
    expect(await record('three_unrelated_committee_members')).toMatchObject({
      code: 'COMMITTEE_NOT_UNRELATED',
      facts: { found: 2, needed: 3 },
    });
    expect(await record('two_unrelated_signatories')).toMatchObject({
      code: 'SIGNATORIES_NOT_UNRELATED',
      facts: { found: 1, needed: 2 },
    });

    const fourth = await aMember(inbox, organisation, group.partyId, { name: 'Fourth member', role: 'applicant' });
    await inbox.done(manager, 'connectToParty', group.partyId, {
      personId: fourth.personId,
      kind: 'committee',
      signatory: true,
    });
    expect(await record('three_unrelated_committee_members')).toBeUndefined();
    expect(await record('two_unrelated_signatories')).toBeUndefined();
  });

  it('that was passed counts for the group’s next application until it expires, or is taken back', async () => {
    const setting = await aSetting(inbox, { checks: [{ kind: 'accounts', validFor: 'P12M' }] });
    const { officer } = setting.organisation;
    const first = await withPanel(inbox, { ...setting, askedPence: 50_000 });
    const second = await inChecking(inbox, { ...setting, askedPence: 60_000 });
    await inbox.done(officer, 'passToPanel', second.grantId);

    const third = await inChecking(inbox, { ...setting, askedPence: 70_000 });
    const seenOn = await daysAgo(0);
    await inbox.done(officer, 'recordCheck', first.grantId, { kind: 'accounts', passed: false, seenOn });
    expect(await refusalOf(officer, 'passToPanel', third.grantId)).toMatchObject({
      code: 'CHECKS_MISSING',
      facts: { missing: ['accounts'] },
    });
    await inbox.done(officer, 'recordCheck', third.grantId, { kind: 'accounts', passed: true, seenOn });
    await inbox.moveClockTo(await clockIn(366 * 24 * hour));
    expect(await refusalOf(officer, 'passToPanel', third.grantId)).toMatchObject({ code: 'CHECKS_MISSING' });
  });

  it('of safeguarding is wanted only where children or adults at risk come', async () => {
    const setting = await aSetting(inbox, {
      checks: [{ kind: 'safeguarding_policy', validFor: 'P12M', onlyIf: 'children or adults at risk' }],
    });
    const { officer } = setting.organisation;
    const without = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    const withThem = await inChecking(inbox, {
      ...setting,
      askedPence: 50_000,
      content: { childrenOrAdultsAtRisk: true },
    });
    await inbox.done(officer, 'passToPanel', without.grantId);
    expect(await refusalOf(officer, 'passToPanel', withThem.grantId)).toMatchObject({
      facts: { missing: ['safeguarding_policy'] },
    });
  });

  it('list of a new pot keeps an application from the panel until all six are passed', async () => {
    const setting = await aSetting(inbox, { checks: defaultPolicy.checks });
    const { officer } = setting.organisation;
    const facts = { ...setting, askedPence: 50_000, content: { childrenOrAdultsAtRisk: true } };
    const { grantId } = await inChecking(inbox, facts);
    const kinds = defaultPolicy.checks.map(({ kind }) => kind);
    expect(await refusalOf(officer, 'passToPanel', grantId)).toMatchObject({
      code: 'CHECKS_MISSING',
      facts: { missing: kinds },
    });
    const seenOn = await daysAgo(0);
    for (const kind of kinds) await inbox.done(officer, 'recordCheck', grantId, { kind, passed: true, seenOn });
    await inbox.done(officer, 'passToPanel', grantId);
    expect(await rowOf(grantId)).toMatchObject({ stage: 'assessing' });
    expect(await deadlineOf(grantId, 'check')).toBeUndefined();
  });
});

describe('a question to the group', () => {
  const ask = async (officer: Actor, grantId: string) =>
    String((await inbox.done(officer, 'askQuestion', grantId, { question: 'Which hall?' })).result?.['questionId']);

  it('stops the clock of checking until the last one is answered', async () => {
    const setting = await aSetting(inbox, { checkWithin: 'PT10H', answerWithin: 'PT5H' });
    const { organisation, group } = setting;
    const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    const before = (await deadlineOf(grantId, 'check'))!;
    const one = await ask(organisation.officer, grantId);
    const other = await ask(organisation.officer, grantId);
    expect((await rowOf(grantId))['paused_since']).not.toBeNull();
    expect(await templatesOf(grantId)).toContain('question-asked');

    await inbox.moveClockTo(await clockIn(12 * hour));
    const standing = await inbox.applyDueNow(organisation.tenantId, 'grant', grantId);
    expect(standing.next).toEqual([]); // the group was reminded twice; checking waits
    expect((await templatesOf(grantId)).toSorted()).toEqual(
      expect.arrayContaining(['answer-overdue', 'answer-chased']),
    );
    expect(await templatesOf(grantId)).not.toContain('check-overdue');

    await inbox.done(group.secretary, 'answerQuestion', grantId, { questionId: one, answer: 'St Mary’s.' });
    expect((await rowOf(grantId))['paused_since']).not.toBeNull();
    await inbox.done(group.secretary, 'answerQuestion', grantId, { questionId: other, answer: 'Ours.' });
    expect((await rowOf(grantId))['paused_since']).toBeNull();
    const after = (await deadlineOf(grantId, 'check'))!;
    const late = (Date.parse(after.at) - Date.parse(before.at)) / 1_000;
    expect(late).toBeGreaterThanOrEqual(12 * hour);
    expect(late).toBeLessThan(12 * hour + 60);
    expect(await templatesOf(grantId)).toContain('question-answered');
    const events = await inbox.look<{ type: string }>('select type from event where grant_id = $1 order by sequence', [
      grantId,
    ]);
    expect(events.map(({ type }) => type)).toEqual([
      'application_submitted',
      'checking_started',
      'question_asked',
      'question_asked',
      'answer_chased',
      'answer_chased',
      'question_answered',
      'question_answered',
    ]);
  });

  it('is answered once, and keeps the application from the panel until then', async () => {
    const setting = await aSetting(inbox);
    const { organisation, group } = setting;
    const { officer } = organisation;
    const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    const questionId = await ask(officer, grantId);
    expect(await refusalOf(officer, 'passToPanel', grantId)).toMatchObject({
      code: 'QUESTION_OPEN',
      facts: { open: 1 },
    });
    const answer = { questionId, answer: 'The hall.' };
    expect(
      await refusalOf(group.applicant, 'answerQuestion', grantId, { ...answer, questionId: randomUUID() }),
    ).toMatchObject({ code: 'QUESTION_UNKNOWN' });
    expect(await refusalOf(officer, 'answerQuestion', grantId, answer)).toMatchObject({ code: 'NOT_YOURS_TO_DO' });
    await inbox.done(group.applicant, 'answerQuestion', grantId, answer);
    expect(await refusalOf(group.applicant, 'answerQuestion', grantId, answer)).toMatchObject({
      code: 'QUESTION_ANSWERED',
    });
    expect(await deadlineOf(grantId, 'answer')).toBeUndefined();
    await inbox.done(officer, 'passToPanel', grantId);
    const rows = await inbox.look('select question, answer, answered_by from question where application_id = $1', [
      grantId,
    ]);
    expect(rows).toEqual([{ question: 'Which hall?', answer: 'The hall.', answered_by: group.applicant.personId }]);
  });

  it('leaves its words beside the record', async () => {
    const setting = await aSetting(inbox);
    const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    await ask(setting.organisation.officer, grantId);
    const kept = await inbox.look<{ kept: string }>(
      "select coalesce(string_agg(e.before::text || e.after::text, ''), '') || coalesce(string_agg(c.outcome::text, ''), '') as kept from event e join command c on c.id = e.command_id where e.grant_id = $1",
      [grantId],
    );
    expect(kept[0]!.kept).not.toContain('Which hall');
  });

  it('and a hold that overlap count once, whichever began first', async () => {
    const orders: readonly (readonly string[])[] = [
      ['ask', 'hold', 'answer', 'release'],
      ['hold', 'ask', 'release', 'answer'],
      ['ask', 'hold', 'release', 'answer'],
      ['hold', 'ask', 'answer', 'release'],
    ];
    for (const order of orders) {
      const setting = await aSetting(inbox, { checkWithin: 'PT100H', answerWithin: 'PT50H' });
      const { organisation, group } = setting;
      const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
      const before = (await deadlineOf(grantId, 'check'))!;
      let questionId = '';
      for (const step of order) {
        if (step === 'ask') questionId = await ask(organisation.officer, grantId);
        if (step === 'answer')
          await inbox.done(group.applicant, 'answerQuestion', grantId, { questionId, answer: 'The hall.' });
        if (step === 'hold') await inbox.done(organisation.manager, 'hold', grantId, { reason: 'A worry.' });
        if (step === 'release')
          await inbox.done(organisation.manager, 'release', grantId, { reason: 'It was nothing.' });
        await inbox.moveClockTo(await clockIn(hour));
      }
      const moved = (Date.parse((await deadlineOf(grantId, 'check'))!.at) - Date.parse(before.at)) / 1_000;
      expect(moved).toBeGreaterThanOrEqual(3 * hour);
      expect(moved).toBeLessThan(3 * hour + 60);
      expect(await rowOf(grantId)).toMatchObject({ paused_since: null, held_since: null });
    }
  });
});

describe('an application that the pot’s rules leave no room for', () => {
  it('is over, with a reason that the group is told of', async () => {
    const setting = await aSetting(inbox);
    const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    const answer = await inbox.done(setting.organisation.officer, 'declareIneligible', grantId, {
      reason: 'Not in Croydon.',
    });
    expect(answer.standing).toMatchObject({ phase: 'over', final: true, next: [] });
    expect(await templatesOf(grantId)).toContain('application-ineligible');
    const [text] = await inbox.look(
      'select t.text from event_text t join event e on e.id = t.event_id where e.grant_id = $1',
      [grantId],
    );
    expect(text).toEqual({ text: 'Not in Croydon.' });
  });

  it('may be withdrawn by its group at any time before', async () => {
    const setting = await aSetting(inbox);
    const { grantId } = await submitted(inbox, { ...setting, askedPence: 50_000 });
    const answer = await inbox.done(setting.group.secretary, 'withdraw', grantId);
    expect(answer.standing).toMatchObject({ phase: 'over', final: true });
    expect(await templatesOf(grantId)).toContain('application-withdrawn');
    const draft = await anApplication(inbox, { ...setting, askedPence: 50_000 });
    expect(await refusalOf(setting.group.applicant, 'withdraw', draft.grantId)).toMatchObject({
      code: 'TRANSITION_NOT_ALLOWED',
    });
  });
});

describe('the panel’s clock', () => {
  it('begins when the application is passed on, ends at 5pm of its day, and then tells the owner', async () => {
    const setting = await aSetting(inbox, { decideWithin: 'P42D' });
    const { organisation } = setting;
    const { grantId } = await withPanel(inbox, { ...setting, askedPence: 50_000 });
    const decision = (await deadlineOf(grantId, 'decision'))!;
    expect(decision.at).toBe(endOfDay(addToDate(await daysAgo(0), 'P42D')));
    await inbox.moveClockTo(await clockIn(43 * 24 * hour));
    await inbox.applyDueNow(organisation.tenantId, 'grant', grantId);
    const mails = await inbox.look('select person_id from outbox where subject_id = $1 and template = $2', [
      grantId,
      'decision-overdue',
    ]);
    expect(mails).toEqual([{ person_id: organisation.officer.personId }]);
  });
});

describe('scores', () => {
  it('go by the criteria of the pot when the application was sent, whatever was published since', async () => {
    const setting = await aSetting(inbox);
    const { organisation, potId } = setting;
    const [member] = organisation.panel;
    const before = await withPanel(inbox, { ...setting, askedPence: 50_000 });
    const criteria = [{ key: 'fun', label: 'Fun', asks: 'will people smile', topScore: 10 }];
    await inbox.done(organisation.manager, 'publishPolicy', potId, { policy: aPolicy({ criteria }) });
    const group = await aGroup(inbox, organisation);
    const after = await withPanel(inbox, { ...setting, group, askedPence: 50_000 });

    await inbox.done(member, 'score', before.grantId, { criterion: 'need', score: 5 });
    await inbox.done(member, 'score', after.grantId, { criterion: 'fun', score: 10 });
    const unknown = { code: 'CRITERION_UNKNOWN', field: '/criterion' };
    expect(await refusalOf(member, 'score', before.grantId, { criterion: 'fun', score: 1 })).toMatchObject(unknown);
    expect(await refusalOf(member, 'score', after.grantId, { criterion: 'need', score: 1 })).toMatchObject(unknown);
    expect(await refusalOf(member, 'score', before.grantId, { criterion: 'need', score: 6 })).toMatchObject({
      code: 'SCORE_OVER_TOP',
      field: '/score',
      facts: { topScore: 5 },
    });
  });

  it('are given by panel members who may assess, one a criterion, the last one standing', async () => {
    const setting = await aSetting(inbox);
    const { organisation, group } = setting;
    const { grantId } = await withPanel(inbox, { ...setting, askedPence: 50_000 });
    const [c, d, e] = organisation.panel;
    await inbox.done(c, 'score', grantId, { criterion: 'need', score: 2 });
    await inbox.done(c, 'score', grantId, { criterion: 'need', score: 4 });
    await inbox.done(d, 'score', grantId, { criterion: 'need', score: 5 });
    await inbox.done(organisation.manager, 'connectToParty', group.partyId, { personId: e.personId, kind: 'business' });
    expect(await refusalOf(e, 'score', grantId, { criterion: 'need', score: 5 })).toMatchObject({
      code: 'CONNECTED_PERSON',
    });
    const scores = await inbox.look('select person_id, score from score where application_id = $1 order by score', [
      grantId,
    ]);
    expect(scores).toEqual([
      { person_id: c.personId, score: 4 },
      { person_id: d.personId, score: 5 },
    ]);
    const [event] = await inbox.look('select audience from event where grant_id = $1 and type = $2', [
      grantId,
      'application_scored',
    ]);
    expect(event).toEqual({ audience: 'staff' });
  });
});
