import type { Party } from '../../src/cli/story/people';
import type { Pot } from '../../src/cli/story/stages';
import {
  accepted,
  aGroupOverHttp,
  aMeetingOf,
  aPotOverHttp,
  applied,
  aStaff,
  bankDetailsGiven,
  signed,
  withThePanel,
  type Staff,
} from '../builders/over-http';
import { aPolicy, type PolicyOverrides } from '../builders/policy';
import { pence } from '../../src/domain/money/money';
import { startEngine, type Engine } from '../support/engine';
import { openFrontDoor, type FrontDoor, type Told } from '../support/front-door';
import { assertLedgerVerified } from '../support/ledger';

let engine: Engine;
let door: FrontDoor;
let staff: Staff;
let party: Party;
beforeAll(async () => {
  engine = await startEngine();
  door = await openFrontDoor(engine);
  staff = await aStaff(engine.inbox);
  party = await aGroupOverHttp(door, staff, 'Dorset Reclaim');
});
afterAll(async () => {
  await assertLedgerVerified(engine.inbox);
  await engine.close();
});

/** One officer may decide alone. */
const quick: PolicyOverrides = {
  decision: { delegatedUpToPence: pence(200_000) },
  groupCapPence: pence(100_000_000),
};

/** A pot in which one officer may decide alone, and one group be awarded as often as a test likes. */
function aQuickPot(overrides: PolicyOverrides = {}): Promise<Pot> {
  return aPotOverHttp(door, staff, { policy: aPolicy({ ...quick, ...overrides }), budgetPence: 100_000_000 });
}

const awarded = async (pot: Pot): Promise<string> => {
  const id = await withThePanel(door, staff, { pot, party, askedPence: 100_000 });
  await door.as(staff.officer, 'decide', { id, body: { meetingId: null, outcome: 'award' } });
  return id;
};
const grantOf = (id: string): Promise<Told> => door.as(staff.officer, 'getGrant', { id });
const dateOf = async (id: string, name: string): Promise<string> =>
  (await grantOf(id)).dates.find((date: { name: string }) => date.name === name)?.at;

describe('a period by the calendar', () => {
  test.each([
    ['2026-10-09T09:00:00.000Z', 'P28D', '2026-11-06T17:00:00.000Z', 'the clocks go back: 5pm is an hour later in UTC'],
    ['2027-03-10T09:00:00.000Z', 'P28D', '2027-04-07T16:00:00.000Z', 'the clocks go forward'],
    ['2028-02-10T09:00:00.000Z', 'P28D', '2028-03-09T17:00:00.000Z', 'a leap day lies in between'],
  ])('an offer of %s that is good for %s runs out at %s: %s', async (now, validFor, end) => {
    await door.moveTo(now);
    const id = await awarded(await aQuickPot({ offer: { validFor, remindBefore: [], signatories: 2 } }));
    expect((await grantOf(id)).next).toMatchObject({ what: 'Accept the offer', of: 'group', by: end });
    expect(await dateOf(id, 'offer')).toBe(end);
    await door.moveTo(new Date(Date.parse(end) - 1_000).toISOString());
    expect((await grantOf(id)).stage).toBe('offered');
    await door.moveTo(new Date(Date.parse(end) + 60_000).toISOString());
    expect(await grantOf(id)).toMatchObject({ stage: 'lapsed', next: { what: 'Nothing more', of: 'nobody' } });
    const { items } = await door.as(staff.officer, 'getGrantTimeline', { id });
    expect(items[0]).toMatchObject({ type: 'offer_lapsed', at: end, actor: null });
  });

  test('an exact one is just so long, whatever the clocks do meanwhile', async () => {
    await door.moveTo('2028-10-10T09:00:00.000Z');
    const id = await awarded(await aQuickPot({ offer: { validFor: 'PT672H', remindBefore: [], signatories: 2 } }));
    const { award, next } = await grantOf(id);
    expect(Date.parse(next.by) - Date.parse(award.offeredAt)).toBe(672 * 3_600_000);
    expect(next.by).toMatch(/^2028-11-07T09:00:/);
  });

  test.each([
    ['2031-03-01T09:00:00.000Z', 'P12M', '2032-03-01T17:00:00.000Z', '366 days, for a leap day lies in between'],
    ['2032-02-29T09:00:00.000Z', 'P12M', '2033-02-28T17:00:00.000Z', 'from a leap day'],
    ['2033-06-15T20:00:00.000Z', 'P12M', '2034-06-15T16:00:00.000Z', 'in summer, of an evening'],
    ['2034-06-15T23:30:00.000Z', 'P12M', '2035-06-16T16:00:00.000Z', 'it is the next day in London already'],
  ])('a report on a grant that began %s with %s is due at %s: %s', async (now, dueAfter, dueAt) => {
    await door.moveTo(now);
    const id = await awarded(await aQuickPot({ allowCostsBeforeDecision: true, report: { dueAfter } }));
    await accepted(door, id, party);
    const grant = await grantOf(id);
    expect([grant.report.dueAt, await dateOf(id, 'report')]).toEqual([dueAt, dueAt]);
    expect(grant.award.acceptedAt.slice(0, 16)).toBe(now.slice(0, 16));
  });
});

