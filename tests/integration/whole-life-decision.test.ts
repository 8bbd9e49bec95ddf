import { aMeetingOf, attended, signed } from '../builders/over-http';
import { content } from '../builders/application';
import { pence } from '../../src/domain/money/money';
import { assertLedgerVerified } from '../support/ledger';
import { openWholeLives, untilOffered, untilRunning, type WholeLives } from '../support/whole-lives';

let lives: WholeLives;
let door: WholeLives['door'];
let staff: WholeLives['staff'];
let group: WholeLives['group'];
beforeAll(async () => {
  lives = await openWholeLives();
  ({ door, staff, group } = lives);
});
afterAll(() => lives.close());
afterEach(() => assertLedgerVerified(lives.engine.inbox));

/** What somebody sends who has not read the agreement. */
const unread = { agreementHash: '0'.repeat(64), signature: 'A member' };

const canBeAwarded = async (potId: string): Promise<number> =>
  (await door.as(staff.manager, 'getPot', { id: potId })).money.canStillBeAwardedPence;
const millisecondsFrom = (one: string, other: string): number => Date.parse(other) - Date.parse(one);

test('an offer that nobody answers is reminded of, runs out by itself, and its money can be awarded again', async () => {
  const pot = await lives.aPot({ offer: { validFor: 'PT3S', remindBefore: ['PT2S'] } });
  const id = await lives.offered(pot);
  const { next, award } = await lives.grant(id);
  expect(next).toMatchObject({ what: 'Accept the offer', of: 'group' });
  expect(millisecondsFrom(award.offeredAt, next.by)).toBe(3_000);
  expect(await canBeAwarded(pot.potId)).toBe(99_900_000);

  const lapsed = await lives.becomes(id, ({ stage }) => stage === 'lapsed', 'the offer runs out');
  expect(lapsed).toMatchObject({ final: true, dates: [], next: { what: 'Nothing more', of: 'nobody', by: null } });
  expect(lapsed.next.why).toMatch(/^The offer ran out on /);
  expect(await lives.happened(id)).toEqual([
    ...untilOffered(group),
    'offer_reminded by itself',
    'offer_lapsed by itself',
  ]);
  const { items } = await door.as(staff.officer, 'getGrantTimeline', { id });
  expect(items[0].at).toBe(next.by);
  expect(millisecondsFrom(items[1].at, next.by)).toBe(2_000);
  expect(await canBeAwarded(pot.potId)).toBe(100_000_000);
  expect(await door.refusal(group.people[0], 'acceptOffer', { id, body: unread })).toMatchObject({
    status: 409,
    code: 'TRANSITION_NOT_ALLOWED',
    state: 'lapsed',
  });
});

test('an offer can be declined, with a reason; an application withdrawn', async () => {
  const pot = await lives.aPot();
  const [declined, withdrawn] = [await lives.offered(pot), await lives.withThePanel(pot)];
  const reason = 'Our hall has closed.';
  await door.as(group.people[1], 'declineOffer', { id: declined, body: { reason } });
  await door.as(group.people[0], 'withdraw', { id: withdrawn });
  expect((await lives.grant(declined)).next).toMatchObject({ what: 'Nothing more', of: 'nobody' });
  expect((await lives.grant(withdrawn)).next.why).toMatch(/^The group withdrew it on /);
  expect(await lives.happened(declined)).toEqual([
    ...untilOffered(group),
    `offer_declined by ${group.people[1].name}: ${reason}`,
  ]);
  expect((await lives.happened(withdrawn)).at(-1)).toBe(`application_withdrawn by ${group.people[0].name}`);
  expect(await canBeAwarded(pot.potId)).toBe(100_000_000);
});

test('of an award of less, budget and targets are agreed anew before it is accepted', async () => {
  const pot = await lives.aPot({ instalments: [{ sharePercent: 100, dueAfter: 'P7D' }] });
  const id = await lives.withThePanel(pot, { askedPence: 200_000 });
  const reasons = 'One workshop is enough for a start.';
  const less = { meetingId: null, outcome: 'award_less', amountPence: 150_000, reasons };
  await door.as(staff.officer, 'decide', { id, body: less });
  const [chair] = group.people;
  const { next } = await lives.grant(id, chair);
  expect(next).toMatchObject({ what: 'Agree budget and targets', of: 'group' });
  expect(next.why).toMatch(/^We can offer you £1,500 of the £2,000 that you asked for\./);
  expect(await door.refusal(chair, 'acceptOffer', { id, body: unread })).toMatchObject({
    status: 409,
    code: 'NEW_BUDGET_NEEDED',
    awardedPence: 150_000,
  });
  const agreed = ({ activities, budget }: ReturnType<typeof content>) => ({ id, body: { activities, budget } });
  expect(await door.refusal(chair, 'agreeBudget', agreed(content(149_999)))).toMatchObject({
    status: 422,
    code: 'BUDGET_TOTAL_DIFFERS',
  });
  await door.as(chair, 'agreeBudget', agreed(content(150_000)));
  expect((await lives.grant(id, chair)).next).toMatchObject({ what: 'Accept the offer', by: next.by });
  await signed(door, chair, id);
  expect(await door.refusal(group.people[1], 'acceptOffer', { id, body: unread })).toMatchObject({
    status: 409,
    code: 'AGREEMENT_CHANGED',
  });
  await signed(door, group.people[1], id);
  const grant = await lives.grant(id);
  expect(grant).toMatchObject({ stage: 'active', askedPence: 200_000, money: { awardedPence: 150_000 } });
  expect(grant.next).toMatchObject({ what: 'Give bank details', of: 'group' });
  expect(await lives.happened(id)).toEqual([
    ...untilOffered(group).slice(0, -1),
    `decision_made by Grants Officer: ${reasons}`,
    `budget_agreed_anew by ${chair.name}`,
    `offer_accepted by ${chair.name}`,
    `offer_accepted by ${group.people[1].name}`,
  ]);
});

