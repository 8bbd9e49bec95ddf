import { inTenant } from '../../db/transaction';
import { readSeenRun } from '../../src/commands/payments/seen-hash';
import { removeFile } from '../../src/commands/files/add-file';
import { changeView, removeView, saveView } from '../../src/commands/views/saved-views';
import { viewsAtMost } from '../../src/domain/lists/saved-views';
import { aMeeting, anAward } from '../builders/award';
import { aPaperFor } from '../builders/evidence';
import { anActiveGrant } from '../builders/active-grant';
import { inChecking, submitted, withPanel } from '../builders/application';
import { aPerson } from '../builders/organisation';
import { cashArrives, payAllReady } from '../builders/paying';
import { aPot } from '../builders/pot';
import { aPolicy } from '../builders/policy';
import { aSetting } from '../builders/setting';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { readsOf, rolesOf, type Reads } from '../support/reads';

let inbox: Inbox;
let reads: Reads;
beforeAll(async () => {
  inbox = await openInbox();
  reads = readsOf(inbox);
});
beforeEach(() => inbox.moveClockTo('2027-02-01T10:00:00.000Z'));
afterAll(() => inbox.close());

interface Item {
  readonly id: string;
  readonly what: string;
  readonly subject: { readonly id: string };
  readonly place: string | null;
  readonly dueAt: string;
  readonly late: boolean;
  readonly lateDays: number;
}
const workOf = async (actor: Actor, query: Record<string, string> = {}): Promise<readonly Item[]> =>
  (await reads.as(actor, 'listWork', { query })).items;
const whats = async (actor: Actor, query: Record<string, string> = {}) =>
  (await workOf(actor, query)).map(({ what }) => what);

test('an application waits for whoever looks after it, by its promise, and not while the group has to answer or it is on hold', async () => {
  const setting = await aSetting(inbox);
  const { officer, secondOfficer, manager } = setting.organisation;
  const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
  expect(await workOf(officer)).toMatchObject([
    {
      what: 'check',
      subject: { type: 'grant', id: grantId },
      dueAt: '2027-02-11T17:00:00.000Z',
      late: false,
      lateDays: 0,
      party: { id: setting.group.partyId },
      owner: { id: officer.personId },
    },
  ]);
  expect(await whats(secondOfficer)).toEqual([]);
  expect(await whats(secondOfficer, { owner: 'all' })).toEqual(['check']);
  expect(await whats(secondOfficer, { owner: officer.personId })).toEqual(['check']);
  const asked = await inbox.done(officer, 'askQuestion', grantId, { question: 'Which hall?' });
  expect(await whats(officer)).toEqual([]);
  await inbox.done(setting.group.applicant, 'answerQuestion', grantId, {
    questionId: asked.result!['questionId'],
    answer: 'Ours.',
  });
  expect(await whats(officer)).toEqual(['go_on_with_answer']);
  await inbox.done(manager, 'hold', grantId, { reason: 'A worry.' });
  expect(await whats(officer)).toEqual([]);
  await inbox.done(manager, 'release', grantId);

  // The promise is broken, and is still the promise.
  await inbox.moveClockTo('2027-02-14T18:00:00.000Z');
  await inbox.applyDueNow(officer.tenantId, 'grant', grantId);
  expect(await workOf(officer)).toMatchObject([{ dueAt: '2027-02-13T17:00:00.000Z', late: true, lateDays: 1 }]);
  expect(await reads.as(officer, 'countWork')).toEqual({ waiting: 1, late: 1 });
  await inbox.done(officer, 'passToPanel', grantId);
  expect(await workOf(officer)).toMatchObject([{ what: 'decide', late: false }]);
});

test('what its owner may not check waits for those who may: of a fund manager’s pot, and of an officer who wrote it down', async () => {
  const setting = await aSetting(inbox);
  const { officer, secondOfficer, manager, tenantId } = setting.organisation;
  const { grantId } = await submitted(inbox, { ...setting, askedPence: 50_000 });
  const of = async () => [await whats(manager), await whats(officer), await whats(secondOfficer)];
  await inbox.done(manager, 'reassign', grantId, { ownerId: manager.personId });
  expect(await of()).toEqual([[], ['check'], ['check']]);
  await inbox.done(manager, 'reassign', grantId, { ownerId: officer.personId });
  expect(await of()).toEqual([[], ['check'], []]);
  await inbox.done(manager, 'recordHelp', grantId, { officerId: officer.personId });
  expect(await of()).toEqual([[], [], ['check']]);
  // Where nobody may, it stays with whoever looks after it.
  await inbox.look(
    `update role set ended_at = app.now() where tenant_id = $1 and person_id = $2 and name = 'grants_officer'`,
    [tenantId, secondOfficer.personId],
  );
  expect(await whats(officer)).toEqual(['check']);
});

