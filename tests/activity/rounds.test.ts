import { randomUUID } from 'node:crypto';

import { anApplicationRow } from '../builders/application-row';
import { aGroup, type Group } from '../builders/group';
import { aPerson, anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { openInbox, type Answer, type Inbox } from '../support/inbox';

let inbox: Inbox;
let organisation: Organisation;
let group: Group;
let potId: string;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  group = await aGroup(inbox, organisation);
});
afterAll(() => inbox.close());

const opensAt = '2026-09-01T08:00:00.000Z';
const closesAt = '2026-10-15T16:00:00.000Z';
const decideBy = '2026-11-05T17:00:00.000Z';

beforeEach(async () => {
  await inbox.moveClockTo('2026-08-01T09:00:00.000Z');
  ({ potId } = await aPot(inbox, organisation, { budgetPence: 2_000_000, policy: aPolicy({ intake: 'window' }) }));
});

const plan = (over: object = {}): Promise<Answer> =>
  inbox.send(organisation.manager, 'planRound', null, {
    potId,
    name: 'Autumn 2026',
    opensAt,
    closesAt,
    decideBy,
    ...over,
  });
const aRound = async (over: object = {}) => (await plan(over)).subjectId;
const due = (roundId: string) => inbox.applyDueNow(organisation.tenantId, 'round', roundId);
const stateOf = async (roundId: string) =>
  (await inbox.look<{ state: string }>('select state from round where id = $1', [roundId]))[0]?.state;
const mails = async (roundId: string) =>
  (
    await inbox.look<{ template: string }>('select template from outbox where subject_id = $1 order by sequence', [
      roundId,
    ])
  ).map(({ template }) => template);

describe('planning', () => {
  test('it waits for its opening; whoever plans it owns it', async () => {
    const planned = await plan();
    expect(planned).toMatchObject({
      status: 'applied',
      standing: {
        phase: 'intake',
        final: false,
        next: [
          { command: 'openRound', at: opensAt },
          { command: 'closeRound', at: closesAt },
        ],
      },
    });
    expect(
      await inbox.look('select state, owner_id, next_due_at from round where id = $1', [planned.subjectId]),
    ).toEqual([{ state: 'draft', owner_id: organisation.manager.personId, next_due_at: new Date(opensAt) }]);
  });

  test('its dates are in order and do not lie behind', async () => {
    expect(await plan({ closesAt: opensAt })).toMatchObject({
      refusal: { code: 'ROUND_DATES_OUT_OF_ORDER', field: '/closesAt' },
    });
    expect(await plan({ decideBy: opensAt })).toMatchObject({
      refusal: { code: 'ROUND_DATES_OUT_OF_ORDER', field: '/decideBy' },
    });
    expect(await plan({ opensAt: '2026-06-01T08:00:00.000Z', closesAt: '2026-07-31T16:00:00.000Z' })).toMatchObject({
      refusal: { code: 'ROUND_CLOSES_IN_THE_PAST', field: '/closesAt' },
    });
  });

  test('its pot is an open one with a window, and its owner is responsible for it', async () => {
    const rolling = await aPot(inbox, organisation, { budgetPence: 100 });
    expect(await plan({ potId: rolling.potId })).toMatchObject({
      refusal: { code: 'POT_IS_ROLLING', field: '/potId' },
    });
    expect(await plan({ potId: randomUUID() })).toMatchObject({ refusal: { code: 'POT_UNKNOWN', field: '/potId' } });
    const ofOther = await aPerson(inbox, organisation.tenantId, 'Officer elsewhere', [
      { role: 'grants_officer', potId: rolling.potId },
    ]);
    expect(await plan({ ownerId: ofOther.personId })).toMatchObject({
      refusal: { code: 'OWNER_NOT_STAFF', field: '/ownerId' },
    });
    expect(await plan({ ownerId: randomUUID() })).toMatchObject({
      refusal: { code: 'PERSON_UNKNOWN', field: '/ownerId' },
    });
    await inbox.done(organisation.manager, 'closePot', potId);
    expect(await plan()).toMatchObject({ refusal: { code: 'POT_CLOSED', field: '/potId' } });
  });

  test('no two rounds of a pot are open at one time, also when several are planned at once', async () => {
    const days = ['01', '02', '03', '04', '05', '06'];
    const all = await Promise.all(days.map((day) => plan({ opensAt: `2026-09-${day}T08:00:00.000Z` })));
    expect(all.filter(({ status }) => status === 'applied')).toHaveLength(1);
    for (const { refusal } of all.filter(({ status }) => status === 'refused')) {
      expect(refusal).toMatchObject({ code: 'ROUND_OVERLAPS', field: '/opensAt' });
    }
    const applied = all.find(({ status }) => status === 'applied')!;
    await inbox.done(organisation.manager, 'cancelRound', applied.subjectId, { reason: 'Planned twice.' });
    expect(await plan()).toMatchObject({ status: 'applied' });
    expect(await plan({ opensAt: closesAt, closesAt: decideBy })).toMatchObject({ status: 'applied' });
  });
});

