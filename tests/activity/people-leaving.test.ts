import { findBearer } from '../../db/queries/people/bearer';
import { hashOf } from '../../src/commands/sign-in/secrets';
import { aGroup, anEmployer, aProvider } from '../builders/group';
import { anActiveBudget, anActiveGrant } from '../builders/active-grant';
import { inChecking } from '../builders/application';
import { anAuthorisedPurchase } from '../builders/buying';
import { manyReady } from '../builders/many-ready';
import { anOrganisation, aPerson, type Organisation } from '../builders/organisation';
import { cashArrives, today } from '../builders/paying';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { signingInOn } from '../support/signing-in';
import { aToken } from '../support/token';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
beforeEach(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  pot = await aPot(inbox, organisation, {
    budgetPence: 2_000_000,
    policy: aPolicy({ purchases: purchaseRules, checks: [{ kind: 'accounts', validFor: 'P12M' }] }),
  });
});
afterEach(() => inbox.close());

const leave = (who: Actor, body: object = {}, by = organisation.administrator) =>
  inbox.send(by, 'leave', who.personId, body);
const takeOver = (who: Actor, successor: Actor, by?: Actor) => leave(who, { successorId: successor.personId }, by);
const ownedBy = ({ personId }: Actor) =>
  inbox.look<{ kind: string; id: string }>(
    `select 'payment_run' as kind, id from payment_run where owner_id = $1 union all select 'application', id from application where owner_id = $1
     union all select 'purchase', id from purchase where owner_id = $1 union all select 'round', id from round where owner_id = $1
     union all select 'pot', id from pot where owner_id = $1 union all select 'fund', id from fund where owner_id = $1`,
    [personId],
  );

/** Two grants, a purchase, a run, a round, a pot and a fund, which all belong to one person. */
async function ownsEverything(owner: Actor) {
  const group = await aGroup(inbox, organisation);
  const { grantId } = await anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence: 10_000 });
  const [employer, provider] = [await anEmployer(inbox, organisation), await aProvider(inbox, organisation)];
  const budget = await anActiveBudget(inbox, { organisation, potId: pot.potId, employer, askedPence: 100_000 });
  const purchase = await anAuthorisedPurchase(inbox, {
    organisation,
    employer,
    provider,
    grantId: budget.grantId,
    pricePence: 6_500,
  });
  await manyReady(inbox, { organisation, pot, group, count: 1, amountPence: 1_000 });
  const { subjectId: runId } = await inbox.done(organisation.paymentMaker, 'buildRun', null, {
    potId: pot.potId,
    name: 'November',
  });
  for (const table of ['payment_run', 'application', 'purchase', 'pot', 'fund']) {
    await inbox.look(`update ${table} set owner_id = $1 where tenant_id = $2`, [owner.personId, organisation.tenantId]);
  }
  return { grantId, purchase, runId };
}

test('everything that the leaver owned goes to one person, and roles, tokens and sessions end', async () => {
  const leaver = organisation.officer;
  const token = await aToken(inbox, leaver);
  const signIn = signingInOn(inbox);
  const session = await signIn.opened(leaver);
  const { grantId, purchase, runId } = await ownsEverything(leaver);
  const owned = await ownedBy(leaver);
  expect(new Set(owned.map(({ kind }) => kind)).size).toBe(5);

  const answer = await leave(leaver, { successorId: organisation.manager.personId, reason: 'Moves away.' });
  const counts = { paymentRuns: 1, grants: 3, purchases: 1, rounds: 0, pots: 1, funds: 1 };
  expect(answer).toMatchObject({ status: 'applied', result: counts });
  expect(await ownedBy(leaver)).toEqual([]);
  expect(await ownedBy(organisation.manager)).toEqual(expect.arrayContaining(owned));

  const events = await inbox.look<{ subject_id: string; grant_id: string | null }>(
    `select subject_id, grant_id from event where type = 'owner_changed' and command_id = $1 and before ->> 'ownerId' = $2 and after ->> 'ownerId' = $3`,
    [answer.commandId, leaver.personId, organisation.manager.personId],
  );
  expect(events.map(({ subject_id }) => subject_id).toSorted()).toEqual(owned.map(({ id }) => id).toSorted());
  expect(events).toContainEqual({ subject_id: grantId, grant_id: grantId });
  expect(events).toContainEqual({ subject_id: runId, grant_id: null });
  expect(events.find(({ subject_id }) => subject_id === purchase)?.grant_id).not.toBeNull();

  expect(await inbox.look('select id from role where person_id = $1 and ended_at is null', [leaver.personId])).toEqual(
    [],
  );
  expect(
    await inbox.look('select revoked_at is not null as ended from access_token where person_id = $1', [
      leaver.personId,
    ]),
  ).toEqual([{ ended: true }]);
  expect(token).toMatch(/^gp_/);
  expect(await inbox.look('select ended_at is not null as ended from session')).toEqual([{ ended: true }]);
  expect(await signIn.visitor(session)).toBeUndefined();
  expect(await inbox.look(`select person_id, facts from outbox where template = 'handed-over'`)).toEqual([
    { person_id: organisation.manager.personId, facts: counts },
  ]);
  expect(await inbox.look('select after, audience from event where type = $1', ['person_left'])).toMatchObject([
    { after: { state: 'left', successorId: organisation.manager.personId }, audience: 'staff' },
  ]);
  // What was theirs goes on.
  expect(await inbox.send(organisation.paymentMaker, 'requestAuthorisation', runId)).toMatchObject({
    status: 'applied',
  });
  expect(await leave(leaver)).toMatchObject({ refusal: { code: 'TRANSITION_NOT_ALLOWED' } });
});