test('messages wait one line a thread, until one who answers has read them', async () => {
  const setting = await aSetting(inbox);
  const { officer } = setting.organisation;
  const { grantId } = await anAward(inbox, { ...setting, askedPence: 50_000 });
  await inbox.done(setting.group.applicant, 'sendMessage', grantId, { text: 'One' });
  await inbox.done(setting.group.secretary, 'sendMessage', grantId, { text: 'Two' });
  expect(await whats(officer)).toEqual(['read_message']);
  await inbox.done(officer, 'sendMessage', grantId, { text: 'Yes' });
  expect(await whats(officer)).toEqual([]);
  await inbox.moveClockTo('2027-02-25T10:00:00.000Z');
  expect(await whats(officer)).toEqual(['offer_runs_out']);
});

test('what a group sends for a condition waits for its officer, who is mailed once, until it is settled, answered or taken back', async () => {
  const setting = await aSetting(inbox);
  const { organisation, group } = setting;
  const { officer, tenantId } = organisation;
  const conditions = [{ wording: 'Insure', dueWithin: 'P90D' }];
  const { grantId, conditionIds } = await anActiveGrant(inbox, { ...setting, askedPence: 50_000, conditions });
  const about = conditionIds[0]!;
  const sends = async (actor: Actor) => {
    const id = await aPaperFor(inbox, actor, { grantId, conditionId: about });
    return { takeBack: async () => removeFile(inbox.db, { ...actor, roles: await rolesOf(inbox, actor) }, id) };
  };
  const mailed = async () =>
    (await inbox.look<{ person_id: string }>(`select person_id from outbox where template = 'evidence-arrived'`)).map(
      ({ person_id }) => person_id,
    );
  expect(await whats(officer)).toEqual(['check_condition']);

  await sends(officer);
  expect([await whats(officer), await mailed()]).toEqual([['check_condition'], []]);
  await sends(group.applicant);
  const second = await sends(group.secretary);
  expect(await workOf(officer)).toMatchObject([{ what: 'look_at_evidence', subject: { id: grantId } }]);
  expect(await mailed()).toEqual([officer.personId]);
  await inbox.done(officer, 'sendMessage', grantId, { text: 'All pages of it, please.' });
  expect(await whats(officer)).toEqual(['check_condition']);

  const third = await sends(group.applicant);
  expect([await whats(officer), await mailed()]).toEqual([['look_at_evidence'], [officer.personId, officer.personId]]);
  await third.takeBack();
  await second.takeBack();
  expect(await whats(officer)).toEqual(['check_condition']);
  await sends(group.applicant);
  await inbox.done(officer, 'meetCondition', grantId, { conditionId: about });
  expect(await inbox.look('select evidence_at from condition where tenant_id = $1', [tenantId])).toEqual([
    { evidence_at: null },
  ]);
  expect(await whats(officer)).not.toContain('look_at_evidence');
});

test('payments wait for who pays, a run for who authorises; what came back and conditions too', async () => {
  const setting = await aSetting(inbox, { instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] });
  const { organisation, potId } = setting;
  const { officer, paymentMaker, paymentAuthoriser, tenantId } = organisation;
  const conditional = await anActiveGrant(inbox, {
    ...setting,
    askedPence: 50_000,
    conditions: [{ wording: 'Insure' }],
  });
  expect(await whats(officer)).toEqual(['check_condition']);
  await inbox.done(officer, 'meetCondition', conditional.grantId, { conditionId: conditional.conditionIds[0] });
  await inbox.applyDueNow(tenantId, 'grant', conditional.grantId);
  await inbox.deliverFollowUps();
  expect(await whats(paymentMaker)).toEqual(['payment_waits_for_cash']);
  const [pot] = await inbox.look<{ fund_id: string }>('select fund_id from pot where id = $1', [potId]);
  await cashArrives(inbox, organisation, { potId, fundId: pot!.fund_id }, 100_000);
  expect(await whats(paymentMaker)).toEqual(['payment_to_run']);
  expect(await whats(paymentAuthoriser)).toEqual([]);
  const run = (await inbox.done(paymentMaker, 'buildRun', null, { potId, name: 'Run' })).subjectId;
  await inbox.done(paymentMaker, 'requestAuthorisation', run);
  expect(await workOf(paymentAuthoriser)).toMatchObject([
    { what: 'authorise_run', reference: 'Run', party: null, grantId: null },
  ]);
  // Who built it does not authorise it, and an officer makes no payments.
  expect([await whats(paymentMaker), await whats(officer)]).toEqual([[], []]);
  const { seenHash } = await inTenant(inbox.db, tenantId, (tx) => readSeenRun(tx, tenantId, run));
  await inbox.done(paymentAuthoriser, 'authoriseRun', run, { seenHash });
  expect([await whats(paymentMaker), await whats(paymentAuthoriser)]).toEqual([['export_run'], []]);
  await inbox.done(paymentMaker, 'exportRun', run);
  await inbox.done(paymentMaker, 'markSent', run);
  expect([await whats(paymentMaker), await whats(paymentAuthoriser)]).toEqual([['record_outcomes'], []]);
});