describe('its dates', () => {
  test('it opens, closes and is chased by itself, each at its instant', async () => {
    const roundId = await aRound();
    await inbox.moveClockTo(opensAt);
    expect(await due(roundId)).toMatchObject({ phase: 'intake', next: [{ command: 'closeRound', at: closesAt }] });
    expect(await stateOf(roundId)).toBe('open');
    await inbox.moveClockTo(closesAt);
    expect(await due(roundId)).toMatchObject({
      phase: 'deciding',
      next: [{ command: 'chaseRoundDecision', at: decideBy }],
    });
    expect(await stateOf(roundId)).toBe('closed');

    const undecided = await anApplicationRow(inbox, { potId, ...group, roundId, stage: 'assessing' });
    await inbox.moveClockTo(decideBy);
    expect(await due(roundId)).toMatchObject({ phase: 'deciding', next: [] });
    expect(await stateOf(roundId)).toBe('closed');
    expect(await mails(roundId)).toEqual(['round-opened', 'round-closed', 'round-decision-due']);
    expect(
      await inbox.look("select after from event where subject_id = $1 and type = 'round_decision_chased'", [roundId]),
    ).toEqual([{ after: { undecided: 1 } }]);
    expect(undecided).toBeDefined();
  });

  test('one that should have opened already opens at once, and its events bear their own instants', async () => {
    await inbox.moveClockTo('2026-09-10T09:00:00.000Z');
    const planned = await plan();
    expect(planned.standing.next[0]).toMatchObject({ command: 'openRound', at: opensAt, inMs: 0 });
    await due(planned.subjectId);
    expect(await stateOf(planned.subjectId)).toBe('open');
  });

  test('all that passed while nobody looked is taken in order, even when two fall together', async () => {
    const roundId = await aRound({ decideBy: closesAt });
    await inbox.moveClockTo('2026-12-01T09:00:00.000Z');
    expect(await due(roundId)).toMatchObject({ phase: 'deciding', next: [] });
    expect(
      (
        await inbox.look<{ type: string }>('select type from event where subject_id = $1 order by sequence', [roundId])
      ).map(({ type }) => type),
    ).toEqual(['round_planned', 'round_opened', 'round_closed', 'round_decision_chased']);
    expect(await inbox.look('select stuck from round where id = $1', [roundId])).toEqual([{ stuck: [] }]);
  });

  test('a later closing date moves the timer with it', async () => {
    const roundId = await aRound();
    const to = '2026-10-22T16:00:00.000Z';
    const extended = await inbox.done(organisation.manager, 'extendRound', roundId, {
      which: 'closesAt',
      to,
      reason: 'A flood.',
    });
    expect(extended.standing.next).toMatchObject([{ command: 'openRound' }, { command: 'closeRound', at: to }]);
    await inbox.moveClockTo(closesAt);
    await due(roundId);
    expect(await stateOf(roundId)).toBe('open');
    await inbox.moveClockTo(to);
    await due(roundId);
    expect(await stateOf(roundId)).toBe('closed');
    expect(
      await inbox.look(
        `select e.before, e.after, t.text from event e join event_text t on t.event_id = e.id where e.subject_id = $1`,
        [roundId],
      ),
    ).toEqual([{ before: { closesAt }, after: { closesAt: to }, text: 'A flood.' }]);
  });

  test('a later deciding date is chased on that date, also once it has been chased', async () => {
    const roundId = await aRound();
    await inbox.moveClockTo(decideBy);
    await due(roundId);
    const to = '2026-12-05T17:00:00.000Z';
    const extended = await inbox.done(organisation.manager, 'extendRound', roundId, { which: 'decideBy', to });
    expect(extended.standing.next).toMatchObject([{ command: 'chaseRoundDecision', at: to }]);
  });

  test('a deciding date moved before the round closes is the one that is chased', async () => {
    const roundId = await aRound();
    const to = '2026-12-05T17:00:00.000Z';
    await inbox.done(organisation.manager, 'extendRound', roundId, { which: 'decideBy', to });
    await inbox.moveClockTo(closesAt);
    expect(await due(roundId)).toMatchObject({ next: [{ command: 'chaseRoundDecision', at: to }] });
  });

  test('a round may close as late as it is decided', async () => {
    const extended = { which: 'closesAt', to: decideBy };
    expect(await inbox.send(organisation.manager, 'extendRound', await aRound(), extended)).toMatchObject({
      status: 'applied',
    });
  });

  test('a date is only moved to a later one that lies ahead and in order', async () => {
    const roundId = await aRound();
    const extend = (which: string, to: string) =>
      inbox.send(organisation.manager, 'extendRound', roundId, { which, to });
    expect(await extend('closesAt', closesAt)).toMatchObject({ refusal: { code: 'NEW_DATE_NOT_LATER', field: '/to' } });
    expect(await extend('closesAt', '2026-12-01T16:00:00.000Z')).toMatchObject({
      refusal: { code: 'ROUND_DATES_OUT_OF_ORDER', field: '/to' },
    });
    await plan({ opensAt: '2026-10-20T08:00:00.000Z', closesAt: '2026-10-30T16:00:00.000Z' });
    expect(await extend('closesAt', '2026-10-22T16:00:00.000Z')).toMatchObject({
      refusal: { code: 'ROUND_OVERLAPS', field: '/to' },
    });
    await inbox.moveClockTo('2026-11-20T09:00:00.000Z');
    expect(await extend('decideBy', '2026-11-19T17:00:00.000Z')).toMatchObject({
      refusal: { code: 'NEW_DATE_NOT_LATER' },
    });
    expect(await extend('closesAt', '2026-12-01T16:00:00.000Z')).toMatchObject({
      refusal: { code: 'ROUND_CLOSED_ALREADY', field: '/which' },
    });
  });
});