test('of a thousand grants none stays', async () => {
  const group = await aGroup(inbox, organisation);
  await manyReady(inbox, { organisation, pot, group, count: 1_000, amountPence: 100 });
  await inbox.look('update application set owner_id = $1', [organisation.officer.personId]);
  expect(await takeOver(organisation.officer, organisation.secondOfficer)).toMatchObject({ result: { grants: 1_000 } });
  expect(await inbox.look('select owner_id, count(*)::int as n from application group by owner_id')).toEqual([
    { owner_id: organisation.secondOfficer.personId, n: 1_000 },
  ]);
});

test('whoever looks after something leaves it to somebody', async () => {
  await ownsEverything(organisation.officer);
  expect(await leave(organisation.officer)).toMatchObject({
    refusal: { code: 'SUCCESSOR_MISSING', field: '/successorId', facts: { owned: 7 } },
  });
  expect(await takeOver(organisation.officer, organisation.officer)).toMatchObject({
    refusal: { code: 'SUCCESSOR_LEAVES' },
  });
  const elsewhere = await anOrganisation(inbox);
  expect(await takeOver(organisation.officer, elsewhere.manager)).toMatchObject({
    refusal: { code: 'PERSON_UNKNOWN', field: '/successorId' },
  });
  await inbox.done(organisation.administrator, 'leave', organisation.secondOfficer.personId);
  expect(await takeOver(organisation.officer, organisation.secondOfficer)).toMatchObject({
    refusal: { code: 'PERSON_UNKNOWN' },
  });
});

test('the successor is one who could be given each thing alone', async () => {
  await ownsEverything(organisation.officer);
  const lacking = async (successor: Actor) =>
    (await takeOver(organisation.officer, successor)).refusal?.facts?.['lacking'];
  expect(await lacking(organisation.secondOfficer)).toEqual(['payment runs']);
  expect(await lacking(organisation.paymentMaker)).toEqual(['grants', 'purchases', 'pots', 'funds']);
  const ofPot = await aPerson(inbox, organisation.tenantId, 'Manager of the pot', [
    { role: 'fund_manager', potId: pot.potId },
  ]);
  expect(await lacking(ofPot)).toEqual(['funds']);
  const other = await aPot(inbox, organisation, { budgetPence: 100 });
  const ofAnother = await aPerson(inbox, organisation.tenantId, 'Manager of another pot', [
    { role: 'fund_manager', potId: other.potId },
  ]);
  expect(await lacking(ofAnother)).toEqual(['payment runs', 'grants', 'purchases', 'pots', 'funds']);
});

test('what keeps somebody from a step keeps them from it as the new owner too', async () => {
  const group = await aGroup(inbox, organisation);
  const { grantId } = await inChecking(inbox, { organisation, potId: pot.potId, group, askedPence: 10_000 });
  const successor = organisation.secondOfficer;
  await inbox.done(organisation.manager, 'connectToParty', group.partyId, {
    personId: successor.personId,
    kind: 'family',
  });
  expect(await takeOver(organisation.officer, successor)).toMatchObject({ status: 'applied' });
  const check = { kind: 'accounts', passed: true, seenOn: await today(inbox) };
  expect(await inbox.send(successor, 'recordCheck', grantId, check)).toMatchObject({
    refusal: { code: 'CONNECTED_PERSON' },
  });
  expect(await inbox.send(organisation.manager, 'recordCheck', grantId, check)).not.toMatchObject({
    refusal: { code: 'CONNECTED_PERSON' },
  });
});

