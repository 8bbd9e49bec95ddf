import { randomUUID } from 'node:crypto';

import { aGroup, anEmployer, aProvider } from '../builders/group';
import { anActiveBudget, anActiveGrant, type ActiveGrant, type ActiveGrantFacts } from '../builders/active-grant';
import { inChecking, submitted, withPanel } from '../builders/application';
import { anAward } from '../builders/award';
import { aRequestedPurchase } from '../builders/buying';
import { anOrganisation, aPerson, type Organisation } from '../builders/organisation';
import { cashArrives, payAllReady, today } from '../builders/paying';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { aReport } from '../builders/report';
import { assertLedgerVerified } from '../support/ledger';
import { openInbox, type Inbox } from '../support/inbox';
import { held, mailsOf, rowOf, timelineOf } from '../support/grant-rows';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  pot = await aPot(inbox, organisation, {
    budgetPence: 100_000_000,
    policy: aPolicy({
      instalments: [
        { sharePercent: 60, dueAfter: 'PT0S' },
        { sharePercent: 40, dueAfter: 'P60D' },
      ],
    }),
  });
  await cashArrives(inbox, organisation, pot, 10_000_000);
});
afterAll(async () => {
  await inbox.close();
});

const bringUp = (grantId: string) => inbox.applyDueNow(organisation.tenantId, 'grant', grantId);
const reason = 'The hall was flooded.';

async function aGrant(facts: Partial<ActiveGrantFacts> = {}): Promise<ActiveGrant> {
  const group = await aGroup(inbox, organisation);
  return anActiveGrant(inbox, { organisation, potId: pot.potId, askedPence: 100_000, ...facts, group });
}

async function aPaidGrant(): Promise<ActiveGrant> {
  const grant = await aGrant();
  await bringUp(grant.grantId);
  await payAllReady(inbox, organisation, pot.potId);
  return grant;
}

const facts = async () => ({
  organisation,
  potId: pot.potId,
  group: await aGroup(inbox, organisation),
  askedPence: 100_000,
});

async function inDays(days: number): Promise<string> {
  const [row] = await inbox.look<{ later: Date }>(`select app.now() + make_interval(days => $1) as later`, [days]);
  return row!.later.toISOString();
}

async function dueAt(grantId: string, name: string): Promise<string | undefined> {
  return (await rowOf(inbox, grantId)).deadlines.find((one) => one.name === name)?.at;
}

const extend = (grantId: string, body: object) =>
  inbox.send(organisation.officer, 'extendDate', grantId, { reason, ...body });

