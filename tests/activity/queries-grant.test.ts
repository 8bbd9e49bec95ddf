import { anActiveGrant } from '../builders/active-grant';
import { anApplication, content, submitted } from '../builders/application';
import { aMeeting } from '../builders/award';
import { aGroup } from '../builders/group';
import { anOrganisation } from '../builders/organisation';
import { payAllReady } from '../builders/paying';
import { aPot } from '../builders/pot';
import { aReport } from '../builders/report';
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

test('says at each stage what comes next, in the words of who reads, and what they may do', async () => {
  await inbox.moveClockTo('2026-10-12T10:00:00.000Z');
  const { organisation, potId, group } = await aSetting(inbox, {
    checks: [{ kind: 'governing_document', validFor: 'P3Y' }],
  });
  const { officer, manager } = organisation;
  const { grantId } = await anApplication(inbox, { organisation, potId, group, askedPence: 193_500 });
  const asGroup = () => reads.as(group.applicant, 'getGrant', { id: grantId });
  const asOfficer = () => reads.as(officer, 'getGrant', { id: grantId });

  const draft = await asGroup();
  expect(draft).toMatchObject({
    stage: 'draft',
    reference: null,
    next: { what: 'Send the application', of: 'group' },
    allowed: ['submitApplication', 'shareDraft', 'takeBackDraft', 'settleDraftComment'],
    money: null,
    award: null,
    party: { name: 'Kreative Education Solution', kind: 'group' },
    application: { askedPence: 193_500, contacts: [{ name: 'Ada Brown' }, {}] },
  });

  await inbox.done(group.applicant, 'submitApplication', grantId);
  await inbox.done(officer, 'startChecking', grantId);
  expect((await asOfficer()).checks).toEqual([
    { kind: 'governing_document', state: 'to do', expiresOn: null, checkedOn: null, checkedBy: null },
  ]);
  const question = await inbox.done(officer, 'askQuestion', grantId, { question: 'How many will come?' });
  expect(await asGroup()).toMatchObject({
    stage: 'checking',
    next: { what: 'Answer our question', of: 'group', by: question.result!['answerBy'] },
    allowed: [
      'answerQuestion',
      'withdraw',
      'askConfirmationAgain',
      'replaceSecondContact',
      'nameHost',
      'removeHost',
      'sendMessage',
    ],
    questions: [{ question: 'How many will come?', answer: null, askedBy: { name: 'Grants Officer' } }],
  });
  expect((await asOfficer()).next.why).toBe('Waiting for the group; our clock has stood still since 12 October 2026.');
  await inbox.done(group.applicant, 'answerQuestion', grantId, {
    questionId: question.result!['questionId'],
    answer: 'Thirty.',
  });
  await inbox.done(officer, 'recordCheck', grantId, {
    kind: 'governing_document',
    passed: true,
    seenOn: '2026-10-12',
  });
  expect((await asOfficer()).checks).toMatchObject([
    { state: 'passed', expiresOn: '2029-10-12', checkedOn: '2026-10-12', checkedBy: { name: 'Grants Officer' } },
  ]);
  await inbox.done(officer, 'passToPanel', grantId);
  const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel.slice(0, 3));
  expect((await asGroup()).next).toMatchObject({ of: 'panel' });

  await inbox.done(officer, 'decide', grantId, { meetingId, outcome: 'award_less', amountPence: 150_000 });
  expect(await asGroup()).toMatchObject({
    stage: 'offered',
    next: { what: 'Agree budget and targets', of: 'group' },
    decisions: [{ outcome: 'award_less', amountPence: 150_000, counted: 3 }],
    award: {
      awardedPence: 150_000,
      needsNewBudget: true,
      signatoriesNeeded: 2,
      drawnDownByPurchases: false,
      bankAccount: null,
    },
    money: {
      awardedPence: 150_000,
      paidPence: 0,
      promisedPence: 0,
      leftPence: 150_000,
      refundDuePence: 0,
      refundedPence: 0,
      writtenOffPence: 0,
      waitingForCashPence: 0,
      cameBackPence: 0,
    },
  });
  const { activities, budget } = content(150_000);
  await inbox.done(group.applicant, 'agreeBudget', grantId, { activities, budget });
  await inbox.done(group.applicant, 'acceptOffer', grantId);
  expect(await asGroup()).toMatchObject({
    next: { why: expect.stringContaining('1 of 2 have accepted') },
    acceptances: [{ person: { name: "The group's chair" } }],
  });
  await inbox.done(group.secretary, 'acceptOffer', grantId);
  expect((await asGroup()).next).toMatchObject({ what: 'Give bank details', of: 'group' });
  await inbox.done(group.applicant, 'giveBankDetails', grantId, {
    accountName: 'The group',
    detailsSealed: 'v1.x',
    lastDigits: '958',
  });
  expect(await asGroup()).toMatchObject({
    stage: 'active',
    next: { what: 'Pay £1,500', of: 'nobody', by: '2026-10-19T16:00:00.000Z' },
    award: { bankAccount: { accountName: 'The group', lastDigits: '958', version: 1 } },
    payments: [{ amountPence: 150_000, state: 'scheduled', payee: { name: 'Kreative Education Solution' }, why: null }],
    dates: expect.arrayContaining([{ name: 'instalment', about: expect.any(String), at: '2026-10-19T16:00:00.000Z' }]),
  });

  await inbox.done(manager, 'hold', grantId, { reason: 'A worry about safeguarding.' });
  const held = await asGroup();
  expect(held).toMatchObject({
    onHold: true,
    next: {
      what: 'Look at why it is on hold',
      of: 'manager',
      why: 'This grant is on hold. Grants Officer will be in touch.',
    },
  });
  expect(JSON.stringify(held)).not.toContain('safeguarding.');
  const timeline = async (actor: typeof officer) =>
    (await reads.as(actor, 'getGrantTimeline', { id: grantId })).items as { type: string; text: string | null }[];
  expect((await timeline(manager)).map(({ type, text }) => [type, text])).toContainEqual([
    'put_on_hold',
    'A worry about safeguarding.',
  ]);
  for (const actor of [officer, group.applicant]) {
    const types = (await timeline(actor)).map(({ type }) => type);
    expect(types).toContain('clocks_stopped');
    expect(types).not.toContain('put_on_hold');
  }
});