test('the same application gets two answers under two policies, each of them right', async () => {
  await door.moveTo('2036-10-10T09:00:00.000Z');
  const cautious = await aQuickPot({
    allowCostsBeforeDecision: true,
    decision: { delegatedUpToPence: pence(0) },
    offer: { signatories: 3 },
    ceilingPence: pence(150_000),
    checks: [{ kind: 'accounts', validFor: 'P12M' }],
  });
  const swift = await aQuickPot({
    allowCostsBeforeDecision: true,
    offer: { validFor: 'PT48H', remindBefore: ['PT24H'] },
    instalments: [
      { sharePercent: 60, dueAfter: 'PT0S' },
      { sharePercent: 40, dueAfter: 'P3M' },
    ],
    report: { dueAfter: 'P6M', remindBefore: [], remindAfter: [] },
  });
  // More than the one gives, and no more than the other does.
  await expect(applied(door, { pot: cautious, party, askedPence: 150_001 })).rejects.toThrow('AMOUNT_OVER_CEILING');
  await applied(door, { pot: swift, party, askedPence: 150_001 });
  const slow = await applied(door, { pot: cautious, party, askedPence: 150_000 });
  const fast = await applied(door, { pot: swift, party, askedPence: 150_000 });
  for (const id of [slow, fast]) await door.as(staff.officer, 'startChecking', { id });

  expect(await door.refusal(staff.officer, 'passToPanel', { id: slow })).toMatchObject({ code: 'CHECKS_MISSING' });
  const body = { kind: 'accounts', passed: true, seenOn: '2036-10-10' };
  await door.as(staff.officer, 'recordCheck', { id: slow, body });
  for (const id of [slow, fast]) await door.as(staff.officer, 'passToPanel', { id });

  const alone = { meetingId: null, outcome: 'award' };
  expect(await door.refusal(staff.officer, 'decide', { id: slow, body: alone })).toMatchObject({
    code: 'NOT_DELEGATED',
    limitPence: 0,
  });
  await door.as(staff.officer, 'decide', { id: fast, body: alone });
  const meetingId = await aMeetingOf(door, staff, {
    potId: cautious.potId,
    startsAt: '2036-10-10T09:00:00.000Z',
    sitting: staff.panel.slice(0, 3),
  });
  await door.as(staff.officer, 'decide', { id: slow, body: { ...alone, meetingId } });
  expect(await dateOf(slow, 'offer')).toBe('2036-11-07T17:00:00.000Z');
  expect((await dateOf(fast, 'offer')).slice(0, 16)).toBe('2036-10-12T09:00');

  for (const id of [slow, fast]) await accepted(door, id, party);
  const [one, other] = [await grantOf(slow), await grantOf(fast)];
  expect([one.stage, one.award.signatoriesNeeded]).toEqual(['offered', 3]);
  expect([other.stage, other.award.signatoriesNeeded]).toEqual(['active', 2]);
  await signed(door, party.people[2], slow);
  const planned = async (id: string) =>
    (await grantOf(id)).payments.map((payment: Told) => [payment.amountPence, payment.dueAt.slice(0, 13)]);
  expect(await planned(slow)).toEqual([[150_000, '2036-10-17T16']]);
  expect(await planned(fast)).toEqual([
    [90_000, '2036-10-10T09'],
    [60_000, '2037-01-10T17'],
  ]);
  expect(await dateOf(slow, 'report')).toBe('2037-10-10T16:00:00.000Z');
  expect(await dateOf(fast, 'report')).toBe('2037-04-10T16:00:00.000Z');
});

test('a policy that is published later alters nothing on a grant that runs, and holds for what is decided after it', async () => {
  await door.moveTo('2038-01-11T09:00:00.000Z');
  const before = { allowCostsBeforeDecision: true, offer: { validFor: 'P28D', remindBefore: [], signatories: 2 } };
  const pot = await aQuickPot(before);
  const [offered, running] = [await awarded(pot), await awarded(pot)];
  await accepted(door, running, party);
  await bankDetailsGiven(door, running, party);
  const undecided = await withThePanel(door, staff, { pot, party, askedPence: 100_000 });
  const seen = async (id: string) => {
    const { policyVersion, payments, dates, next, award, report } = await grantOf(id);
    return { policyVersion, payments, dates, next, award, report };
  };
  const [offeredBefore, runningBefore] = [await seen(offered), await seen(running)];

  const policy = aPolicy({
    ...before,
    ...quick,
    offer: { validFor: 'PT1H', remindBefore: [], signatories: 3 },
    instalments: [
      { sharePercent: 50, dueAfter: 'PT0S' },
      { sharePercent: 50, dueAfter: 'P1M' },
    ],
    report: { dueAfter: 'P1M', remindBefore: [], remindAfter: [] },
  });
  const published = await door.as(staff.manager, 'publishPolicy', {
    id: pot.potId,
    body: { policy, reason: 'The panel wants answers sooner.' },
  });
  expect(published.result).toEqual({ policyVersion: 2, applicationsAffected: 1, grantsUnaffected: 2 });
  expect(await seen(offered)).toEqual(offeredBefore);
  expect(await seen(running)).toEqual(runningBefore);

  await door.as(staff.officer, 'decide', { id: undecided, body: { meetingId: null, outcome: 'award' } });
  expect(await seen(undecided)).toMatchObject({ policyVersion: 2, award: { signatoriesNeeded: 3 } });
  await door.moveTo('2038-01-11T10:30:00.000Z');
  expect((await grantOf(undecided)).stage).toBe('lapsed');
  expect(await seen(offered)).toEqual(offeredBefore);

  // Accepted after the new policy's hour, by as many and with as many instalments as the old one says.
  await door.moveTo('2038-02-08T16:59:00.000Z');
  await signed(door, party.people[0], offered);
  expect((await grantOf(offered)).stage).toBe('offered');
  await signed(door, party.people[1], offered);
  expect(await grantOf(offered)).toMatchObject({
    stage: 'active',
    policyVersion: 1,
    payments: [{ amountPence: 100_000, dueAt: '2038-02-15T17:00:00.000Z' }],
    report: { dueAt: '2039-02-08T17:00:00.000Z' },
  });
});
