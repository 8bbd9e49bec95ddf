import { randomUUID } from 'node:crypto';

import { aGroup, someBankDetails } from '../builders/group';
import { anActiveGrant, type ActiveGrant, type ActiveGrantFacts } from '../builders/active-grant';
import { anAward } from '../builders/award';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPaperFor } from '../builders/evidence';
import { cashArrives } from '../builders/paying';
import { aPot, type Pot } from '../builders/pot';
import { assertLedgerVerified } from '../support/ledger';
import { openInbox, type Inbox } from '../support/inbox';
import { held, mailsOf, rowOf, timelineOf } from '../support/grant-rows';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  pot = await aPot(inbox, organisation, { budgetPence: 100_000_000 });
  await cashArrives(inbox, organisation, pot, 10_000_000);
});
afterAll(async () => {
  await inbox.close();
});

const twoConditions = [
  { wording: 'Open an account', dueWithin: 'P14D' },
  { wording: 'Insure the hall', dueWithin: 'P14D' },
];

async function aGrant(facts: Partial<ActiveGrantFacts> = {}): Promise<ActiveGrant> {
  const group = await aGroup(inbox, organisation);
  return anActiveGrant(inbox, { organisation, potId: pot.potId, askedPence: 100_000, ...facts, group });
}

const bringUp = (grantId: string) => inbox.applyDueNow(organisation.tenantId, 'grant', grantId);

