import { randomUUID } from 'node:crypto';
import { inChecking, submitted, withPanel } from '../builders/application';
import { aMeeting, anAward } from '../builders/award';
import { anOrganisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { aSetting } from '../builders/setting';
import { openInbox, type Inbox } from '../support/inbox';
import { readsOf, type Reads } from '../support/reads';

let inbox: Inbox;
let reads: Reads;
beforeAll(async () => {
  inbox = await openInbox();
  reads = readsOf(inbox);
});
afterAll(() => inbox.close());

test('a timeline is read page by page, with who did it and the words that were given', async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  const { grantId } = await inChecking(inbox, { organisation, potId, group, askedPence: 100_000 });
  await inbox.done(group.applicant, 'withdraw', grantId, { reason: 'We found other money.' });
  const whole = (await reads.as(group.applicant, 'getGrantTimeline', { id: grantId })).items;
  expect(whole[0]).toMatchObject({
    type: 'application_withdrawn',
    actor: { name: "The group's chair" },
    after: { state: 'withdrawn' },
    text: 'We found other money.',
  });
  const pages = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await reads.as(group.applicant, 'getGrantTimeline', {
      id: grantId,
      query: { limit: '1', ...(cursor === undefined ? {} : { cursor }) },
    });
    pages.push(...page.items);
    cursor = page.next;
  }
  expect(pages).toEqual(whole);
  const oldest = (await reads.as(group.applicant, 'getGrantTimeline', { id: grantId, query: { sort: 'oldest' } }))
    .items;
  expect(oldest).toEqual(whole.toReversed());
});

test('a grant says when it last changed: with each command', async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  const { grantId } = await submitted(inbox, { organisation, potId, group, askedPence: 100_000 });
  const read = () => reads.as(organisation.officer, 'getGrant', { id: grantId });
  const { submittedAt, changedAt } = await read();
  expect(changedAt).toBe(submittedAt);
  await inbox.done(organisation.officer, 'startChecking', grantId);
  const [command] = await inbox.look<{ at: Date }>(
    `select received_at as at from command where subject_id = $1 and type = 'startChecking'`,
    [grantId],
  );
  expect((await read()).changedAt).toBe(command!.at.toISOString());
});

test('a group’s page tells what it may still be awarded, and from when more', async () => {
  await inbox.moveClockTo('2026-06-01T10:00:00.000Z');
  const { organisation, potId, group } = await aSetting(inbox);
  await anAward(inbox, { organisation, potId, group, askedPence: 50_000 });
  await inbox.moveClockTo('2027-02-01T10:00:00.000Z');
  expect(await reads.as(organisation.officer, 'getParty', { id: group.partyId })).toMatchObject({
    awards: [{ awardedPence: 50_000, decidedOn: '2026-06-01', cameBackPence: 0, pot: { id: potId } }],
    caps: [{ pot: { id: potId }, capPence: 200_000, period: 'P12M', awardablePence: 150_000, moreFrom: '2027-06-01' }],
    people: expect.arrayContaining([
      {
        id: expect.any(String),
        person: { id: group.applicant.personId, name: "The group's chair" },
        role: 'applicant',
        ownLimitPence: null,
      },
    ]),
    connections: expect.arrayContaining([expect.objectContaining({ position: 'treasurer', signatory: false })]),
  });
});

test('meetings, rounds, parties and people are listed by those who may see them', async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  const { officer, manager, panel } = organisation;
  const { grantId } = await withPanel(inbox, { organisation, potId, group, askedPence: 100_000 });
  const meetingId = await aMeeting(inbox, organisation, potId, panel.slice(0, 3));
  await inbox.done(officer, 'declareInterest', meetingId, {
    applicationId: grantId,
    personId: panel[0].personId,
    level: 'knows',
  });
  await inbox.done(officer, 'ruleOnInterest', meetingId, {
    applicationId: grantId,
    personId: panel[0].personId,
    ruling: 'decides',
  });
  await inbox.done(officer, 'decide', grantId, { meetingId, outcome: 'award', amountPence: 100_000 });
  expect(await reads.as(panel[3], 'getMeeting', { id: meetingId })).toMatchObject({
    chair: { name: 'Member C' },
    attendance: [{ name: 'Member C' }, { name: 'Member D' }, { name: 'Member E' }],
    interests: [{ level: 'knows', ruling: 'decides', grantId, person: { name: 'Member C' } }],
    decisions: [
      {
        grantId,
        outcome: 'award',
        amountPence: 100_000,
        counted: expect.arrayContaining(panel.slice(0, 3).map(({ personId }) => personId)),
      },
    ],
  });
  expect((await reads.as(officer, 'listMeetings', { query: { potId } })).items).toHaveLength(1);
  const [{ now }] = (await inbox.look<{ now: Date }>('select app.now() as now')) as [{ now: Date }];
  const day = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();
  const window = await aPot(inbox, organisation, { budgetPence: 100_000, policy: aPolicy({ intake: 'window' }) });
  const round = await inbox.done(manager, 'planRound', null, {
    potId: window.potId,
    name: 'Spring',
    opensAt: day(1),
    closesAt: day(20),
    decideBy: day(40),
    ownerId: officer.personId,
  });
  expect(await reads.as(officer, 'getRound', { id: round.subjectId })).toMatchObject({
    name: 'Spring',
    state: 'draft',
    applications: {},
  });
  expect(await reads.as(group.applicant, 'getRound', { id: round.subjectId })).toBeUndefined();
  expect((await reads.as(group.applicant, 'listRounds')).items).toEqual([]);
  const people = (await reads.as(officer, 'listPeople', { query: { role: 'panel_member' } })).items;
  expect(people.map(({ name }: { name: string }) => name)).toEqual(['Member C', 'Member D', 'Member E', 'Member F']);
  const first = await reads.as(officer, 'listPeople', { query: { role: 'panel_member', limit: '3' } });
  expect(
    (
      await reads.as(officer, 'listPeople', { query: { role: 'panel_member', limit: '3', cursor: first.next } })
    ).items.map(({ name }: { name: string }) => name),
  ).toEqual(['Member F']);
  expect((await reads.as(officer, 'listParties', { query: { kind: 'group' } })).items).toMatchObject([
    { id: group.partyId },
  ]);
  expect((await reads.as(manager, 'listFunds')).items).toHaveLength(2);
  await inbox.done(officer, 'connectPersons', panel[0].personId, { otherPersonId: panel[1].personId, kind: 'family' });
  for (const [one, other] of [
    [panel[0], panel[1]],
    [panel[1], panel[0]],
  ] as const) {
    expect(await reads.as(officer, 'getPerson', { id: one.personId })).toMatchObject({
      personConnections: [{ person: { id: other.personId }, kind: 'family' }],
    });
  }
  expect((await reads.as(officer, 'getPersonTimeline', { id: panel[0].personId })).items).toMatchObject([
    { type: 'person_connection_declared' },
  ]);
});

