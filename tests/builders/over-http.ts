/** What tests over HTTP begin with: people with tokens, and the steps of a grant's life on days that the test says. */
import type { Cast, Person } from '../../src/cli/story/cast';
import { addParty, created, type Party } from '../../src/cli/story/people';
import { openFundAndPot, signOffer, type Pot } from '../../src/cli/story/stages';
import type { ApplicationDraft } from '../../src/domain/application/application-draft';
import type { Policy } from '../../src/domain/policy/policy';
import type { FrontDoor, Told } from '../support/front-door';
import type { Actor, Inbox } from '../support/inbox';
import { aToken } from '../support/token';
import { content } from './application';
import { anOrganisation } from './organisation';

/** The people of an organisation, each with a token. C, D, E and F are its panel. */
export interface Staff extends Cast {
  readonly tenantId: string;
  readonly secondOfficer: Person;
  readonly panel: readonly [Person, Person, Person, Person];
}

/** An organisation with somebody in each role. */
export async function aStaff(inbox: Pick<Inbox, 'look'>): Promise<Staff> {
  const organisation = await anOrganisation(inbox);
  const { manager, officer, secondOfficer, administrator, paymentMaker, paymentAuthoriser, panel } = organisation;
  const as = (name: string, actor: Actor) => aTokenHolder(inbox, name, actor);
  return {
    tenantId: organisation.tenantId,
    administrator: await as('Administrator', administrator),
    manager: await as('Fund Manager', manager),
    officer: await as('Grants Officer', officer),
    secondOfficer: await as('Second Officer', secondOfficer),
    paymentMaker: await as('Payment Maker', paymentMaker),
    paymentAuthoriser: await as('Payment Authoriser', paymentAuthoriser),
    panel: [
      await as('Member C', panel[0]),
      await as('Member D', panel[1]),
      await as('Member E', panel[2]),
      await as('Member F', panel[3]),
    ],
  };
}

/** Somebody who is there already, with a token. */
export async function aTokenHolder(inbox: Pick<Inbox, 'look'>, name: string, actor: Actor): Promise<Person> {
  return { name, email: `${actor.personId}@example.org`, id: actor.personId, token: await aToken(inbox, actor) };
}

let parties = 0;

/** A community group whose chair, secretary and treasurer are unrelated; the first two sign. */
export function aGroupOverHttp({ api }: FrontDoor, staff: Staff, name: string): Promise<Party> {
  parties += 1;
  const group = { kind: 'group', name, organisationType: 'unincorporated_association' };
  return addParty(api, staff, group, 'applicant', `t${String(parties)}`);
}

/** A budget holder's employer: three of its committee act for it. */
export function anEmployerOverHttp({ api }: FrontDoor, staff: Staff, name: string): Promise<Party> {
  parties += 1;
  return addParty(api, staff, { kind: 'employer', name }, 'applicant', `t${String(parties)}`);
}

/** A provider of services, with a bank account. */
export async function aProviderOverHttp({ api }: FrontDoor, staff: Staff, name: string): Promise<Party> {
  parties += 1;
  const provider = await addParty(api, staff, { kind: 'provider', name }, 'provider', `t${String(parties)}`);
  const body = { accountName: name, sortCode: '089999', accountNumber: '66374958' };
  await api.as(provider.people[0], 'giveProviderBankDetails', { id: provider.id, body });
  return provider;
}

let pots = 0;

/** A fund of a funder of its own, with one pot. */
export function aPotOverHttp(
  { api }: FrontDoor,
  staff: Staff,
  { policy, budgetPence, funder = 'Home Office' }: { policy: Policy; budgetPence: number; funder?: string },
): Promise<Pot> {
  pots += 1;
  const letters = [Math.floor(pots / 26) % 26, pots % 26].map((place) => String.fromCharCode(65 + place)).join('');
  const name = `Small grants ${letters}`;
  return openFundAndPot(api, staff, { name, funder, prefix: `PT${letters}`, budgetPence, policy: { ...policy } });
}

/** An application that its group has begun, filled in and sent. */
export interface Sent {
  readonly pot: Pot;
  readonly party: Party;
  readonly askedPence: number;
  /** What is not as {@link content} has it. */
  readonly content?: ApplicationDraft;
  readonly followsId?: string;
  readonly helpedBy?: string;
}

/** Begins, saves and sends an application. @returns its id */
export async function applied(door: FrontDoor, sent: Sent): Promise<string> {
  const { pot, party, askedPence, followsId, helpedBy } = sent;
  const [chair] = party.people;
  const draft = await door.as(chair, 'createApplication', {
    body: {
      potId: pot.potId,
      partyId: party.id,
      ...(followsId === undefined ? {} : { followsId }),
      ...(helpedBy === undefined ? {} : { helpedBy }),
    },
  });
  const id = String(draft.id);
  await door.as(chair, 'saveApplication', {
    id,
    ifMatch: `"${String(draft.version)}"`,
    body: { ...content(askedPence), ...sent.content },
  });
  await door.as(chair, 'submitApplication', { id });
  return id;
}

