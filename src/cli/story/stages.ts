import type { Asker, Json, StoryClient } from './api';
import type { Cast, Person } from './cast';
import type { CroydonAward } from './croydon';
import type { NeedKind } from '../../domain/purchases/services';
import { addParty, created, type Party } from './people';

/** A grant on its way: its id, and the group that it is for. */
export interface Grant {
  readonly id: string;
  readonly party: Party;
  readonly award: CroydonAward;
}

/** Somewhere that money is given out from. */
export interface Pot {
  readonly fundId: string;
  readonly potId: string;
}

const checks = [
  'governing_document',
  'three_unrelated_committee_members',
  'two_unrelated_signatories',
  'recent_bank_statement',
  'accounts',
] as const;

/** The day in London, `YYYY-MM-DD`, so many days from today. */
export function dayFromNow(days: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' }).format(
    new Date(Date.now() + days * 86_400_000),
  );
}

/** A manager opens a fund of the funder's, and a pot with a policy. */
export async function openFundAndPot(
  api: StoryClient,
  cast: Cast,
  opened: {
    readonly name: string;
    readonly funder: string;
    readonly prefix: string;
    readonly budgetPence: number;
    readonly policy: Json;
  },
): Promise<Pot> {
  const { manager } = cast;
  const funderId = await created(api, cast.administrator, 'addParty', { kind: 'funder', name: opened.funder });
  const fundId = await created(api, manager, 'openFund', { name: opened.name, funderId, ownerId: manager.id });
  const potId = await created(api, manager, 'openPot', {
    fundId,
    name: opened.name,
    referencePrefix: opened.prefix,
    ownerId: cast.officer.id,
    budgetPence: opened.budgetPence,
    policy: opened.policy,
  });
  return { fundId, potId };
}

/** The funder's instalment is expected, or is in the bank. @returns its id */
export async function expectInstalment(
  api: StoryClient,
  cast: Cast,
  pot: Pot,
  amountPence: number,
  expectedOn: string,
): Promise<string> {
  const answer = await api.as(cast.manager, 'expectInstalment', {
    id: pot.fundId,
    body: { potId: pot.potId, amountPence, expectedOn },
  });
  return String((answer['result'] as Json)['instalmentId']);
}

/** The treasurer has seen it on the bank statement. */
export async function receiveInstalment(api: StoryClient, cast: Cast, pot: Pot, instalmentId: string): Promise<void> {
  await api.as(cast.paymentMaker, 'recordInstalment', {
    id: pot.fundId,
    body: { instalmentId, receivedOn: dayFromNow(0) },
  });
}

/** Where groups pay back what they did not use of a fund: one of the accounts below, by its place. */
export async function sayRefundAccount(
  api: StoryClient,
  cast: Cast,
  { fundId }: Pot,
  accountName: string,
  place: number,
): Promise<void> {
  await api.as(cast.manager, 'setRefundAccount', { id: fundId, body: { accountName, ...accountAt(place) } });
}

/** Somebody offers a service to whoever buys for others. */
export interface OfferedService {
  readonly need: NeedKind;
  readonly name: string;
  readonly pricePence: number;
  readonly area: string;
  readonly whoFor?: string;
}

/** A provider: who acts for it, its bank account (one of those below, by its place), and what it offers in the directory. */
export async function addProvider(
  api: StoryClient,
  cast: Cast,
  name: string,
  tag: string,
  place: number,
  services: readonly OfferedService[],
): Promise<Party> {
  const provider = await addParty(api, cast, { kind: 'provider', name }, 'provider', tag);
  const [chair] = provider.people;
  await api.as(chair, 'giveProviderBankDetails', {
    id: provider.id,
    body: { accountName: name, ...accountAt(place) },
  });
  for (const service of services) await api.as(chair, 'addService', { id: provider.id, body: service });
  return provider;
}

