import { readPotFigures } from '../../db/queries/pots/pot-figures';
import { anActiveGrant } from '../builders/active-grant';
import { submitted, withPanel } from '../builders/application';
import { aGroup } from '../builders/group';
import { anOrganisation, aPerson } from '../builders/organisation';
import { cashArrives, payAllReady } from '../builders/paying';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { aReport } from '../builders/report';
import { readFigureLines, type OpenedFigure } from '../../db/queries/pots/figure-lines';
import { pence } from '../../src/domain/money/money';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { readsOf, rolesOf, type Reads } from '../support/reads';

let inbox: Inbox;
let reads: Reads;
beforeAll(async () => {
  inbox = await openInbox();
  reads = readsOf(inbox);
});
afterAll(() => inbox.close());

test('a pot is counted: asked, awarded, paid, spent, its cash to come, how long people waited, where and whom it reaches', async () => {
  await inbox.moveClockTo('2026-11-02T10:00:00.000Z');
  const organisation = await anOrganisation(inbox);
  const { officer, manager, tenantId } = organisation;
  const policy = aPolicy({
    decision: { delegatedUpToPence: pence(200_000) },
    groupCapPence: pence(1_000_000),
    instalments: [
      { sharePercent: 50, dueAfter: 'PT0S' },
      { sharePercent: 50, dueAfter: 'P60D' },
    ],
  });
  const pot = await aPot(inbox, organisation, { budgetPence: 1_000_000, policy });
  const { potId, fundId } = pot;
  await cashArrives(inbox, organisation, pot, 70_000);
  await inbox.done(manager, 'expectInstalment', fundId, { potId, amountPence: 30_000, expectedOn: '2027-02-01' });
  const group = await aGroup(inbox, organisation);
  const facts = { organisation, potId, group, askedPence: 100_000 };

  const { grantId } = await anActiveGrant(inbox, facts);
  await inbox.applyDueNow(tenantId, 'grant', grantId);
  await inbox.moveClockTo('2026-11-05T10:00:00.000Z');
  await payAllReady(inbox, organisation, potId);
  await inbox.done(group.applicant, 'submitReport', grantId, aReport(40_000));
  // Three people of a small place could be known.
  await submitted(inbox, { ...facts, content: { area: 'Addington', peopleHelped: 3 } });
  const refused = await withPanel(inbox, { ...facts, content: { area: 'croydon' } });
  await inbox.moveClockTo('2027-01-01T10:00:00.000Z');
  await inbox.done(officer, 'decide', refused.grantId, { meetingId: null, outcome: 'refuse', reasons: 'Too late.' });

  const funder = await aPerson(inbox, tenantId, 'Somebody of the funder', [{ role: 'funder', potId }]);
  const figures = await reads.as(funder, 'getPotFigures', { id: potId });
  expect(figures).toMatchObject({
    pot: { id: potId },
    fundId,
    today: '2027-01-01',
    applications: { sent: 3, askedPence: 300_000, waiting: 1, awarded: 1, notAwarded: 1, withdrawn: 0 },
    money: {
      awardedPence: 100_000,
      paidPence: 50_000,
      leftPence: 50_000,
      spentPence: 40_000,
      canStillBeAwardedPence: 900_000,
      inTheBankPence: 20_000,
    },
    // The second half is due today, and £300 of it is not in the bank.
    forecast: { short: { leftPence: -30_000 }, coveredAgain: { on: '2027-02-01', leftPence: 0 }, withoutDayPence: 0 },
    untilDecided: { count: 2, medianDays: 0, slowestTenthDays: 57, promised: 2, missed: 1 },
    untilPaid: { count: 1, medianDays: 3, promised: 1, missed: 1 },
    areas: [],
    otherAreas: { areas: 2, applications: 3, grants: 1, awardedPence: 100_000, peopleAwarded: 18 },
    reached: {
      peoplePlanned: 18,
      grantsBegun: 1,
      reports: 1,
      counts: [{ unit: 'sessions', reports: 1, target: 12, achieved: 12 }],
    },
  });
  expect(await reads.as(manager, 'getPot', { id: potId })).toMatchObject({
    money: { awardedPence: figures.money.awardedPence, paidPence: figures.money.paidPence },
  });

  const asker = { ...funder, roles: await rolesOf(inbox, funder) };
  const lines = (of: OpenedFigure, id = potId) => readFigureLines(inbox.db, asker, id, { of, limit: 25 });
  expect(await lines('spent')).toMatchObject({
    totalPence: 40_000,
    lines: { items: [{ grantId, party: { id: group.partyId }, on: '2026-11-02', pence: 40_000 }], next: null },
  });
  expect(await lines('waiting')).toMatchObject({ totalPence: 0, lines: { items: [] } });
  await inbox.moveClockTo('2027-01-02T10:00:00.000Z');
  await inbox.applyDueNow(tenantId, 'grant', grantId);
  await inbox.deliverFollowUps();
  expect(await lines('waiting')).toMatchObject({
    totalPence: 50_000,
    lines: { items: [{ grantId, on: '2027-01-01', pence: 50_000 }], next: null },
  });
  const elsewhere = await aPot(inbox, organisation, { budgetPence: 1_000 });
  expect(await lines('spent', elsewhere.potId)).toBeUndefined();
  expect(await reads.as(funder, 'getPotFigures', { id: elsewhere.potId })).toBeUndefined();
  expect(await reads.as(group.applicant, 'getPotFigures', { id: potId })).toBe('not theirs to ask');
});