describe('giving more time', () => {
  it('moves the date of an offer, its timer and its reminders', async () => {
    const { grantId } = await anAward(inbox, await facts());
    const to = await inDays(60);
    const extended = await extend(grantId, { which: 'offer', to });
    expect(extended.status).toBe('applied');
    const { deadlines } = await rowOf(inbox, grantId);
    expect(deadlines).toHaveLength(1);
    expect(deadlines[0]).toMatchObject({ name: 'offer', at: to });
    expect(deadlines[0]?.steps.map(({ command }) => command)).toEqual(['remindOffer', 'remindOffer', 'lapseOffer']);
    expect(extended.standing.next.map(({ at }) => at)).toEqual(deadlines[0]?.steps.map(({ at }) => at));
    expect(await mailsOf(inbox, grantId, 'date-extended')).toHaveLength(3);
    const [event] = await inbox.look<{ before: object; after: object; text: string }>(
      `select e.before, e.after, t.text from event e join event_text t on t.event_id = e.id where e.grant_id = $1 and e.type = 'date_extended'`,
      [grantId],
    );
    expect(event).toMatchObject({ before: { which: 'offer' }, after: { which: 'offer', at: to }, text: reason });
  });

  it('moves those of checking and deciding', async () => {
    const checking = await inChecking(inbox, await facts());
    const deciding = await withPanel(inbox, await facts());
    const to = await inDays(90);
    for (const [grantId, which] of [
      [checking.grantId, 'check'],
      [deciding.grantId, 'decision'],
    ] as const) {
      expect((await extend(grantId, { which, to })).status).toBe('applied');
      expect(await dueAt(grantId, which)).toBe(to);
      expect(await mailsOf(inbox, grantId, 'date-extended')).toEqual([]);
    }
  });

  it('lets an overdue report be due again', async () => {
    const { grantId } = await aGrant();
    await inbox.moveClockTo((await dueAt(grantId, 'report'))!);
    await bringUp(grantId);
    const to = await inDays(100);
    expect((await extend(grantId, { which: 'report', to })).status).toBe('applied');
    const [report] = await inbox.look<{ state: string; due_at: Date }>(
      'select state, due_at from report where grant_id = $1',
      [grantId],
    );
    expect(report).toMatchObject({ state: 'due' });
    expect(report?.due_at.toISOString()).toBe(to);
    const again = (await rowOf(inbox, grantId)).deadlines.find(({ name }) => name === 'report');
    expect(again?.steps.map(({ command }) => command)).not.toContain('reportFallsDue');
  });

  it('moves the date by which money is due back, also of a grant that was ended early', async () => {
    const { grantId } = await aPaidGrant();
    await inbox.done(organisation.manager, 'terminate', grantId, { reason, refundPence: 10_000 });
    const to = await inDays(70);
    expect((await extend(grantId, { which: 'refund', to })).status).toBe('applied');
    expect(await dueAt(grantId, 'refund')).toBe(to);
    const [refund] = await inbox.look<{ due_at: Date }>('select due_at from refund where grant_id = $1', [grantId]);
    expect(refund?.due_at.toISOString()).toBe(to);
    expect((await rowOf(inbox, grantId)).final).toBe(false);
  });

  it('needs something that is waited for, and never makes a date earlier', async () => {
    const { grantId } = await aGrant();
    const to = await inDays(1000);
    for (const which of ['offer', 'check', 'decision', 'refund']) {
      expect((await extend(grantId, { which, to })).refusal).toMatchObject({ code: 'DATE_NOT_SET', facts: { which } });
    }
    expect((await extend(grantId, { which: 'condition', to })).refusal?.code).toBe('CONDITION_UNKNOWN');
    expect((await extend(grantId, { which: 'condition', about: randomUUID(), to })).refusal?.code).toBe(
      'CONDITION_UNKNOWN',
    );
    expect((await extend(grantId, { which: 'report', to: await inDays(-1) })).refusal?.code).toBe('DATE_PASSED');
    const sooner = await extend(grantId, { which: 'report', to: await inDays(10) });
    expect(sooner.refusal).toMatchObject({
      code: 'DATE_NOT_LATER',
      facts: { currentAt: await dueAt(grantId, 'report') },
    });

    await inbox.done(organisation.manager, 'waiveReport', grantId, { reason });
    expect((await extend(grantId, { which: 'report', to })).refusal?.code).toBe('TRANSITION_NOT_ALLOWED');
  });

  it('is not for what a grant that was ended early no longer waits for', async () => {
    const { grantId, conditionIds } = await aGrant({ conditions: [{ wording: 'Insure' }] });
    await inbox.done(organisation.manager, 'terminate', grantId, { reason });
    const to = await inDays(1000);
    for (const body of [{ which: 'report' }, { which: 'condition', about: conditionIds[0] }, { which: 'offer' }]) {
      expect((await extend(grantId, { ...body, to })).refusal?.code).toBe('DATE_NOT_SET');
    }
    expect((await rowOf(inbox, grantId)).deadlines).toEqual([]);
  });

  it('is not for a condition that is met, nor for a report that was handed in', async () => {
    const { grantId, group, conditionIds } = await aGrant({ conditions: [{ wording: 'Insure' }] });
    await inbox.done(organisation.officer, 'meetCondition', grantId, { conditionId: conditionIds[0] });
    const to = await inDays(1000);
    expect((await extend(grantId, { which: 'condition', about: conditionIds[0], to })).refusal?.code).toBe(
      'DATE_NOT_SET',
    );
    await inbox.done(group.applicant, 'submitReport', grantId, aReport(0));
    expect((await extend(grantId, { which: 'report', to })).refusal?.code).toBe('DATE_NOT_SET');
  });
});