describe('deciding', () => {
  const closed = async () => {
    const roundId = await aRound();
    await inbox.moveClockTo(closesAt);
    await due(roundId);
    return roundId;
  };

  test('it begins when the round has closed, and is complete when nothing in it is undecided', async () => {
    const roundId = await closed();
    const applicationId = await anApplicationRow(inbox, { potId, ...group, roundId, stage: 'checking' });
    await anApplicationRow(inbox, { potId, ...group, roundId, stage: 'draft' });
    await anApplicationRow(inbox, { potId, ...group, roundId, stage: 'refused' });
    expect(await inbox.send(organisation.officer, 'completeRound', roundId)).toMatchObject({
      refusal: { code: 'TRANSITION_NOT_ALLOWED' },
    });
    await inbox.done(organisation.officer, 'beginDeciding', roundId);
    expect(await inbox.send(organisation.officer, 'completeRound', roundId)).toMatchObject({
      refusal: { code: 'ROUND_HAS_UNDECIDED', facts: { undecided: 1 } },
    });
    await inbox.look("update application set stage = 'offered' where id = $1", [applicationId]);
    expect(await inbox.send(organisation.officer, 'completeRound', roundId)).toMatchObject({
      status: 'applied',
      standing: { phase: 'over', final: true, next: [] },
    });
  });

  test('it may take longer, but takes no more applications', async () => {
    const roundId = await closed();
    await inbox.done(organisation.officer, 'beginDeciding', roundId);
    const extend = (which: string, to: string) =>
      inbox.send(organisation.manager, 'extendRound', roundId, { which, to });
    expect(await extend('closesAt', '2026-10-22T16:00:00.000Z')).toMatchObject({
      refusal: { code: 'ROUND_CLOSED_ALREADY', field: '/which' },
    });
    const to = '2026-12-05T17:00:00.000Z';
    expect(await extend('decideBy', to)).toMatchObject({
      status: 'applied',
      standing: { next: [{ command: 'chaseRoundDecision', at: to }] },
    });
  });

  test('it does not begin before', async () => {
    expect(await inbox.send(organisation.officer, 'beginDeciding', await aRound())).toMatchObject({
      refusal: { code: 'TRANSITION_NOT_ALLOWED', facts: { state: 'draft' } },
    });
  });
});

test('whoever has a draft or an application in a cancelled round is told, once', async () => {
  const roundId = await aRound();
  const other = await aGroup(inbox, organisation);
  await anApplicationRow(inbox, { potId, ...group, roundId, stage: 'draft' });
  await anApplicationRow(inbox, { potId, ...group, roundId, stage: 'submitted' });
  await anApplicationRow(inbox, { potId, ...other, roundId, stage: 'withdrawn' });
  const cancelled = await inbox.done(organisation.manager, 'cancelRound', roundId, { reason: 'No money this year.' });
  expect(cancelled.standing).toMatchObject({ phase: 'over', final: true, next: [] });
  const told = await inbox.look<{ person_id: string }>(
    "select person_id from outbox where subject_id = $1 and template = 'round-cancelled'",
    [roundId],
  );
  expect(told.map(({ person_id }) => person_id).toSorted()).toEqual(
    [group.applicant, group.secretary, group.treasurer].map(({ personId }) => personId).toSorted(),
  );
  expect(await inbox.look('select deadlines, next_due_at from round where id = $1', [roundId])).toEqual([
    { deadlines: [], next_due_at: null },
  ]);
});

test('a round has one owner, who can be changed', async () => {
  const roundId = await aRound();
  const reassign = (ownerId: string) => inbox.send(organisation.manager, 'reassignRound', roundId, { ownerId });
  expect(await reassign(organisation.panel[0].personId)).toMatchObject({
    refusal: { code: 'OWNER_NOT_STAFF', field: '/ownerId' },
  });
  expect(await reassign(randomUUID())).toMatchObject({ refusal: { code: 'PERSON_UNKNOWN', field: '/ownerId' } });
  expect(await reassign(organisation.officer.personId)).toMatchObject({ status: 'applied' });
  expect(await inbox.look('select owner_id from round where id = $1', [roundId])).toEqual([
    { owner_id: organisation.officer.personId },
  ]);
  expect(
    await inbox.send(organisation.officer, 'reassignRound', roundId, { ownerId: organisation.manager.personId }),
  ).toMatchObject({
    refusal: { code: 'NOT_YOURS_TO_DO' },
  });
});
