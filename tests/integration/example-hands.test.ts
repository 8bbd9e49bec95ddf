import type { Person } from '../../src/cli/story/cast';
import { addSomebody, created } from '../../src/cli/story/people';
import {
  accepted,
  aGroupOverHttp,
  aMeetingOf,
  aPotOverHttp,
  aStaff,
  attended,
  bankDetailsGiven,
  expected,
  paidOn,
  received,
  withThePanel,
} from '../builders/over-http';
import { content } from '../builders/application';
import { aPolicy } from '../builders/policy';
import { startEngine, type Engine } from '../support/engine';
import { openFrontDoor, type FrontDoor } from '../support/front-door';
import { assertLedgerVerified } from '../support/ledger';

let engine: Engine;
let door: FrontDoor;
beforeAll(async () => {
  engine = await startEngine();
  door = await openFrontDoor(engine);
});
afterAll(() => engine.close());

const pounds = (sum: number) => sum * 100;

test('hands: quorum without E, £1,500 at most, and a run that neither its builder nor anybody near may authorise', async () => {
  await door.moveTo('2026-06-01T09:00:00.000Z');
  const staff = await aStaff(engine.inbox);
  const [c, d, e, f] = staff.panel;
  const { officer: a, administrator } = staff;
  const policy = aPolicy({ instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] });
  const pot = await aPotOverHttp(door, staff, { policy, budgetPence: pounds(20_000) });
  const party = await aGroupOverHttp(door, staff, 'Mighty Men of Valour');
  const [, secretary] = party.people;
  const areFamily = (one: Person, other: Person) =>
    door.as(administrator, 'connectPersons', { id: one.id, body: { otherPersonId: other.id, kind: 'family' } });
  await areFamily(e, secretary);
  const instalmentId = await expected(door, staff, pot, { amountPence: pounds(5_000), expectedOn: '2026-06-01' });
  await received(door, staff, pot, { instalmentId, receivedOn: '2026-06-01' });
  const meet = (startsAt: string, sitting: readonly Person[]) =>
    aMeetingOf(door, staff, { potId: pot.potId, startsAt, sitting });

  // £500 on 1 June 2026.
  const earlier = await withThePanel(door, staff, { pot, party, askedPence: pounds(500) });
  const june = await meet('2026-06-01T09:00:00.000Z', [c, d, f]);
  await door.as(a, 'decide', { id: earlier, body: { meetingId: june, outcome: 'award' } });
  await accepted(door, earlier, party);
  await bankDetailsGiven(door, earlier, party);
  await door.moveTo('2026-06-01T09:01:00.000Z');
  expect(await paidOn(door, staff, pot.potId, { on: '2026-06-01', name: '1 June' })).toBe(pounds(500));

  // Quorum is three, and E does not count.
  await door.moveTo('2027-02-01T10:00:00.000Z');
  const id = await withThePanel(door, staff, { pot, party, askedPence: pounds(2_000) });
  const meetingId = await meet('2027-02-01T18:00:00.000Z', [c, d, e]);
  const decide = (outcome: string, amountPence: number) => ({ id, body: { meetingId, outcome, amountPence } });
  expect(await door.refusal(a, 'decide', decide('award_less', pounds(1_500)))).toMatchObject({
    status: 409,
    code: 'QUORUM_NOT_MET',
    counted: 2,
    quorum: 3,
  });
  await attended(door, staff, meetingId, [c, d, e, f]);

  // £500 within twelve months leaves £1,500 of £2,000.
  for (const tooMuch of [decide('award', pounds(2_000)), decide('award_less', pounds(1_500) + 1)]) {
    const refusal = await door.refusal(a, 'decide', tooMuch);
    expect(refusal).toMatchObject({
      status: 409,
      code: 'GROUP_CAP_EXCEEDED',
      awardablePence: pounds(1_500),
      moreFromOn: '2027-06-01',
    });
    expect(refusal.detail).toContain('£1,500');
  }
  expect((await door.as(a, 'getParty', { id: party.id })).caps).toMatchObject([
    { capPence: pounds(2_000), awardablePence: pounds(1_500), moreFrom: '2027-06-01' },
  ]);
  await door.as(a, 'decide', decide('award_less', pounds(1_500)));
  const counted = [c, d, f].map((member) => member.id).toSorted();
  const [decision] = (await door.as(a, 'getMeeting', { id: meetingId })).decisions;
  expect({ ...decision, counted: decision.counted.toSorted() }).toMatchObject({ amountPence: pounds(1_500), counted });

  const { activities, budget } = content(pounds(1_500));
  await door.as(party.people[0], 'agreeBudget', { id, body: { activities, budget } });
  await accepted(door, id, party);
  await door.moveTo('2027-02-01T10:05:00.000Z');

  // A builds the run. Each of those who are asked to authorise it has the role; it is the rule that tells them apart.
  const husband = await addSomebody(door.api, staff, 'A’s husband', 'husband@example.org', {
    role: 'payment_authoriser',
  });
  await areFamily(a, husband);
  const give = (person: Person, role: string) => door.as(administrator, 'grantRole', { id: person.id, body: { role } });
  await give(a, 'payment_maker');
  for (const person of [a, c, e]) await give(person, 'payment_authoriser');
  const runId = await created(door.api, a, 'buildRun', { potId: pot.potId, name: '1 February' });
  await door.as(a, 'requestAuthorisation', { id: runId });
  const { seenHash, totalPence, payments } = await door.as(c, 'getPaymentRun', { id: runId });
  expect([totalPence, payments.length]).toEqual([pounds(1_500), 1]);
  const authorise = { id: runId, body: { seenHash } };
  expect(await door.refusal(a, 'authoriseRun', authorise)).toMatchObject({
    status: 403,
    code: 'SAME_PERSON',
    duty: 'authorised run',
    earlier: 'built run',
  });
  expect(await door.refusal(e, 'authoriseRun', authorise)).toMatchObject({
    status: 403,
    code: 'CONNECTED_PERSON',
    duty: 'authorised run',
    partyId: party.id,
  });
  expect(await door.refusal(husband, 'authoriseRun', authorise)).toMatchObject({
    status: 403,
    code: 'CONNECTED_PERSON',
    duty: 'authorised run',
    earlier: 'built run',
  });
  await door.as(c, 'authoriseRun', authorise);
  expect(await door.as(a, 'getPaymentRun', { id: runId })).toMatchObject({
    state: 'authorised',
    authorisations: [{ person: { id: c.id }, totalPence: pounds(1_500), seenHash }],
  });
  await assertLedgerVerified(engine.inbox);
});