describe('another owner', () => {
  it('is an officer or manager of the pot, at any stage', async () => {
    const { secondOfficer, manager, panel, officer } = organisation;
    const application = await submitted(inbox, await facts());
    const grant = await aGrant();
    for (const { grantId } of [application, grant]) {
      await inbox.done(manager, 'reassign', grantId, { ownerId: secondOfficer.personId });
      expect((await rowOf(inbox, grantId)).owner_id).toBe(secondOfficer.personId);
      expect(await mailsOf(inbox, grantId, 'grant-is-yours')).toEqual([secondOfficer.personId]);
    }
    const send = (ownerId: string) => inbox.send(officer, 'reassign', grant.grantId, { ownerId });
    expect((await send(panel[0].personId)).refusal).toMatchObject({ code: 'OWNER_NOT_STAFF', field: '/ownerId' });
    expect((await send(randomUUID())).refusal?.code).toBe('PERSON_UNKNOWN');
    const elsewhere = await aPot(inbox, organisation, { budgetPence: 1 });
    const otherPot = await aPerson(inbox, organisation.tenantId, 'Elsewhere', [
      { role: 'grants_officer', potId: elsewhere.potId },
    ]);
    expect((await send(otherPot.personId)).refusal?.code).toBe('OWNER_NOT_STAFF');
  });

  it('leaves a grant that is over as it is', async () => {
    const { grantId } = await aGrant();
    await inbox.done(organisation.manager, 'terminate', grantId, { reason });
    await inbox.done(organisation.manager, 'reassign', grantId, { ownerId: organisation.secondOfficer.personId });
    expect((await rowOf(inbox, grantId)).final).toBe(true);
  });
});