test('the only administrator stays, and of two who let each other go at once one does', async () => {
  const { administrator, manager } = organisation;
  expect(await leave(administrator)).toMatchObject({ refusal: { code: 'LAST_ADMINISTRATOR' } });
  expect(await leave(administrator, {}, manager)).toMatchObject({ refusal: { code: 'ROLE_NOT_YOURS_TO_GIVE' } });
  const second = await aPerson(inbox, organisation.tenantId, 'Second', [{ role: 'administrator' }]);
  const both = await Promise.all([leave(second, {}, administrator), leave(administrator, {}, second)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['applied', 'refused']);
});

test('a fund manager of one pot lets nobody go whose role is wider, and officers let nobody go', async () => {
  const ofPot = await aPerson(inbox, organisation.tenantId, 'Manager of the pot', [
    { role: 'fund_manager', potId: pot.potId },
  ]);
  expect(await leave(organisation.panel[0], {}, ofPot)).toMatchObject({ refusal: { code: 'ROLE_NOT_YOURS_TO_GIVE' } });
  expect(await leave(organisation.panel[0], {}, organisation.officer)).toMatchObject({
    refusal: { code: 'NOT_YOURS_TO_DO' },
  });
  expect(await leave(organisation.panel[0], {}, organisation.manager)).toMatchObject({ status: 'applied' });
});

test('what is given to somebody at the moment when they leave is handed over with the rest, or not given', async () => {
  const group = await aGroup(inbox, organisation);
  await cashArrives(inbox, organisation, pot, 10_000);
  const grants = [];
  for (let n = 0; n < 4; n += 1) {
    grants.push((await inChecking(inbox, { organisation, potId: pot.potId, group, askedPence: 10_000 })).grantId);
  }
  const leaver = organisation.secondOfficer;
  await Promise.all([
    ...grants.map((grantId) => inbox.send(organisation.manager, 'reassign', grantId, { ownerId: leaver.personId })),
    takeOver(leaver, organisation.manager),
  ]);
  const left = await inbox.look('select left_at from person where id = $1 and left_at is not null', [leaver.personId]);
  if (left.length === 1) expect(await ownedBy(leaver)).toEqual([]);
});

describe('whoever is given a role', () => {
  const mailsTo = ({ personId }: Actor) =>
    inbox.look('select template, facts from outbox where person_id = $1 order by sequence', [personId]);

  test('is invited with the first, and told of the others', async () => {
    const { subjectId: personId } = await inbox.done(organisation.officer, 'addPerson', null, {
      name: 'Blessing',
      email: 'blessing@example.org',
    });
    const person = { tenantId: organisation.tenantId, personId };
    expect(await mailsTo(person)).toEqual([]);
    await inbox.done(organisation.manager, 'grantRole', personId, { role: 'panel_member' });
    await inbox.done(organisation.manager, 'grantRole', personId, { role: 'grants_officer' });
    expect(await mailsTo(person)).toEqual([
      { template: 'invitation', facts: { role: 'panel_member' } },
      { template: 'role-given', facts: { role: 'grants_officer' } },
    ]);
  });
});

describe('whoever had left and is taken back', () => {
  test('is who they were, holds nothing of before, and is invited with their next role', async () => {
    const { officer, administrator, manager } = organisation;
    const signIn = signingInOn(inbox);
    const { email } = await signIn.addressOf(officer);
    const token = await aToken(inbox, officer);
    const session = await signIn.opened(officer);
    const { grantId } = await ownsEverything(officer);
    await takeOver(officer, manager);

    expect(await inbox.send(manager, 'addPerson', null, { name: 'Grants Officer', email })).toMatchObject({
      refusal: { code: 'PERSON_HAS_LEFT', field: '/email', facts: { personId: officer.personId } },
    });
    expect(await inbox.send(manager, 'grantRole', officer.personId, { role: 'grants_officer' })).toMatchObject({
      refusal: { code: 'TRANSITION_NOT_ALLOWED' },
    });
    expect(await inbox.send(manager, 'readmit', officer.personId)).toMatchObject({ status: 'applied' });
    expect(await inbox.send(manager, 'readmit', officer.personId)).toMatchObject({
      refusal: { code: 'TRANSITION_NOT_ALLOWED' },
    });
    expect(await ownedBy(officer)).toEqual([]);
    expect(
      await inbox.look('select id from role where person_id = $1 and ended_at is null', [officer.personId]),
    ).toEqual([]);
    expect(await signIn.visitor(session)).toBeUndefined();
    expect(await findBearer(inbox.db, hashOf(token))).toBeUndefined();
    expect(await inbox.send(officer, 'hold', grantId, { reason: 'We are asking.' })).toMatchObject({
      refusal: { code: 'NOT_YOURS_TO_DO' },
    });
    expect(await signIn.visitor(await signIn.opened(officer))).toMatchObject({ roles: [], secondFactorAt: null });

    await inbox.done(administrator, 'grantRole', officer.personId, { role: 'panel_member' });
    expect(
      await inbox.look('select template, facts from outbox where person_id = $1 order by sequence desc limit 1', [
        officer.personId,
      ]),
    ).toEqual([{ template: 'invitation', facts: { role: 'panel_member' } }]);
    expect(await signIn.visitor(await signIn.opened(officer))).toMatchObject({
      roles: [{ name: 'panel_member', potId: null, partyId: null }],
    });
  });
});