/** The group begins, fills in, saves and sends its application. */
export async function apply(
  api: StoryClient,
  pot: Pot,
  party: Party,
  award: CroydonAward,
  roundId?: string,
): Promise<Grant> {
  const [chair, secretary] = party.people;
  const draft = await api.as(chair, 'createApplication', { body: { potId: pot.potId, partyId: party.id } });
  const id = String(draft['id']);
  await api.as(chair, 'saveApplication', {
    id,
    ifMatch: `"${String(draft['version'])}"`,
    body: contentOf(award, chair, secretary),
  });
  await api.as(chair, 'submitApplication', { id, body: roundId === undefined ? {} : { roundId } });
  return { id, party, award };
}

function contentOf(award: CroydonAward, first: Person, second: Person): Json {
  return {
    askedPence: award.askedPence,
    purpose: award.purpose,
    activities: [award.activity],
    peopleHelped: award.peopleHelped,
    area: 'Croydon',
    startsOn: dayFromNow(30),
    endsOn: dayFromNow(210),
    budget: [
      {
        description: 'What the work costs',
        costPence: award.askedPence + 20_000,
        askedPence: award.askedPence,
        otherPence: 20_000,
      },
    ],
    contacts: [
      { name: first.name, email: first.email, role: 'Chair' },
      { name: second.name, email: second.email, role: 'Secretary' },
    ],
    organisationType: 'unincorporated_association',
    childrenOrAdultsAtRisk: false,
    answers: {},
    declarations: ['true_and_complete', 'committee_agrees'],
  };
}

/** An officer sees the group's papers, and passes the application to the panel. */
export async function check(api: StoryClient, cast: Cast, { id }: Grant): Promise<void> {
  await api.as(cast.officer, 'startChecking', { id });
  for (const kind of checks)
    await api.as(cast.officer, 'recordCheck', { id, body: { kind, passed: true, seenOn: dayFromNow(0) } });
  await api.as(cast.officer, 'passToPanel', { id });
}

/** The panel meets in a room. @returns the meeting's id */
export async function meet(api: StoryClient, cast: Cast, pot: Pot): Promise<string> {
  const [chair] = cast.panel;
  const id = await created(api, cast.officer, 'planMeeting', {
    potId: pot.potId,
    startsAt: new Date().toISOString(),
    online: false,
    place: 'Town hall, Croydon',
  });
  await api.as(cast.officer, 'recordAttendance', {
    id,
    body: { chairId: chair?.id, personIds: cast.panel.map((member) => member.id) },
  });
  return id;
}

/** The panel awards what was asked for. */
export async function award(api: StoryClient, cast: Cast, meetingId: string, grant: Grant): Promise<void> {
  await api.as(cast.officer, 'decide', {
    id: grant.id,
    body: { meetingId, outcome: 'award', amountPence: grant.award.askedPence },
  });
}

/** Sort codes and account numbers that belong together: the test cases that Vocalink publishes with its modulus-checking tables. */
const accounts = [
  ['089999', '66374958'],
  ['107999', '88837491'],
  ['202959', '63748472'],
  ['871427', '46238510'],
  ['872427', '46238510'],
  ['820000', '73688637'],
  ['118765', '64371389'],
] as const;

const accountAt = (place: number): { readonly sortCode: string; readonly accountNumber: string } => {
  const [sortCode, accountNumber] = accounts[place] ?? accounts[0];
  return { sortCode, accountNumber };
};

/** Somebody reads the agreement that is offered, and accepts just that by typing their name. */
export async function signOffer(api: Pick<StoryClient, 'as'>, person: Asker, id: string): Promise<void> {
  await api.as(person, 'acceptOffer', { id, body: await signingBody(api, person, id) });
}

/** What somebody accepts an offer with, who has read its agreement. */
export async function signingBody(api: Pick<StoryClient, 'as'>, person: Asker, id: string): Promise<object> {
  const { hash } = await api.as(person, 'getAgreement', { id });
  return { agreementHash: hash, signature: person.name };
}