describe('a hold', () => {
  it('stops payments and clocks; only managers see why, and everything is later by as long as it was', async () => {
    const { grantId, group, conditionIds } = await aGrant({ conditions: [{ wording: 'Insure' }] });
    const { manager, officer } = organisation;
    const before = await rowOf(inbox, grantId);
    const worry = 'A parent has raised a safeguarding worry.';
    expect((await inbox.send(officer, 'hold', grantId, { reason: worry })).refusal?.code).toBe('NOT_YOURS_TO_DO');
    const heldNow = await inbox.done(manager, 'hold', grantId, { reason: worry });
    expect(heldNow.standing.next).toEqual([]);
    expect((await inbox.send(manager, 'hold', grantId, { reason: worry })).refusal?.code).toBe('ON_HOLD_ALREADY');
    expect((await inbox.send(officer, 'acceptReport', grantId)).refusal?.code).toBe('ON_HOLD');
    const events = await inbox.look<{ type: string; audience: string; text: string | null }>(
      `select e.type, e.audience, t.text from event e left join event_text t on t.event_id = e.id
       where e.grant_id = $1 and e.type in ('put_on_hold', 'clocks_stopped') order by e.type`,
      [grantId],
    );
    expect(events).toEqual([
      { type: 'clocks_stopped', audience: 'everyone', text: null },
      { type: 'put_on_hold', audience: 'managers', text: worry },
    ]);

    const since = (await rowOf(inbox, grantId)).held_since!;
    await inbox.moveClockTo(await inDays(400)); // long past every date
    await bringUp(grantId);
    expect((await rowOf(inbox, grantId)).stage).toBe('active');
    expect((await timelineOf(inbox, grantId)).filter((type) => type === 'condition_failed')).toEqual([]);

    await inbox.done(officer, 'meetCondition', grantId, { conditionId: conditionIds[0] });
    await inbox.done(manager, 'release', grantId, { reason: 'It was a misunderstanding.' });
    const after = await rowOf(inbox, grantId);
    expect(after.held_since).toBeNull();
    expect(after.deadlines.map(({ name }) => name)).not.toContain('condition');
    const pause = 400 * 86_400_000;
    for (const { name, about, at } of before.deadlines.filter((one) => one.name !== 'condition')) {
      const moved = after.deadlines.find((one) => one.name === name && one.about === about);
      const later = Date.parse(moved!.at) - Date.parse(at);
      expect(later).toBeGreaterThanOrEqual(pause);
      expect(later).toBeLessThan(pause + 26 * 3_600_000); // to the next 5pm
    }
    const shown = await inbox.look<{ id: string; due_at: Date }>(
      'select id, due_at from payment where grant_id = $1 union all select grant_id, due_at from report where grant_id = $1',
      [grantId],
    );
    const dates = new Set(after.deadlines.map(({ at }) => at));
    for (const { due_at } of shown) expect(dates).toContain(due_at.toISOString());
    expect(since.getTime()).toBeLessThan(Date.parse(after.deadlines[0]!.at));
    expect((await inbox.send(manager, 'release', grantId, {})).refusal?.code).toBe('NOT_ON_HOLD');
    expect(await mailsOf(inbox, grantId, 'grant-goes-on')).toContain(group.applicant.personId);
    await assertLedgerVerified(inbox);
  });

  it('at any stage before the end', async () => {
    const { manager } = organisation;
    const { grantId } = await submitted(inbox, await facts());
    const offered = await anAward(inbox, await facts());
    for (const id of [grantId, offered.grantId]) {
      await inbox.done(manager, 'hold', id, { reason });
      expect((await bringUp(id)).next).toEqual([]);
      await inbox.done(manager, 'release', id, {});
      expect((await bringUp(id)).next).not.toEqual([]);
    }
  });

  it('passes over payments that wait for cash, and takes them up again', async () => {
    const poor = await aPot(inbox, organisation, {
      budgetPence: 1_000_000,
      policy: aPolicy({ instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] }),
    });
    const { grantId, paymentIds } = await aGrant({ potId: poor.potId });
    await bringUp(grantId);
    await inbox.done(organisation.manager, 'hold', grantId, { reason });
    await cashArrives(inbox, organisation, poor, 100_000);
    const state = async () =>
      (await inbox.look<{ state: string }>('select state from payment where id = $1', [paymentIds[0]]))[0]?.state;
    expect(await state()).toBe('waiting_for_cash');
    await inbox.done(organisation.manager, 'release', grantId, {});
    expect(await state()).toBe('ready');
    await assertLedgerVerified(inbox);
  });

  it('of a budget stops the clocks of its purchases with it', async () => {
    const court = await aPot(inbox, organisation, {
      budgetPence: 500_000,
      policy: aPolicy({ purchases: purchaseRules }),
    });
    const employer = await anEmployer(inbox, organisation);
    const provider = await aProvider(inbox, organisation);
    const { grantId } = await anActiveBudget(inbox, {
      organisation,
      potId: court.potId,
      employer,
      askedPence: 100_000,
    });
    const purchaseId = await aRequestedPurchase(inbox, {
      organisation,
      employer,
      provider,
      grantId,
      pricePence: 6_500,
    });
    const due = async () => {
      const [row] = await inbox.look<{ next_due_at: Date }>('select next_due_at from purchase where id = $1', [
        purchaseId,
      ]);
      return row!.next_due_at.getTime();
    };
    const before = await due();
    await inbox.done(organisation.manager, 'hold', grantId, { reason });
    await inbox.moveClockTo(await inDays(30));
    expect((await inbox.applyDueNow(organisation.tenantId, 'purchase', purchaseId)).next).toEqual([]);
    await inbox.done(organisation.manager, 'release', grantId, {});
    expect(await due()).toBeGreaterThanOrEqual(before + 30 * 86_400_000);
  });

  it('counts dates that are set meanwhile from where the clocks stopped', async () => {
    const { grantId, group } = await aPaidGrant();
    const { manager, officer } = organisation;
    await inbox.done(manager, 'hold', grantId, { reason });
    await inbox.moveClockTo(await inDays(10));
    const handedIn = await inDays(0);
    await inbox.done(group.applicant, 'submitReport', grantId, aReport(60_000));
    await inbox.moveClockTo(await inDays(10));
    await inbox.done(manager, 'release', grantId, {});
    const readBy = Date.parse((await dueAt(grantId, 'reading'))!);
    expect(readBy).toBeGreaterThan(Date.parse(handedIn) + 23 * 86_400_000); // two weeks of a clock that stood still for ten days more
    expect(readBy).toBeLessThan(Date.parse(handedIn) + 26 * 86_400_000);
    await inbox.done(officer, 'acceptReport', grantId);
  });

  it('keeps a closing grant open until it is released', async () => {
    const { grantId, group } = await aPaidGrant();
    const { manager, officer, paymentMaker } = organisation;
    await inbox.done(group.applicant, 'submitReport', grantId, aReport(10_000));
    await inbox.done(officer, 'acceptReport', grantId);
    await inbox.done(manager, 'hold', grantId, { reason });
    await inbox.done(paymentMaker, 'recordRefund', grantId, { amountPence: 50_000, receivedOn: await today(inbox) });
    expect(await bringUp(grantId)).toMatchObject({ phase: 'closing', next: [] });
    await inbox.done(manager, 'release', grantId, {});
    expect(await bringUp(grantId)).toMatchObject({ phase: 'over', final: true });
  });
});

