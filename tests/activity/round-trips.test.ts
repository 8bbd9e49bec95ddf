import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { Client } from 'pg';

import { ROLES } from '../../db/setup';
import { findBearer } from '../../db/queries/people/bearer';
import { inTenant } from '../../db/transaction';
import { applyCommand } from '../../src/commands/apply/bring-up-to';
import { readSeenRun } from '../../src/commands/payments/seen-hash';
import { digestOf } from '../../src/commands/people/access-token';
import { subjectOfCommand, type CommandName } from '../../src/domain/lives';
import { pence } from '../../src/domain/money/money';
import { anApplication } from '../builders/application';
import { aMeeting } from '../builders/award';
import { aGroup, someBankDetails } from '../builders/group';
import { cashArrives, today } from '../builders/paying';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { aSignature } from '../builders/active-grant';
import { aReport } from '../builders/report';
import { anOrganisation } from '../builders/organisation';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { noteRoundTrips } from '../support/asked-of-postgres';
import { aToken } from '../support/token';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(() => inbox.close());

/**
 * What one asks Postgres and waits for, as the application's login, by the statement that begins each round trip: begin and commit
 * count too. What is sent on a connection while an answer is still awaited there travels along.
 */
async function tripsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const asked: string[] = [];
  const awaited = new Map<Client, number>();
  const query: (this: Client, ...all: unknown[]) => unknown = Client.prototype.query;
  const spy = jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...all: unknown[]) {
    if ((this as unknown as { user: string }).user !== ROLES.app) return query.apply(this, all);
    const others = awaited.get(this) ?? 0;
    if (others === 0) asked.push(textOf(all[0]));
    awaited.set(this, others + 1);
    const answered = () => awaited.set(this, (awaited.get(this) ?? 1) - 1);
    return (query.apply(this, all) as Promise<unknown>).finally(answered);
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return asked;
}

const textOf = (first: unknown): string =>
  (typeof first === 'string' ? first : (first as { text: string }).text).replaceAll(/\s+/g, ' ').trim();

/** Round trips to apply a command, begin and commit included: to lock and read it, to read what its rules need, to write. */
const mostToApply = 4;

/** A due instant locks its subject once more, and more strongly; a command that creates its subject is itself locked first. */
const longer = { payInstalment: 5, buildRun: 6 };

