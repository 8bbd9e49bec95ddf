/** Every command on every kind of subject, in each of its states, by each role, on hold and not, in one's own organisation and in another. */
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';

import type { Tx } from '../../db/client';
import { inTenant } from '../../db/transaction';
import { defineCommand } from '../../src/commands/apply/definition';
import { storeCommand } from '../../src/commands/apply/store-command';
import type { StoredOutcome } from '../../src/commands/apply/stored-command';
import { takeNext, type Definitions, type SubjectOf } from '../../src/commands/apply/take-next';
import type { SubjectType } from '../../src/contracts/ids';
import { lifeOf, type CommandName } from '../../src/domain/lives';
import { absent } from '../../src/domain/lives/life';
import { decideTransition } from '../../src/domain/lives/transition';
import { partyRoles, rolesReaching, roles, type Role, type Scope } from '../../src/domain/lives/roles';
import { anActiveBudget, anActiveGrant } from '../builders/active-grant';
import { aMeeting } from '../builders/award';
import { aRequestedPurchase } from '../builders/buying';
import { anEmployer, aGroup, aProvider } from '../builders/group';
import { anOrganisation, aPerson, type Organisation } from '../builders/organisation';
import { cashArrives } from '../builders/paying';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { testSeal } from '../support/seal';
import { statesOf, subjects } from '../support/states-of-lives';

/** What stands in for a subject of a kind: its row, and whom its parties' roles must be held for. */
interface Standing {
  readonly id: string;
  readonly scope: Scope;
}

const tables: Readonly<Record<SubjectType, readonly [table: string, column: string | undefined]>> = {
  grant: ['application', 'stage'],
  purchase: ['purchase', 'state'],
  payment_run: ['payment_run', 'state'],
  round: ['round', 'state'],
  fund: ['fund', 'state'],
  pot: ['pot', 'state'],
  meeting: ['meeting', 'state'],
  party: ['party', undefined],
  person: ['person', undefined],
  organisation: ['organisation', undefined],
};
const commandsOf = (subject: SubjectType): readonly CommandName[] =>
  Object.entries(lifeOf(subject)).flatMap(([name, { from }]) => (from.includes(absent) ? [] : [name as CommandName]));

/** Every command takes effect without doing anything: who may ask for it, and when, is decided before. */
const inert: Definitions = Object.fromEntries(
  subjects.flatMap((subject) =>
    commandsOf(subject).map((name) => [name, defineCommand(subject, name as never, () => Promise.resolve({}))]),
  ),
);

let inbox: Inbox;
let organisation: Organisation;
let standings: Readonly<Record<SubjectType, Standing>>;
/** Somebody with each role alone, here and elsewhere. */
let here: ReadonlyMap<Role, Actor>;
let elsewhere: ReadonlyMap<Role, Actor>;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  const { manager, tenantId } = organisation;
  const policy = aPolicy({ purchases: purchaseRules, instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] });
  const pot = await aPot(inbox, organisation, { budgetPence: 2_000_000, policy });
  await cashArrives(inbox, organisation, pot, 1_000_000);
  const group = await aGroup(inbox, organisation);
  const { grantId } = await anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence: 100_000 });
  await inbox.applyDueNow(tenantId, 'grant', grantId);
  await inbox.deliverFollowUps();
  const employer = await anEmployer(inbox, organisation);
  const provider = await aProvider(inbox, organisation);
  const budget = await anActiveBudget(inbox, { organisation, potId: pot.potId, employer, askedPence: 100_000 });
  const purchaseId = await aRequestedPurchase(inbox, {
    organisation,
    employer,
    provider,
    grantId: budget.grantId,
    pricePence: 5_000,
  });
  const run = await inbox.done(organisation.paymentMaker, 'buildRun', null, { potId: pot.potId, name: 'Payments' });
  const rounds = await aPot(inbox, organisation, { budgetPence: 100_000, policy: aPolicy({ intake: 'window' }) });
  const round = await inbox.done(manager, 'planRound', null, {
    potId: rounds.potId,
    name: 'Spring',
    opensAt: '2027-03-01T09:00:00.000Z',
    closesAt: '2027-04-01T16:00:00.000Z',
    decideBy: '2027-05-01T16:00:00.000Z',
    ownerId: manager.personId,
  });
  const nobody: Scope = { potId: null, parties: {} };
  const ofPot = (potId: string): Scope => ({ potId, parties: {} });
  const party = (id: string) => ({ applicant: id, budget_holder: id, provider: id });
  standings = {
    grant: {
      id: grantId,
      scope: { potId: pot.potId, parties: { applicant: group.partyId, budget_holder: group.partyId } },
    },
    purchase: {
      id: purchaseId,
      scope: { potId: pot.potId, parties: { budget_holder: employer.partyId, provider: provider.partyId } },
    },
    payment_run: { id: run.subjectId, scope: ofPot(pot.potId) },
    round: { id: round.subjectId, scope: ofPot(rounds.potId) },
    fund: { id: pot.fundId, scope: nobody },
    pot: { id: pot.potId, scope: ofPot(pot.potId) },
    meeting: { id: await aMeeting(inbox, organisation, pot.potId, organisation.panel), scope: ofPot(pot.potId) },
    party: { id: group.partyId, scope: { potId: null, parties: party(group.partyId) } },
    person: { id: organisation.panel[0].personId, scope: nobody },
    organisation: { id: tenantId, scope: nobody },
  };
  const parties = [group.partyId, employer.partyId, provider.partyId];
  here = await oneOfEachRole(tenantId, parties);
  elsewhere = await oneOfEachRole((await anOrganisation(inbox)).tenantId, []);
});
afterAll(() => inbox.close());