test('“not yet” says what to work on, and a new application follows it and begins as it was', async () => {
  const pot = await lives.aPot();
  const [chair] = group.people;
  const first = await lives.withThePanel(pot, { content: { purpose: 'A choir for people on probation' } });
  const reasons = 'Find a second person who can lead the choir.';
  await door.as(staff.officer, 'decide', { id: first, body: { meetingId: null, outcome: 'not_yet', reasons } });
  const told = await lives.grant(first, chair);
  expect(told).toMatchObject({ stage: 'not_yet', final: true });
  expect(told.next).toEqual({
    what: 'Apply again, with our help',
    of: 'group',
    by: null,
    why: `Not yet: we will help you. ${reasons}`,
  });
  expect((await lives.happened(first)).at(-1)).toBe(`decision_made by Grants Officer: ${reasons}`);

  const body = { potId: pot.potId, partyId: group.id, followsId: first, helpedBy: staff.secondOfficer.id };
  const draft = await door.as(chair, 'createApplication', { body });
  expect(draft).toMatchObject({ followsId: first, content: { purpose: 'A choir for people on probation' } });
  const { id } = draft;
  await door.as(chair, 'submitApplication', { id });
  // Who helped to write it neither assesses nor decides it.
  expect(await door.refusal(staff.secondOfficer, 'startChecking', { id })).toMatchObject({
    status: 403,
    code: 'SAME_PERSON',
    earlier: 'helped write',
  });
  await door.as(staff.officer, 'startChecking', { id });
  await door.as(staff.officer, 'passToPanel', { id });
  const award = { id, body: { meetingId: null, outcome: 'award' } };
  expect(await door.refusal(staff.secondOfficer, 'decide', award)).toMatchObject({ code: 'SAME_PERSON' });
  await door.as(staff.officer, 'decide', award);
  expect(await lives.grant(id)).toMatchObject({ stage: 'offered', followsId: first });
});

test('a refusal is appealed against, and others than those who refused award', async () => {
  const pot = await lives.aPot({ decision: { quorum: 2, delegatedUpToPence: pence(0) } });
  const id = await lives.withThePanel(pot);
  const [c, d, e, f] = staff.panel;
  const at = { potId: pot.potId, startsAt: new Date().toISOString() };
  const first = await aMeetingOf(door, staff, { ...at, sitting: [c, d] });
  const reasons = 'There is no hall.';
  await door.as(staff.officer, 'decide', { id, body: { meetingId: first, outcome: 'refuse', reasons } });
  const [chair] = group.people;
  const refused = await lives.grant(id, chair);
  expect(refused).toMatchObject({ stage: 'refused', final: false, appealed: false });
  expect(refused.next).toMatchObject({ what: 'Nothing more', of: 'nobody', by: refused.dates[0].at });
  expect(refused.next.why).toMatch(/^Not this time\. There is no hall\. You can ask us to look again until 5pm on /);

  await door.as(chair, 'appeal', { id, body: { reason: 'We have had a hall since June.' } });
  expect((await lives.grant(id)).next).toMatchObject({ what: 'Decide on the appeal', of: 'panel' });
  const second = await aMeetingOf(door, staff, { ...at, sitting: [c, d, e] });
  const award = { id, body: { meetingId: second, outcome: 'award' } };
  expect(await door.refusal(staff.officer, 'decide', award)).toMatchObject({
    status: 409,
    code: 'APPEAL_NEEDS_OTHERS',
    counted: 1,
    quorum: 2,
  });
  await attended(door, staff, second, [c, d, e, f]);
  await door.as(staff.officer, 'decide', award);
  expect(await lives.grant(id)).toMatchObject({
    stage: 'offered',
    appealed: true,
    decisions: [
      { outcome: 'refuse', meetingId: first, counted: 2 },
      { outcome: 'award', meetingId: second, counted: 2 },
    ],
  });
  expect(await lives.happened(id)).toEqual([
    ...untilOffered(group).slice(0, -1),
    `decision_made by Grants Officer: ${reasons}`,
    `refusal_appealed by ${chair.name}: We have had a hall since June.`,
    'decision_made by Grants Officer',
  ]);
});