test('somebody asks who they are, and what came of a command of theirs', async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  expect(await reads.as(group.applicant, 'getMe')).toMatchObject({
    id: group.applicant.personId,
    name: "The group's chair",
    organisation: { id: organisation.tenantId, name: 'Croydon Voluntary Action' },
    roles: [{ role: 'applicant', party: { id: group.partyId }, pot: null }],
  });
  const { grantId } = await submitted(inbox, { organisation, potId, group, askedPence: 100_000 });
  const refused = await inbox.send(group.applicant, 'acceptOffer', grantId);
  expect(await reads.as(group.applicant, 'getCommand', { id: refused.commandId })).toMatchObject({
    type: 'acceptOffer',
    subject: { type: 'grant', id: grantId },
    status: 'refused',
    outcome: { status: 'refused', refusal: { code: 'TRANSITION_NOT_ALLOWED' } },
  });
  expect(await reads.as(group.secretary, 'getCommand', { id: refused.commandId })).toBeUndefined();
  expect(await reads.as(organisation.manager, 'getCommand', { id: refused.commandId })).toMatchObject({
    status: 'refused',
  });
  const { commandId } = await inbox.store(group.applicant, 'withdraw', grantId, { reason: 'No.' });
  expect(await reads.as(group.applicant, 'getCommand', { id: commandId })).toMatchObject({
    status: 'stored',
    outcome: null,
    appliedAt: null,
  });
});

test('what is stuck is listed for those who run the organisation, and only their own', async () => {
  await inbox.moveClockTo('2027-03-01T10:00:00.000Z');
  const { organisation, potId, group } = await aSetting(inbox);
  const { administrator, tenantId, officer, manager } = organisation;
  expect(await reads.as(administrator, 'getOperations')).toEqual({
    failedCommands: [],
    waitingCommands: [],
    stuckSubjects: [],
    undeliveredMail: [],
  });
  const { grantId } = await submitted(inbox, { organisation, potId, group, askedPence: 100_000 });
  const { commandId } = await inbox.store(group.applicant, 'withdraw', grantId, { reason: 'No.' });
  await inbox.look(`update application set stuck = '{check||chaseCheck|2027-03-11T17:00:00.000Z}' where id = $1`, [
    grantId,
  ]);
  await inbox.look(
    `update outbox set attempts = 3, last_error = 'ECONNREFUSED' where tenant_id = $1 and person_id = $2`,
    [tenantId, manager.personId],
  );
  const failed = randomUUID();
  await inbox.look(
    `insert into command (tenant_id, id, type, subject_type, subject_id, idempotency_key, body_hash, received_at, attempts, status, outcome, applied_at)
     values ($1, $2, 'chaseCheck', 'grant', $3, 'k', '', app.now(), 3, 'failed', '{"status":"failed"}', app.now())`,
    [tenantId, failed, grantId],
  );
  await inbox.moveClockTo('2027-03-01T10:00:30.000Z');
  expect((await reads.as(administrator, 'getOperations')).waitingCommands).toEqual([]);
  await inbox.moveClockTo('2027-03-01T10:02:00.000Z');
  expect(await reads.as(administrator, 'getOperations')).toMatchObject({
    failedCommands: [{ id: failed, type: 'chaseCheck', attempts: 3 }],
    waitingCommands: [{ id: commandId, type: 'withdraw' }],
    stuckSubjects: [
      { subjectType: 'grant', subjectId: grantId, stuck: ['check||chaseCheck|2027-03-11T17:00:00.000Z'] },
    ],
    undeliveredMail: [
      { template: 'application-received', personId: manager.personId, lastError: 'ECONNREFUSED', givenUpAt: null },
    ],
  });
  expect(await reads.as(officer, 'getOperations')).toBe('not theirs to ask');
  const other = await anOrganisation(inbox);
  expect((await reads.as(other.administrator, 'getOperations')).failedCommands).toEqual([]);
});