async function oneOfEachRole(tenantId: string, parties: readonly string[]): Promise<ReadonlyMap<Role, Actor>> {
  const people = new Map<Role, Actor>();
  for (const role of roles) {
    const isOfParty = partyRoles.includes(role) && parties.length > 0;
    const held = isOfParty
      ? parties.map((partyId) => ({ role, partyId }))
      : partyRoles.includes(role)
        ? []
        : [{ role }];
    people.set(role, await aPerson(inbox, tenantId, `Only ${role}`, held));
  }
  return people;
}

/** Puts a subject into a state as nothing but a test can. */
async function putInto(tx: Tx, subject: SubjectType, state: string, isHeld: boolean): Promise<void> {
  const [table, column] = tables[subject];
  const { id } = standings[subject];
  const put = (name: string, value: string | null) =>
    sql`update ${sql.table(table)} set ${sql.ref(name)} = ${value} where id = ${id}`.execute(tx);
  if (column !== undefined) await put(column, state);
  if (subject === 'person') await put('left_at', state === 'left' ? '2027-01-01' : null);
  if (subject === 'grant') await put('held_since', isHeld ? '2027-01-01' : null);
}

/** What the table says that comes of it: `taken`, or the code of its refusal. */
function expectedOf(subject: SubjectType, command: CommandName, state: string, role: Role, isHeld: boolean): string {
  const { scope } = standings[subject];
  const parties = Object.values(scope.parties);
  const held = (partyRoles.includes(role) ? parties : [null]).map((partyId) => ({
    name: role,
    potId: null,
    partyId,
    ownLimitPence: null,
  }));
  const senders = rolesReaching(held, scope).map(({ name }) => name);
  const decided = decideTransition(lifeOf(subject), command, { subject, state, onHold: isHeld, senders });
  return 'refusal' in decided ? decided.refusal.code : 'taken';
}

let cells = 0;
afterAll(() => {
  process.stdout.write(`matrix of commands: ${String(cells)} cells\n`);
});

/** Nothing that was judged is to stay. */
class Undone extends Error {}

/**
 * What comes of a command in one state for each role, here and elsewhere: each is stored and taken as always, but all in one transaction,
 * which is undone, since tens of thousands of commits would take minutes.
 */
async function judged(
  subject: SubjectType,
  command: CommandName,
  state: string,
  isHeld: boolean,
): Promise<Record<string, string>> {
  const { tenantId } = organisation;
  const about = { tenantId, subject, id: standings[subject].id };
  const found: Record<string, string> = {};
  const store = (tx: Tx, actor: Actor) =>
    storeCommand(tx, {
      tenantId: actor.tenantId,
      actorId: actor.personId,
      command,
      subjectId: about.id,
      creates: false,
      idempotencyKey: newId(),
      body: {},
      bodyHash: '',
    });
  const judging = inTenant(inbox.db, tenantId, async (tx) => {
    await putInto(tx, subject, state, isHeld);
    const others = await Promise.all(roles.map((role) => store(tx, elsewhere.get(role)!)));
    for (const [place, role] of roles.entries())
      found[nameOf(role, state, isHeld, 'elsewhere')] = others[place] === undefined ? 'not there' : 'stored';
    // Whoever stores a command fences the transaction to their own organisation: the last ones are of this one.
    const stored = await Promise.all(roles.map((role) => store(tx, here.get(role)!)));
    for (const [place, role] of roles.entries()) {
      const commandId = stored[place]?.commandId ?? '';
      const { status, refusal } = await takenIn(tx, about, commandId);
      found[nameOf(role, state, isHeld)] = refusal?.code ?? (status === 'applied' ? 'taken' : status);
    }
    throw new Undone();
  });
  await judging.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
  return found;
}

/** Brings a subject up to a command in a transaction that is there already. */
async function takenIn(tx: Tx, about: SubjectOf, commandId: string): Promise<StoredOutcome> {
  for (;;) {
    let written: Promise<unknown> = Promise.resolve();
    const taking = await takeNext(
      {
        tx,
        withCommit: (last) => {
          written = Promise.all(last.map((query) => tx.executeQuery(query)));
        },
      },
      { definitions: inert, canOpen: testSeal.canOpen },
      about,
      { commandId },
    );
    await written;
    if (taking.done && taking.outcome !== undefined) return taking.outcome;
    if (taking.done) throw new Error('a command that was stored is taken');
  }
}

const nameOf = (role: Role, state: string, isHeld: boolean, where = 'here') =>
  `${role}, ${state}${isHeld ? ', on hold' : ''}, ${where}`;
const waysOf = (subject: SubjectType) => (subject === 'grant' ? [false, true] : [false]);
const rows = subjects.flatMap((subject) => commandsOf(subject).map((command) => [subject, command] as const));

test.each(rows)('%s: %s is taken in the states and from the roles that its table says', async (subject, command) => {
  const found: Record<string, string> = {};
  const expected: Record<string, string> = {};
  for (const isHeld of waysOf(subject)) {
    for (const state of statesOf(subject)) {
      Object.assign(found, await judged(subject, command, state, isHeld));
      for (const role of roles) {
        expected[nameOf(role, state, isHeld)] = expectedOf(subject, command, state, role, isHeld);
        expected[nameOf(role, state, isHeld, 'elsewhere')] = 'not there';
      }
    }
  }
  cells += Object.keys(found).length;
  expect(found).toEqual(expected);
});