describe('ending a grant before its time', () => {
  it('pays nothing more, gives back what was not paid, and asks for what is to come back', async () => {
    const { grantId, group } = await aPaidGrant();
    const { manager, officer, paymentMaker } = organisation;
    const available = await held(inbox, `budget/available/pot/${pot.potId}`);
    expect((await inbox.send(officer, 'terminate', grantId, { reason })).refusal?.code).toBe('NOT_YOURS_TO_DO');
    const tooMuch = await inbox.send(manager, 'terminate', grantId, { reason, refundPence: 60_001 });
    expect(tooMuch.refusal).toMatchObject({ code: 'REFUND_OVER_PAID', facts: { paidPence: 60_000 } });

    const ended = await inbox.done(manager, 'terminate', grantId, { reason, refundPence: 25_000 });
    expect(ended).toMatchObject({
      result: { givenBackPence: 40_000, refundDuePence: 25_000 },
      standing: { phase: 'closing', final: false, next: [{ command: 'remindRefund' }, { command: 'remindRefund' }] },
    });
    expect(await held(inbox, `budget/available/pot/${pot.potId}`)).toBe(available + 40_000);
    expect(await inbox.look('select state from payment where grant_id = $1 order by number', [grantId])).toEqual([
      { state: 'settled' },
      { state: 'cancelled' },
    ]);
    expect(await mailsOf(inbox, grantId, 'grant-terminated')).toContain(group.treasurer.personId);
    expect((await inbox.send(manager, 'terminate', grantId, { reason })).refusal?.code).toBe('TRANSITION_NOT_ALLOWED');

    const over = await inbox.done(paymentMaker, 'recordRefund', grantId, {
      amountPence: 25_000,
      receivedOn: await today(inbox),
    });
    expect(over.standing).toMatchObject({ phase: 'over', final: true, next: [] });
    expect(
      (await inbox.send(paymentMaker, 'recordRefund', grantId, { amountPence: 1, receivedOn: await today(inbox) }))
        .refusal?.code,
    ).toBe('REFUND_NOT_DUE');
    expect((await inbox.send(manager, 'writeOffRefund', grantId, { reason })).refusal?.code).toBe('REFUND_NOT_DUE');
    expect(await rowOf(inbox, grantId)).toMatchObject({ stage: 'terminated', final: true, came_back_pence: 65_000 });
    await assertLedgerVerified(inbox);
  });

  it('is over at once where nothing is due back, hold or no hold', async () => {
    const { grantId } = await aGrant();
    await bringUp(grantId); // £600 are ready
    const reserved = await held(inbox, `cash/reserved/pot/${pot.potId}`);
    await inbox.done(organisation.manager, 'hold', grantId, { reason });
    const ended = await inbox.done(organisation.manager, 'terminate', grantId, { reason });
    expect(ended).toMatchObject({
      result: { givenBackPence: 100_000, refundDuePence: 0 },
      standing: { phase: 'over', final: true, next: [] },
    });
    expect(await held(inbox, `cash/reserved/pot/${pot.potId}`)).toBe(reserved - 60_000);
    expect((await rowOf(inbox, grantId)).held_since).toBeNull();
    await assertLedgerVerified(inbox);
  });

  it('while it is closing keeps what is due back, and may ask for more', async () => {
    const { manager, officer } = organisation;
    const closing = async () => {
      const { grantId, group } = await aPaidGrant();
      await inbox.done(group.applicant, 'submitReport', grantId, aReport(50_000));
      await inbox.done(officer, 'acceptReport', grantId);
      return grantId;
    };
    const one = await closing();
    const due = await dueAt(one, 'refund');
    expect((await inbox.done(manager, 'terminate', one, { reason })).result).toEqual({
      givenBackPence: 0,
      refundDuePence: 10_000,
    });
    expect(await dueAt(one, 'refund')).toBe(due);

    const other = await closing();
    await inbox.done(manager, 'hold', other, { reason });
    const more = await inbox.done(manager, 'terminate', other, { reason, refundPence: 5_000 });
    expect(more.result).toEqual({ givenBackPence: 0, refundDuePence: 15_000 });
    expect(await inbox.look('select amount_pence::int, state from refund where grant_id = $1', [other])).toEqual([
      { amount_pence: 15_000, state: 'due' },
    ]);
    await inbox.done(manager, 'writeOffRefund', other, { reason });
    expect((await rowOf(inbox, other)).final).toBe(true);
    await assertLedgerVerified(inbox);
  });
});