test('what the pot’s rules leave no room for ends as ineligible, with the reason', async () => {
  const pot = await lives.aPot();
  const id = await lives.withThePanel(pot);
  const reason = 'The work would be in Kent.';
  expect(await door.refusal(staff.officer, 'declareIneligible', { id, body: { reason } })).toMatchObject({
    code: 'TRANSITION_NOT_ALLOWED',
    state: 'assessing',
  });
  const other = (await door.as(group.people[0], 'createApplication', { body: { potId: pot.potId, partyId: group.id } }))
    .id;
  await door.as(group.people[0], 'saveApplication', { id: other, ifMatch: '"1"', body: content(5_000) });
  await door.as(group.people[0], 'submitApplication', { id: other });
  await door.as(staff.officer, 'declareIneligible', { id: other, body: { reason } });
  expect((await lives.grant(other, group.people[0])).next).toEqual({
    what: 'Nothing more',
    of: 'nobody',
    by: null,
    why: `We cannot fund this: ${reason}`,
  });
  expect(await lives.happened(other)).toEqual([
    `application_submitted by ${group.people[0].name}`,
    `declared_ineligible by Grants Officer: ${reason}`,
  ]);
});

test('while the group has a question to answer our clock stands still, and then goes on later by just as long', async () => {
  const pot = await lives.aPot({ decideWithin: 'PT1H', answerWithin: 'PT2S' });
  const id = await lives.withThePanel(pot);
  const decideBy = async () =>
    (await lives.grant(id)).dates.find((date: { name: string }) => date.name === 'decision').at;
  const before = await decideBy();
  const asked = await door.as(staff.officer, 'askQuestion', { id, body: { question: 'Which hall will you use?' } });
  const { questionId, answerBy } = asked.result;
  const waiting = await lives.grant(id);
  expect(waiting.next).toMatchObject({ what: 'Answer our question', of: 'group', by: answerBy });
  expect(waiting.clockPausedSince).toBe(waiting.questions[0].askedAt);
  // It is reminded of by itself, when the group's own time is up.
  await door.until(
    staff.officer,
    'getGrantTimeline',
    { id },
    ({ items }) => items[0].type === 'answer_chased' && items[0].at === answerBy,
    'the group is reminded of the question',
  );
  const [chair] = group.people;
  await door.as(chair, 'answerQuestion', { id, body: { questionId, answer: 'St Mary’s hall.' } });
  const answered = await lives.grant(id);
  expect(answered).toMatchObject({ clockPausedSince: null, next: { what: 'Decide', of: 'panel' } });
  const [{ askedAt, answeredAt }] = answered.questions;
  expect(millisecondsFrom(before, await decideBy())).toBe(millisecondsFrom(askedAt, answeredAt));
  expect(millisecondsFrom(askedAt, answeredAt)).toBeGreaterThan(2_000);
  expect(answered.next.by).toBe(await decideBy());
  expect((await lives.happened(id)).slice(-3)).toEqual([
    'question_asked by Grants Officer',
    'answer_chased by itself',
    `question_answered by ${chair.name}`,
  ]);
});

test('in a pot with delegated authority one person decides, and the grant is paid, on the day', async () => {
  const pot = await lives.aPot({ decision: { delegatedUpToPence: pence(100_000) } }, 1_000_000);
  const tooMuch = await lives.withThePanel(pot, { askedPence: 100_001 });
  const alone = { meetingId: null, outcome: 'award' };
  expect(await door.refusal(staff.officer, 'decide', { id: tooMuch, body: alone })).toMatchObject({
    status: 422,
    code: 'NOT_DELEGATED',
    limitPence: 100_000,
    errors: [{ pointer: '/meetingId' }],
  });
  const id = await lives.running(pot, { askedPence: 100_000 });
  const run = await lives.sentRun(pot);
  await lives.outcomes(run, 'settled');
  const grant = await lives.becomes(id, ({ payments }) => payments[0].state === 'settled', 'it is paid');
  expect(grant.decisions).toMatchObject([{ outcome: 'award', meetingId: null, counted: 1 }]);
  expect(grant.next).toMatchObject({ what: 'Send the report', of: 'group', by: grant.report.dueAt });
  expect(grant.next.why).toMatch(/^£1,000 paid on .* The report is due by 5pm on /);
  expect(await lives.happened(id)).toEqual([
    ...untilRunning(group).slice(0, -1),
    'instalment_fell_due by itself', // and waits for bank details
    `bank_details_given by ${group.people[2].name}`,
    'instalment_fell_due by itself',
    'payment_became_ready by itself',
    'payment_put_in_run by Payment Maker',
    'payment_authorised by Payment Authoriser',
    'payment_sent by Payment Maker',
    'payment_settled by Payment Maker',
  ]);
});