test('a report that is sent again is counted once, and what people wrote can be erased without changing a figure', async () => {
  const organisation = await anOrganisation(inbox);
  const policy = aPolicy({ decision: { delegatedUpToPence: pence(200_000) } });
  const { potId } = await aPot(inbox, organisation, { budgetPence: 1_000_000, policy });
  const group = await aGroup(inbox, organisation);
  const { grantId } = await anActiveGrant(inbox, { organisation, potId, group, askedPence: 100_000 });
  await inbox.done(group.applicant, 'submitReport', grantId, aReport(0, 3));
  await inbox.done(organisation.officer, 'queryReport', grantId, { question: 'Were there really only three?' });
  await inbox.done(group.applicant, 'submitReport', grantId, aReport(0, 11));
  const reached = async () => (await reads.as(organisation.manager, 'getPotFigures', { id: potId })).reached;
  const before = await reached();
  expect(before.counts).toEqual([{ unit: 'sessions', reports: 1, target: 12, achieved: 11 }]);
  await inbox.look('delete from application_content where application_id = $1', [grantId]);
  await inbox.look('delete from report_content where grant_id = $1', [grantId]);
  expect(await reached()).toEqual(before);
});

test('people are counted from reports, by area, whatever else reports count', async () => {
  const organisation = await anOrganisation(inbox);
  const policy = aPolicy({ decision: { delegatedUpToPence: pence(200_000) } });
  const { potId } = await aPot(inbox, organisation, { budgetPence: 1_000_000, policy });
  for (const [area, unit] of [
    ['Croydon', 'People'],
    ['croydon', 'people'],
    ['Sutton', 'sessions'],
  ] as const) {
    const group = await aGroup(inbox, organisation);
    const activities = [{ description: 'Mornings', output: 'who came', target: 12, unit }];
    const { grantId } = await anActiveGrant(inbox, {
      organisation,
      potId,
      group,
      askedPence: 100_000,
      content: { area, activities },
    });
    await inbox.done(group.applicant, 'submitReport', grantId, aReport(0, 11));
  }
  expect((await reads.as(organisation.manager, 'getPotFigures', { id: potId })).peopleReached).toEqual({
    target: 24,
    achieved: 22,
    isAtLeast: false,
    areas: [{ area: 'Croydon', target: 24, achieved: 22 }],
    otherAreas: null,
  });
});

test('the count of a large pot is kept for a short while, and who may not see its money is given none of it', async () => {
  const organisation = await anOrganisation(inbox);
  const { manager, tenantId } = organisation;
  const policy = aPolicy({ groupCapPence: pence(1_000_000) });
  const { potId } = await aPot(inbox, organisation, { budgetPence: 1_000_000, policy });
  const group = await aGroup(inbox, organisation);
  const send = () => submitted(inbox, { organisation, potId, group, askedPence: 100_000 });
  /** How many applications somebody is told of where a pot of `fromApplications` is large. */
  const told = async (actor: Actor, fromApplications: number, forMs: number) => {
    const asker = { ...actor, roles: await rolesOf(inbox, actor) };
    const pots = await readPotFigures(inbox.db, asker, [potId], { fromApplications, forMs });
    return pots.map(({ stages }) => stages.reduce((sum, { count }) => sum + count, 0));
  };
  const anHour = 3_600_000;
  await send();
  expect(await told(manager, 2, anHour)).toEqual([1]);
  await send();
  expect(await told(manager, 2, anHour)).toEqual([2]); // it was small
  await send();
  expect(await told(manager, 2, anHour)).toEqual([2]); // kept
  expect(await told(group.applicant, 2, anHour)).toEqual([]);
  const funder = await aPerson(inbox, tenantId, 'Somebody of the funder', [{ role: 'funder', potId }]);
  expect(await told(funder, 2, anHour)).toEqual([2]);
  expect(await told(manager, 2, 0)).toEqual([3]);
});