test('a hold, a condition that failed and money to come back wait for those who may settle them', async () => {
  const setting = await aSetting(inbox, { instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] });
  const { officer, manager, paymentMaker, tenantId } = setting.organisation;
  const conditions = [{ wording: 'Insure', dueWithin: 'P14D' }];
  const { grantId, conditionIds } = await anActiveGrant(inbox, { ...setting, askedPence: 50_000, conditions });
  await inbox.done(manager, 'hold', grantId, { reason: 'A worry.' });
  expect([await whats(manager), await whats(officer)]).toEqual([['look_into_hold'], []]);
  await inbox.moveClockTo('2027-02-03T10:00:00.000Z');
  // Nobody has promised anything: it only waits.
  expect(await workOf(manager)).toMatchObject([{ promised: false, late: false, lateDays: 0 }]);
  await inbox.done(manager, 'release', grantId);
  expect(await whats(manager)).toEqual([]);

  await inbox.moveClockTo('2027-03-31T10:00:00.000Z');
  await inbox.applyDueNow(tenantId, 'grant', grantId);
  expect([await whats(manager), await whats(officer)]).toEqual([['decide_condition'], []]);
  await inbox.done(manager, 'waiveCondition', grantId, { conditionId: conditionIds[0], reason: 'They are insured.' });

  const [pot] = await inbox.look<{ fund_id: string }>('select fund_id from pot where id = $1', [setting.potId]);
  await inbox.applyDueNow(tenantId, 'grant', grantId);
  await cashArrives(inbox, setting.organisation, { potId: setting.potId, fundId: pot!.fund_id }, 100_000);
  await payAllReady(inbox, setting.organisation, setting.potId);
  await inbox.deliverFollowUps();
  await inbox.done(manager, 'terminate', grantId, { reason: 'The group has closed.', refundPence: 10_000 });
  expect([await whats(paymentMaker), await whats(manager)]).toEqual([['refund_due'], ['refund_due']]);
});

test('the panel has its meetings to read for, once something is on the table, and nothing of what waits for staff', async () => {
  const setting = await aSetting(inbox);
  const { organisation, potId } = setting;
  const [member] = organisation.panel;
  const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel.slice(0, 1));
  expect([await whats(member), await reads.as(member, 'countWork')]).toEqual([[], { waiting: 0, late: 0 }]);
  await withPanel(inbox, { ...setting, askedPence: 10_000 });
  expect(await workOf(member)).toMatchObject([
    { what: 'read_pack', subject: { type: 'meeting', id: meetingId }, place: null },
  ]);
  const [clock] = await inbox.look<{ now: Date }>('select app.now() as now');
  const startsAt = clock!.now.toISOString();
  await inbox.done(organisation.officer, 'planMeeting', null, { potId, startsAt, online: false, place: 'The hall' });
  expect((await workOf(member)).map(({ place }) => place).toSorted()).toEqual(['The hall', null]);
  expect(await whats(member, { owner: 'all' })).toEqual(['read_pack', 'read_pack']);
  expect(await reads.as(member, 'countWork')).toMatchObject({ waiting: 2 });
  expect(await whats(organisation.officer)).toEqual(['decide']);
  const elsewhere = await aPot(inbox, organisation, { budgetPence: 1_000_000 });
  const ofAnother = await aPerson(inbox, organisation.tenantId, 'Member of another pot', [
    { role: 'panel_member', potId: elsewhere.potId },
  ]);
  expect(await whats(ofAnother)).toEqual([]);
});

test('what was promised for today is late tomorrow', async () => {
  const setting = await aSetting(inbox);
  const { officer, tenantId } = setting.organisation;
  const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
  await inbox.moveClockTo('2027-02-11T17:01:00.000Z');
  await inbox.applyDueNow(tenantId, 'grant', grantId);
  expect(await workOf(officer)).toMatchObject([{ promised: true, late: false, lateDays: 0 }]);
  expect(await reads.as(officer, 'countWork')).toEqual({ waiting: 1, late: 0 });
  await inbox.moveClockTo('2027-02-12T08:00:00.000Z');
  expect(await workOf(officer)).toMatchObject([{ late: true, lateDays: 1 }]);
  expect(await reads.as(officer, 'countWork')).toEqual({ waiting: 1, late: 1 });
});