/** Two unrelated committee members accept, and the group gives the bank details of its account: one of those above, by its place. */
export async function accept(api: StoryClient, grant: Grant, place: number): Promise<void> {
  const { id, party } = grant;
  await signOffer(api, party.people[0], id);
  await signOffer(api, party.people[1], id);
  await api.as(party.people[2], 'giveBankDetails', {
    id,
    body: { accountName: party.name, ...accountAt(place) },
  });
}

/** Waits until so many payments of a pot are covered by cash. */
export async function untilReady(api: StoryClient, cast: Cast, pot: Pot, count: number): Promise<void> {
  await api.until(
    cast.paymentMaker,
    'listPayments',
    { query: { potId: pot.potId, state: 'ready' } },
    (found) => (found['items'] as readonly Json[]).length === count,
    `${String(count)} payments ready`,
  );
}

/** One person builds a run of what is ready, another authorises exactly what she saw, it is uploaded, and the bank pays it. @returns its total in pence */
export async function payWhatIsReady(api: StoryClient, cast: Cast, pot: Pot, name: string): Promise<number> {
  const { paymentMaker, paymentAuthoriser } = cast;
  const id = await created(api, paymentMaker, 'buildRun', { potId: pot.potId, name });
  await api.as(paymentMaker, 'requestAuthorisation', { id });
  const run = await api.as(paymentAuthoriser, 'getPaymentRun', { id });
  await api.as(paymentAuthoriser, 'authoriseRun', { id, body: { seenHash: run['seenHash'] } });
  await api.as(paymentMaker, 'exportRun', { id });
  await api.as(paymentMaker, 'markSent', { id });
  const payments = run['payments'] as readonly Json[];
  await api.as(paymentMaker, 'recordOutcomes', {
    id,
    body: {
      outcomes: payments.map((payment) => ({ paymentId: payment['id'], outcome: 'settled', on: dayFromNow(0) })),
    },
  });
  return payments.reduce((sum, payment) => sum + Number(payment['amountPence']), 0);
}

/** A purchase that a budget holder wants made. */
export interface Need {
  readonly grant: Grant;
  readonly holder: Person;
  readonly provider: Party;
  readonly service: string;
  readonly clientReference: string;
  readonly pricePence: number;
}

/** She asks for a service; it is authorised if it must be, ordered, delivered, invoiced, and matched to the order. @returns its id */
export async function buy(api: StoryClient, cast: Cast, need: Need): Promise<string> {
  const { grant, holder, provider, service, clientReference, pricePence } = need;
  const id = await created(api, holder, 'requestPurchase', {
    grantId: grant.id,
    providerId: provider.id,
    service,
    clientReference,
    pricePence,
  });
  const { state } = await api.as(holder, 'getPurchase', { id });
  if (state === 'requested') await api.as(cast.manager, 'authorisePurchase', { id });
  await api.as(holder, 'orderPurchase', { id });
  await api.as(provider.people[0], 'acceptOrder', { id });
  await api.as(holder, 'recordDelivery', { id, body: { deliveredOn: dayFromNow(0) } });
  await api.as(provider.people[0], 'recordInvoice', {
    id,
    body: { invoiceNumber: `INV-${id.slice(-8)}`, invoicePence: pricePence, invoicedOn: dayFromNow(0) },
  });
  await api.as(cast.officer, 'matchInvoice', { id });
  return id;
}

/** The group, or the budget holder, tells how it went; an officer reads and accepts it. */
export async function report(
  api: StoryClient,
  cast: Cast,
  grant: Grant,
  reporter: Person,
  spentPence: number,
): Promise<void> {
  const { id, award: planned } = grant;
  await api.as(reporter, 'submitReport', {
    id,
    body: {
      outputs: [{ activity: 0, target: planned.activity.target, achieved: planned.activity.target }],
      whatChanged: 'People who had not been in touch with anybody came, and came back.',
      spent: [{ line: 0, spentPence }],
      whatContinues: 'We go on with what we have made.',
      lessons: 'Begin to tell people earlier.',
    },
  });
  await api.as(cast.officer, 'acceptReport', { id });
}