test('a command of the shortest life is one round trip to store, and a few to apply', async () => {
  const organisation = await anOrganisation(inbox);
  const { officer, paymentMaker, paymentAuthoriser, tenantId } = organisation;
  const policy = aPolicy({
    decision: { delegatedUpToPence: pence(200_000) },
    groupCapPence: pence(1_000_000),
    instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }],
  });
  const pot = await aPot(inbox, organisation, { budgetPence: 2_000_000, policy });
  const { potId } = pot;
  await cashArrives(inbox, organisation, pot, 1_000_000);
  const group = await aGroup(inbox, organisation);
  const facts = { organisation, potId, group, askedPence: 10_000 };
  const { grantId } = await anApplication(inbox, facts);

  const toStore: Record<string, number> = {};
  const toApply: Record<string, number> = {};
  /** Stores and applies a command, and counts both; `as` tells two of one name apart. */
  const give = async (
    actor: Actor,
    command: CommandName,
    subjectId: string,
    body: object = {},
    as: string = command,
  ) => {
    let commandId = '';
    toStore[as] = (
      await tripsOf(async () => ({ commandId } = await inbox.store(actor, command, subjectId, body)))
    ).length;
    const about = { tenantId, subject: subjectOfCommand(command), id: subjectId };
    let outcome: unknown;
    toApply[as] = (await tripsOf(async () => (outcome = await applyCommand(inbox.applying, about, commandId)))).length;
    expect(outcome).toMatchObject({ status: 'applied' });
  };

  await give(group.applicant, 'submitApplication', grantId);
  await give(officer, 'startChecking', grantId);
  await give(officer, 'passToPanel', grantId);
  await give(officer, 'decide', grantId, { meetingId: null, outcome: 'award' });
  const other = await anApplication(inbox, facts);
  await inbox.done(group.applicant, 'submitApplication', other.grantId);
  await inbox.done(officer, 'startChecking', other.grantId);
  await inbox.done(officer, 'passToPanel', other.grantId);
  const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel.slice(0, 3));
  await give(officer, 'decide', other.grantId, { meetingId, outcome: 'award' }, 'decide in a meeting');
  const signatures = await Promise.all(
    [group.applicant, group.secretary].map((person) => aSignature(inbox, person, grantId)),
  );
  await give(group.applicant, 'acceptOffer', grantId, signatures[0], 'acceptOffer, the first');
  await give(group.secretary, 'acceptOffer', grantId, signatures[1], 'acceptOffer, the last');
  await inbox.applyDueNow(tenantId, 'grant', grantId); // the instalment falls due, and waits for an account
  await give(group.treasurer, 'giveBankDetails', grantId, someBankDetails('The group'));
  const takenAndLooked = await tripsOf(() => inbox.applyDueNow(tenantId, 'grant', grantId));
  toApply['payInstalment'] = takenAndLooked.length - 2; // the second transaction finds that nothing more is due

  let runId = '';
  const built = await tripsOf(
    async () => ({ subjectId: runId } = await inbox.done(paymentMaker, 'buildRun', null, { potId, name: 'Payments' })),
  );
  toApply['buildRun'] = built.length - 1; // stored and applied in one go
  await give(paymentMaker, 'requestAuthorisation', runId);
  const { seenHash } = await inTenant(inbox.db, tenantId, (tx) => readSeenRun(tx, tenantId, runId));
  await give(paymentAuthoriser, 'authoriseRun', runId, { seenHash });
  await give(paymentMaker, 'exportRun', runId);
  await give(paymentMaker, 'markSent', runId);
  const paid = await inbox.look<{ id: string }>('select id from payment where run_id = $1', [runId]);
  const on = await today(inbox);
  await give(paymentMaker, 'recordOutcomes', runId, {
    outcomes: paid.map(({ id }) => ({ paymentId: id, outcome: 'settled', on })),
  });
  await give(group.applicant, 'submitReport', grantId, aReport(10_000));
  await give(officer, 'acceptReport', grantId);

  expect([...new Set(Object.values(toStore))]).toEqual([1]);
  expect(Object.fromEntries(Object.entries(toApply).filter(([, trips]) => trips > mostToApply))).toEqual(longer);
  expect(toApply).toMatchObject({ submitApplication: 3, decide: 3, 'decide in a meeting': 3 });
});

test('what travels together is one write to the socket', async () => {
  const organisation = await anOrganisation(inbox);
  const { potId } = await aPot(inbox, organisation, { budgetPence: 2_000_000 });
  const group = await aGroup(inbox, organisation);
  const { grantId } = await anApplication(inbox, { organisation, potId, group, askedPence: 10_000 });
  const { commandId } = await inbox.store(group.applicant, 'submitApplication', grantId, {});
  const about = { tenantId: organisation.tenantId, subject: 'grant' as const, id: grantId };
  const one = jest.spyOn(Socket.prototype as Duplex, '_write');
  const several = jest.spyOn(Socket.prototype as Required<Duplex>, '_writev');
  try {
    const trips = await tripsOf(() => applyCommand(inbox.applying, about, commandId));
    expect(trips).toHaveLength(3);
    expect(one.mock.calls.length + several.mock.calls.length).toBe(3);
  } finally {
    one.mockRestore();
    several.mockRestore();
  }
});

test('a token is checked in one round trip', async () => {
  const { officer } = await anOrganisation(inbox);
  const token = await aToken(inbox, officer);
  const asked = noteRoundTrips(inbox.db);
  expect(await findBearer(inbox.db, digestOf(token))).toMatchObject({ personId: officer.personId });
  expect(asked).toHaveLength(1);
});