test('what is late comes first, is read page by page, of the pots within reach, and is staff’s alone', async () => {
  const setting = await aSetting(inbox);
  const { organisation, group } = setting;
  const elsewhere = await aPot(inbox, organisation, {
    budgetPence: 1_000_000,
    policy: aPolicy({ checkWithin: 'P2D' }),
  });
  const ids: string[] = [];
  for (const potId of [setting.potId, elsewhere.potId, setting.potId])
    ids.push((await submitted(inbox, { organisation, potId, group, askedPence: 10_000 })).grantId);
  await withPanel(inbox, { organisation, potId: setting.potId, group, askedPence: 10_000 });
  const { manager, tenantId } = organisation;
  const all = await workOf(manager, { owner: 'all' });
  expect(all.map(({ what }) => what)).toEqual(['check', 'check', 'check', 'decide']);
  expect(all[0]!.subject.id).toBe(ids[1]);
  const paged: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Item[]; next: string | null } = await reads.as(manager, 'listWork', {
      query: { owner: 'all', limit: '1', ...(cursor === null ? {} : { cursor }) },
    });
    paged.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  expect(paged).toEqual(all.map(({ id }) => id));
  const ofOne = await aPerson(inbox, tenantId, 'Officer of one pot', [
    { role: 'grants_officer', potId: elsewhere.potId },
  ]);
  expect((await workOf(ofOne, { owner: 'all' })).map(({ subject }) => subject.id)).toEqual([ids[1]]);
  expect((await workOf(manager, { owner: 'all', potId: elsewhere.potId })).map(({ subject }) => subject.id)).toEqual([
    ids[1],
  ]);
  expect(await reads.as(group.applicant, 'listWork')).toBe('not theirs to ask');
  const other = await aSetting(inbox);
  expect(await whats(other.organisation.manager, { owner: 'all' })).toEqual([]);
});

test('a saved view is offered to its owner, and to colleagues once it is shared; saved again as it is, it is the same one', async () => {
  const { officer, secondOfficer, manager } = (await aSetting(inbox)).organisation;
  const elsewhere = (await aSetting(inbox)).organisation;
  const as = async (actor: Actor) => ({ ...actor, roles: await rolesOf(inbox, actor) });
  const seen = async (actor: Actor) => (await reads.as(actor, 'listSavedViews', { query: { list: 'grants' } })).items;
  const view = { list: 'grants', name: 'Reports late', isShared: false, filters: 'stage=active&overdue=yes' } as const;
  const saved = await saveView(inbox.db, await as(officer), view);
  expect(await saveView(inbox.db, await as(officer), view)).toEqual(saved);
  for (const other of [
    { ...view, filters: 'stage=offered' },
    { ...view, name: 'REPORTS LATE', isShared: true },
  ])
    expect(await saveView(inbox.db, await as(officer), other)).toMatchObject({ code: 'VIEW_NAME_TAKEN' });
  const { id } = saved as { id: string };
  const shown = { id, name: 'Reports late', filters: { stage: 'active', overdue: 'yes' }, mayChange: true };
  expect([await seen(officer), await seen(secondOfficer)]).toMatchObject([[shown], []]);

  const shared = { name: 'Late', isShared: true };
  expect(await changeView(inbox.db, await as(officer), id, shared)).toBeUndefined();
  expect(await seen(secondOfficer)).toMatchObject([{ ...shown, ...shared, mayChange: false }]);
  expect(await seen(manager)).toMatchObject([{ ...shared, mayChange: true }]);
  expect(await seen(elsewhere.officer)).toEqual([]);
  for (const stranger of [secondOfficer, elsewhere.manager]) {
    expect(await changeView(inbox.db, await as(stranger), id, shared)).toBe('absent');
    expect(await removeView(inbox.db, await as(stranger), id)).toBe(false);
  }
  expect(await removeView(inbox.db, await as(manager), id)).toBe(true);
  expect(await seen(officer)).toEqual([]);
});

test('somebody saves so many views of a list, and no more', async () => {
  const { officer } = (await aSetting(inbox)).organisation;
  const viewer = { ...officer, roles: await rolesOf(inbox, officer) };
  const save = (list: 'grants' | 'work', n: number) =>
    saveView(inbox.db, viewer, { list, name: `View ${String(n)}`, isShared: false, filters: 'pot=p' });
  for (let n = 0; n < viewsAtMost; n += 1) expect(await save('grants', n)).toEqual({ id: expect.any(String) });
  expect(await save('grants', viewsAtMost)).toMatchObject({ code: 'VIEWS_TOO_MANY' });
  expect(await save('grants', 0)).toEqual({ id: expect.any(String) });
  expect(await save('work', 0)).toEqual({ id: expect.any(String) });
});