async function dueAt(grantId: string, name: string): Promise<string> {
  const found = (await rowOf(inbox, grantId)).deadlines.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nothing is due by the name of ${name}`);
  return found.at;
}

async function paymentOf(grantId: string): Promise<string> {
  const [row] = await inbox.look<{ state: string }>('select state from payment where grant_id = $1', [grantId]);
  return row!.state;
}

async function conditionStates(grantId: string): Promise<readonly string[]> {
  return (
    await inbox.look<{ state: string }>('select state from condition where grant_id = $1 order by number', [grantId])
  ).map(({ state }) => state);
}

describe('conditions', () => {
  it('hold back an instalment until the last of them is met or waived; then it falls due at once', async () => {
    const { grantId, conditionIds } = await aGrant({ conditions: twoConditions });
    const { officer, manager } = organisation;
    await inbox.moveClockTo(await dueAt(grantId, 'instalment'));
    await bringUp(grantId);
    expect(await paymentOf(grantId)).toBe('scheduled');

    await inbox.done(officer, 'meetCondition', grantId, { conditionId: conditionIds[0] });
    await bringUp(grantId);
    expect(await paymentOf(grantId)).toBe('scheduled');
    expect((await timelineOf(inbox, grantId)).filter((type) => type === 'instalment_fell_due')).toHaveLength(1);

    const waived = await inbox.done(manager, 'waiveCondition', grantId, {
      conditionId: conditionIds[1],
      reason: 'The hall insures.',
    });
    expect(waived.standing.next[0]?.command).toBe('payInstalment');
    await bringUp(grantId);
    expect(await paymentOf(grantId)).toBe('ready');
    expect(await conditionStates(grantId)).toEqual(['met', 'waived']);
    expect((await rowOf(inbox, grantId)).deadlines.map(({ name }) => name)).toEqual(['report']);
    await assertLedgerVerified(inbox);
  });

  it('fail on their date; a manager then waives them, or gives more time', async () => {
    const { grantId, conditionIds } = await aGrant({ conditions: twoConditions });
    const { officer, manager } = organisation;
    await inbox.moveClockTo(await dueAt(grantId, 'condition'));
    await bringUp(grantId);
    expect(await conditionStates(grantId)).toEqual(['failed', 'failed']);
    expect(await paymentOf(grantId)).toBe('scheduled');
    expect(await mailsOf(inbox, grantId, 'condition-failed')).toContain(officer.personId);

    const late = await inbox.send(officer, 'meetCondition', grantId, { conditionId: conditionIds[0] });
    expect(late.refusal).toMatchObject({ code: 'CONDITION_NOT_OPEN', facts: { state: 'failed' } });
    await inbox.done(manager, 'waiveCondition', grantId, {
      conditionId: conditionIds[0],
      reason: 'They are insured elsewhere.',
    });

    const [row] = await inbox.look<{ later: Date }>(`select app.now() + interval '10 days' as later`);
    const to = row!.later.toISOString();
    await inbox.done(officer, 'extendDate', grantId, {
      which: 'condition',
      about: conditionIds[1],
      to,
      reason: 'The insurer is slow.',
    });
    expect(await conditionStates(grantId)).toEqual(['waived', 'open']);
    expect(await dueAt(grantId, 'condition')).toBe(to);
    await inbox.done(officer, 'meetCondition', grantId, { conditionId: conditionIds[1] });
    await bringUp(grantId);
    expect(await paymentOf(grantId)).toBe('ready');
  });

  it('do not fail while what came in time waits for somebody to look; who looks after it is told again', async () => {
    const { grantId, group, conditionIds } = await aGrant({ conditions: twoConditions });
    const { officer } = organisation;
    await aPaperFor(inbox, group.applicant, { grantId, conditionId: conditionIds[0]! });
    await inbox.moveClockTo(await dueAt(grantId, 'condition'));
    await bringUp(grantId);
    expect(await conditionStates(grantId)).toEqual(['open', 'failed']);
    expect(await timelineOf(inbox, grantId)).toContain('condition_awaits_look');
    expect(await mailsOf(inbox, grantId, 'evidence-arrived')).toEqual([officer.personId, officer.personId]);

    // Who asks for more has looked: the group has until it is looked at again.
    await inbox.done(officer, 'sendMessage', grantId, { text: 'All pages of it, please.' });
    await bringUp(grantId);
    expect(await conditionStates(grantId)).toEqual(['open', 'failed']);
    await inbox.moveClockTo(await dueAt(grantId, 'condition'));
    await bringUp(grantId);
    expect(await conditionStates(grantId)).toEqual(['failed', 'failed']);
  });

  it('are settled once, and only those of the grant', async () => {
    const { grantId, conditionIds } = await aGrant({ conditions: twoConditions });
    const { officer, manager } = organisation;
    const conditionId = conditionIds[0];
    await inbox.done(officer, 'meetCondition', grantId, { conditionId });
    expect((await inbox.send(officer, 'meetCondition', grantId, { conditionId })).refusal?.code).toBe(
      'CONDITION_NOT_OPEN',
    );
    const waive = await inbox.send(manager, 'waiveCondition', grantId, { conditionId, reason: 'No need.' });
    expect(waive.refusal?.code).toBe('CONDITION_NOT_OPEN');
    const unknown = await inbox.send(officer, 'meetCondition', grantId, { conditionId: randomUUID() });
    expect(unknown.refusal).toMatchObject({ code: 'CONDITION_UNKNOWN', field: '/conditionId' });
  });

  it('that were met are left alone when their date comes', async () => {
    const { grantId, conditionIds } = await aGrant({ conditions: twoConditions });
    const due = await dueAt(grantId, 'condition');
    for (const conditionId of conditionIds)
      await inbox.done(organisation.officer, 'meetCondition', grantId, { conditionId });
    await inbox.moveClockTo(due);
    await bringUp(grantId);
    expect(await conditionStates(grantId)).toEqual(['met', 'met']);
  });
});

describe('bank details that come late', () => {
  it('let the instalments go that fell due without them, of the group’s other grants too', async () => {
    const group = await aGroup(inbox, organisation);
    const grants = [];
    for (const askedPence of [50_000, 60_000]) {
      const { grantId } = await anAward(inbox, { organisation, potId: pot.potId, group, askedPence });
      await inbox.done(group.applicant, 'acceptOffer', grantId);
      await inbox.done(group.secretary, 'acceptOffer', grantId);
      grants.push(grantId);
    }
    const [one, other] = grants as [string, string];
    await inbox.moveClockTo(await dueAt(other, 'instalment'));
    await bringUp(one);
    await bringUp(other);
    expect([await paymentOf(one), await paymentOf(other)]).toEqual(['scheduled', 'scheduled']);

    await inbox.done(group.treasurer, 'giveBankDetails', one, someBankDetails('The group'));
    await bringUp(one);
    await inbox.deliverFollowUps();
    expect([await paymentOf(one), await paymentOf(other)]).toEqual(['ready', 'ready']);
    expect(await held(inbox, `budget/promised/grant/${other}`)).toBe(60_000);
    await assertLedgerVerified(inbox);
  });
});