/** An application that an officer has checked and passed on to be decided, in a pot that wants no checks. @returns its id */
export async function withThePanel(door: FrontDoor, staff: Staff, sent: Sent): Promise<string> {
  const id = await applied(door, sent);
  await door.as(staff.officer, 'startChecking', { id });
  await door.as(staff.officer, 'passToPanel', { id });
  return id;
}

/** A meeting that is going on, the first of those who sit in the chair. @returns its id */
export async function aMeetingOf(
  door: FrontDoor,
  staff: Staff,
  { potId, startsAt, sitting }: { potId: string; startsAt: string; sitting: readonly Person[] },
): Promise<string> {
  const id = await created(door.api, staff.officer, 'planMeeting', { potId, startsAt, online: true });
  await attended(door, staff, id, sitting);
  return id;
}

/** Minutes who sits, the first in the chair. */
export async function attended(door: FrontDoor, staff: Staff, id: string, sitting: readonly Person[]): Promise<Told> {
  const body = { chairId: sitting[0]?.id, personIds: sitting.map((person) => person.id) };
  return door.as(staff.officer, 'recordAttendance', { id, body });
}

/** Somebody accepts the offer by signing its agreement. */
export const signed = (door: FrontDoor, person: Person, id: string): Promise<void> => signOffer(door, person, id);

/** Chair and secretary accept the offer. */
export async function accepted(door: FrontDoor, id: string, { people: [chair, secretary] }: Party): Promise<void> {
  await signed(door, chair, id);
  await signed(door, secretary, id);
}

/** Sort codes and account numbers that belong together: the test cases that Vocalink publishes with its modulus-checking tables. */
const accounts = [
  ['089999', '66374958'],
  ['107999', '88837491'],
  ['202959', '63748472'],
  ['871427', '46238510'],
  ['820000', '73688637'],
] as const;

/** The treasurer gives the group's account: one of a few, by its place. */
export async function bankDetailsGiven(door: FrontDoor, id: string, party: Party, place = 0): Promise<Told> {
  const [sortCode, accountNumber] = accounts[place] ?? accounts[0];
  return door.as(party.people[2], 'giveBankDetails', {
    id,
    body: { accountName: party.name, sortCode, accountNumber },
  });
}

/** The funder's money is expected on a day. @returns the instalment's id */
export async function expected(
  door: FrontDoor,
  staff: Staff,
  pot: Pot,
  { amountPence, expectedOn }: { amountPence: number; expectedOn: string },
): Promise<string> {
  const body = { potId: pot.potId, amountPence, expectedOn };
  const answer = await door.as(staff.manager, 'expectInstalment', { id: pot.fundId, body });
  return String(answer.result.instalmentId);
}

/** The funder's money is seen on the bank statement. @returns the command's answer */
export function received(
  door: FrontDoor,
  staff: Staff,
  pot: Pot,
  { instalmentId, receivedOn }: { instalmentId: string; receivedOn: string },
): Promise<Told> {
  return door.as(staff.paymentMaker, 'recordInstalment', { id: pot.fundId, body: { instalmentId, receivedOn } });
}

/** A payment run of a pot's ready payments as the bank has it. */
export interface SentRun {
  readonly id: string;
  readonly totalPence: number;
  readonly paymentIds: readonly string[];
}

/** One person builds a run of what is ready, another authorises exactly what they saw, and it is with the bank. */
export async function sentRunOf(door: FrontDoor, staff: Staff, potId: string, name: string): Promise<SentRun> {
  const { paymentMaker, paymentAuthoriser } = staff;
  const id = await created(door.api, paymentMaker, 'buildRun', { potId, name });
  await door.as(paymentMaker, 'requestAuthorisation', { id });
  const run = await door.as(paymentAuthoriser, 'getPaymentRun', { id });
  await door.as(paymentAuthoriser, 'authoriseRun', { id, body: { seenHash: run.seenHash } });
  await door.as(paymentMaker, 'exportRun', { id });
  await door.as(paymentMaker, 'markSent', { id });
  return {
    id,
    totalPence: run.totalPence,
    paymentIds: run.payments.map((payment: { id: string }) => payment.id),
  };
}

/** Pays all that is ready in a pot, down to the bank statement of a day. @returns the run's total in pence */
export async function paidOn(
  door: FrontDoor,
  staff: Staff,
  potId: string,
  { on, name }: { on: string; name: string },
): Promise<number> {
  const { id, totalPence, paymentIds } = await sentRunOf(door, staff, potId, name);
  const outcomes = paymentIds.map((paymentId) => ({ paymentId, outcome: 'settled', on }));
  await door.as(staff.paymentMaker, 'recordOutcomes', { id, body: { outcomes } });
  return totalPence;
}
