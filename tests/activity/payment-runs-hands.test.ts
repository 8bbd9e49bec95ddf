import { randomUUID } from 'node:crypto';

import { inTenant } from '../../db/transaction';
import { readSeenRun } from '../../src/commands/payments/seen-hash';
import type { Role } from '../../src/domain/lives/roles';
import { anActiveGrant, type ActiveGrant } from '../builders/active-grant';
import { aGroup } from '../builders/group';
import { anOrganisation, aPerson, type Organisation } from '../builders/organisation';
import { cashArrives } from '../builders/paying';
import { aPolicy } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { assertLedgerVerified } from '../support/ledger';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
let grant: ActiveGrant;

beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  const policy = aPolicy({ instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] });
  pot = await aPot(inbox, organisation, { budgetPence: 2_000_000, policy });
  await cashArrives(inbox, organisation, pot, 2_000_000);
});
afterAll(() => inbox.close());
afterEach(() => assertLedgerVerified(inbox));

beforeEach(async () => {
  const group = await aGroup(inbox, organisation);
  grant = await anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence: 100_000 });
  await inbox.applyDueNow(organisation.tenantId, 'grant', grant.grantId);
});

const somebody = (...roles: Role[]) =>
  aPerson(
    inbox,
    organisation.tenantId,
    'Somebody',
    roles.map((role) => ({ role })),
  );

/** Gives somebody another role, straight into the table. */
async function alsoHolds({ tenantId, personId }: Actor, name: Role): Promise<void> {
  await inbox.look('insert into role (tenant_id, id, person_id, name) values ($1, $2, $3, $4)', [
    tenantId,
    randomUUID(),
    personId,
    name,
  ]);
}

const related = (one: Actor, other: Actor, kind = 'family') =>
  inbox.done(organisation.officer, 'connectPersons', one.personId, { otherPersonId: other.personId, kind });

async function builtBy(actor: Actor): Promise<string> {
  const { subjectId: runId } = await inbox.done(actor, 'buildRun', null, { potId: pot.potId, name: 'February' });
  await inbox.done(actor, 'requestAuthorisation', runId);
  return runId;
}

async function authorise(actor: Actor, runId: string) {
  const { tenantId } = organisation;
  const { seenHash } = await inTenant(inbox.db, tenantId, (tx) => readSeenRun(tx, tenantId, runId));
  const { refusal } = await inbox.send(actor, 'authoriseRun', runId, { seenHash });
  return refusal === undefined
    ? 'authorised'
    : [refusal.code, refusal.facts?.['earlier'] ?? refusal.facts?.['partyId']];
}

test('Hands: A builds the run; C, who decided with the panel, may authorise it; A, E and A’s husband may not', async () => {
  const a = await somebody('grants_officer', 'payment_maker', 'payment_authoriser');
  const [c, , e] = organisation.panel;
  await alsoHolds(c, 'payment_authoriser');
  await alsoHolds(e, 'payment_authoriser');
  const husband = await somebody('payment_authoriser');
  await related(a, husband);
  await related(e, grant.group.secretary); // E's sister is the group's secretary

  const runId = await builtBy(a);
  expect(await authorise(a, runId)).toEqual(['SAME_PERSON', 'built run']);
  expect(await authorise(e, runId)).toEqual(['CONNECTED_PERSON', grant.group.partyId]);
  expect(await authorise(husband, runId)).toEqual(['CONNECTED_PERSON', 'built run']);
  expect(await authorise(c, runId)).toBe('authorised');
});

test('who decided alone, applied, or gave the bank details may not authorise, nor their family', async () => {
  const decided = await somebody('payment_authoriser');
  await inbox.look(
    `insert into duty (tenant_id, id, subject_type, subject_id, duty, person_id, at, command_id)
     values ($1, $2, 'grant', $3, 'decided alone', $4, app.now(), $2)`,
    [organisation.tenantId, randomUUID(), grant.grantId, decided.personId],
  );
  await alsoHolds(grant.group.applicant, 'payment_authoriser');
  const [brother, wife] = [await somebody('payment_authoriser'), await somebody('payment_authoriser')];
  await related(brother, decided, 'household');
  await related(grant.group.treasurer, wife);
  const runId = await builtBy(organisation.paymentMaker);
  expect(await authorise(decided, runId)).toEqual(['SAME_PERSON', 'decided alone']);
  expect(await authorise(brother, runId)).toEqual(['CONNECTED_PERSON', 'decided alone']);
  expect(await authorise(grant.group.applicant, runId)).toEqual(['SAME_PERSON', expect.any(String)]);
  expect(await authorise(wife, runId)).toEqual(['CONNECTED_PERSON', grant.group.partyId]);
  expect(await authorise(organisation.paymentAuthoriser, runId)).toBe('authorised');
});

test('who only knows the builder or the group may authorise', async () => {
  const knows = await somebody('payment_authoriser');
  await related(knows, organisation.paymentMaker, 'knows');
  await inbox.done(organisation.officer, 'connectToParty', grant.group.partyId, {
    personId: knows.personId,
    kind: 'knows',
  });
  expect(await authorise(knows, await builtBy(organisation.paymentMaker))).toBe('authorised');
});

test('a connection that has ended no longer counts', async () => {
  const was = await somebody('payment_authoriser');
  const { result } = await inbox.done(organisation.officer, 'connectToParty', grant.group.partyId, {
    personId: was.personId,
    kind: 'business',
  });
  const runId = await builtBy(organisation.paymentMaker);
  expect(await authorise(was, runId)).toEqual(['CONNECTED_PERSON', grant.group.partyId]);
  await inbox.done(organisation.officer, 'endPartyConnection', grant.group.partyId, {
    connectionId: result?.['connectionId'],
  });
  expect(await authorise(was, runId)).toBe('authorised');
});

test('who is connected to a payee neither builds nor sends the run', async () => {
  const connected = await somebody('payment_maker');
  await inbox.done(organisation.officer, 'connectToParty', grant.group.partyId, {
    personId: connected.personId,
    kind: 'employee',
  });
  const body = { potId: pot.potId, name: 'February' };
  expect((await inbox.send(connected, 'buildRun', null, body)).refusal?.code).toBe('CONNECTED_PERSON');
  const runId = await builtBy(organisation.paymentMaker);
  expect(await authorise(organisation.paymentAuthoriser, runId)).toBe('authorised');
  await inbox.done(organisation.paymentMaker, 'exportRun', runId);
  expect((await inbox.send(connected, 'markSent', runId)).refusal?.code).toBe('CONNECTED_PERSON');
  await inbox.done(organisation.paymentMaker, 'markSent', runId);
});

test('who built the run is not asked to authorise it, nor chased', async () => {
  const builder = await somebody('payment_maker', 'payment_authoriser');
  const runId = await builtBy(builder);
  const [later] = await inbox.look<{ at: Date }>(`select app.now() + interval '3 days' as at`);
  await inbox.moveClockTo(later!.at.toISOString());
  await inbox.applyDueNow(organisation.tenantId, 'payment_run', runId);
  const mailed = (template: string, { personId }: Actor) =>
    inbox.look('select 1 from outbox where subject_id = $1 and template = $2 and person_id = $3', [
      runId,
      template,
      personId,
    ]);
  for (const template of ['run-to-authorise', 'run-authorisation-late']) {
    expect(await mailed(template, builder)).toEqual([]);
    expect(await mailed(template, organisation.paymentAuthoriser)).toHaveLength(1);
  }
});