test('that ended says why, when, and what came back', async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  const { officer } = organisation;
  const ineligible = await submitted(inbox, { organisation, potId, group, askedPence: 50_000 });
  await inbox.done(officer, 'declareIneligible', ineligible.grantId, { reason: 'Outside Croydon.' });
  expect(await reads.as(group.applicant, 'getGrant', { id: ineligible.grantId })).toMatchObject({
    final: true,
    allowed: ['sendMessage'],
    next: { what: 'Nothing more', of: 'nobody', by: null, why: 'We cannot fund this: Outside Croydon.' },
  });
});

test('that was paid and not used up tells the money in the same words to the end', async () => {
  await inbox.moveClockTo('2026-11-02T10:00:00.000Z');
  const organisation = await anOrganisation(inbox);
  const { fundId, potId } = await aPot(inbox, organisation, { budgetPence: 2_000_000 });
  const group = await aGroup(inbox, organisation);
  const { manager, officer, paymentMaker } = organisation;
  const expected = await inbox.done(manager, 'expectInstalment', fundId, {
    potId,
    amountPence: 500_000,
    expectedOn: '2026-11-02',
  });
  await inbox.done(manager, 'recordInstalment', fundId, {
    instalmentId: expected.result!['instalmentId'],
    receivedOn: '2026-11-02',
  });
  const { grantId } = await anActiveGrant(inbox, { organisation, potId, group, askedPence: 100_000 });
  const money = async () => (await reads.as(group.applicant, 'getGrant', { id: grantId })).money;
  await inbox.moveClockTo('2026-11-09T17:00:01.000Z');
  await inbox.applyDueNow(organisation.tenantId, 'grant', grantId);
  expect(await money()).toMatchObject({ awardedPence: 100_000, paidPence: 0, promisedPence: 100_000, leftPence: 0 });
  await payAllReady(inbox, organisation, potId);
  await inbox.deliverFollowUps();
  expect(await money()).toMatchObject({ awardedPence: 100_000, paidPence: 100_000, promisedPence: 0, leftPence: 0 });
  expect((await reads.as(group.applicant, 'getGrant', { id: grantId })).payments).toMatchObject([
    { state: 'settled', settledOn: '2026-11-09', run: { name: 'Payments' } },
  ]);

  await inbox.done(group.applicant, 'submitReport', grantId, aReport(80_000));
  expect(await reads.as(officer, 'getGrant', { id: grantId })).toMatchObject({
    next: { what: 'Read the report' },
    report: { state: 'submitted', spentPence: 80_000, content: { lessons: expect.any(String) } },
  });
  await inbox.done(officer, 'acceptReport', grantId);
  expect(await reads.as(group.applicant, 'getGrant', { id: grantId })).toMatchObject({
    stage: 'closing',
    next: { what: 'Return £200', of: 'group' },
    money: { paidPence: 100_000, refundDuePence: 20_000, refundedPence: 0 },
  });
  await inbox.done(paymentMaker, 'recordRefund', grantId, { amountPence: 5_000, receivedOn: '2026-11-09' });
  expect(await money()).toMatchObject({
    paidPence: 100_000,
    refundDuePence: 15_000,
    refundedPence: 5_000,
    cameBackPence: 5_000,
  });
  await inbox.done(manager, 'writeOffRefund', grantId, { reason: 'The group was wound up.' });
  await inbox.applyDueNow(organisation.tenantId, 'grant', grantId);
  expect(await money()).toMatchObject({
    awardedPence: 100_000,
    paidPence: 100_000,
    leftPence: 0,
    refundDuePence: 0,
    refundedPence: 5_000,
    writtenOffPence: 15_000,
  });
  expect((await reads.as(group.applicant, 'getGrant', { id: grantId })).next.why).toBe('Finished.');
});
