import { randomUUID } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../db/client';
import { foundOrganisation } from '../commands/people/found-organisation';
import { readServiceEnvironment } from '../config/environment';
import { StartupError } from '../config/startup-error';
import { Api, type Json } from './story/api';
import { demonstrationPeopleFile, type DemonstrationPerson } from '../contracts/demonstration-people';
import { castOf, identified, type Cast, type Person } from './story/cast';
import { courtWorkersBudget, croydonGroups, type CroydonAward } from './story/croydon';
import { addParty, addSomebody, created, type Party } from './story/people';
import { croydonPolicy, minutesPolicy } from './story/policies';
import {
  accept,
  addProvider,
  apply,
  award,
  check,
  dayFromNow,
  expectInstalment,
  meet,
  openFundAndPot,
  payWhatIsReady,
  receiveInstalment,
  sayRefundAccount,
  untilReady,
  type Pot,
} from './story/stages';

const organisation = 'Croydon Voluntary Action';

/** The people of the organisation, by what they do. */
const staff: readonly { readonly name: string; readonly address: string; readonly roles: readonly string[] }[] = [
  { name: 'Amara Okafor', address: 'amara', roles: ['fund_manager'] },
  { name: 'Ben Whitlock', address: 'ben', roles: ['grants_officer'] },
  { name: 'Chidi Lewis', address: 'chidi', roles: ['grants_officer'] },
  { name: 'Dorothy Marsh', address: 'dorothy', roles: ['panel_member'] },
  { name: 'Efua Mensah', address: 'efua', roles: ['panel_member', 'payment_authoriser'] },
  { name: 'Farid Aziz', address: 'farid', roles: ['panel_member'] },
  { name: 'Grace Tully', address: 'grace', roles: ['panel_member'] },
  { name: 'Hana Novak', address: 'hana', roles: ['payment_maker'] },
  { name: 'Imran Shah', address: 'imran', roles: ['payment_authoriser'] },
  { name: 'Joan Petrie', address: 'joan', roles: ['independent_examiner'] },
];

/** Who reads how the money of one fund is doing and changes nothing: the funder, and the steering group that each partner sends somebody to. */
const onlookers = [
  { name: 'Keith Barlow', address: 'keith.barlow@homeoffice.example', of: 'Home Office' },
  { name: 'Leila Haddad', address: 'leila@steering.example', of: 'Steering group' },
] as const;

/**
 * Loads the demonstration through the API of the running Grantpot: the six Croydon awards at different stages, and a pot whose periods
 * are minutes. Its people, each with a token, are written to `demo.json` last, which says that all is there.
 */
export async function loadDemonstrationCommand(): Promise<void> {
  const environment = readServiceEnvironment();
  if (!environment.demonstration || environment.databaseMigrationUrl === undefined)
    throw new StartupError('The demonstration is only loaded by npm start, in demonstration mode.');
  const administrator = await found(environment.databaseMigrationUrl);
  const api = await Api.of(`http://127.0.0.1:${String(environment.port)}`);
  const people = [...(await employ(api, administrator))];
  const cast = await castOf(api, people, organisation);
  await scoreOnline(api, cast);
  people.push(...(await tellCroydon(api, cast)), ...(await tellMinutes(api, cast)));
  const file = join(environment.dataDirectory, demonstrationPeopleFile);
  writeFileSync(`${file}.new`, JSON.stringify({ people }, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** An earlier load that was killed left an organisation that nobody has a token for: this one gets a name of its own. */
async function found(migrationUrl: string): Promise<DemonstrationPerson> {
  const db = openDatabase(migrationUrl, { connections: 1 });
  try {
    const name = 'Kofi Adjei';
    const tag = randomUUID().slice(0, 6);
    const email = `kofi.${tag}@croydon.example`;
    const founded = await foundOrganisation(db, {
      name: organisation,
      slug: `croydon-${tag}`,
      administrator: { name, email },
    });
    return { name, email, roles: ['administrator'], organisation, token: founded.token ?? '' };
  } finally {
    await db.destroy();
  }
}

async function employ(api: Api, administrator: DemonstrationPerson): Promise<readonly DemonstrationPerson[]> {
  const employed: DemonstrationPerson[] = [administrator];
  for (const { name, address, roles } of staff) {
    const email = `${address}.${randomUUID().slice(0, 6)}@croydon.example`;
    const id = await created(api, await identified(api, administrator), 'addPerson', { name, email });
    for (const role of roles) await api.as(administrator, 'grantRole', { id, body: { role } });
    const issued = await api.as(administrator, 'issueToken', {
      id,
      body: { label: 'Demonstration', scopes: ['read', 'write'] },
    });
    employed.push({ name, email, roles: [...roles], organisation, token: String(issued['token']) });
  }
  return employed;
}

/** A new organisation begins without it; the demonstration shows all that there is. */
async function scoreOnline(api: Api, { manager }: Cast): Promise<void> {
  const { organisation: own } = await api.as(manager, 'getMe');
  const { id } = own as { readonly id: string };
  await api.as(manager, 'changeSwitch', { id, body: { switch: 'online_scoring', on: true } });
}

/** The Croydon pot, each of its six awards at another stage. */
async function tellCroydon(api: Api, cast: Cast): Promise<readonly DemonstrationPerson[]> {
  const pot = await openFundAndPot(api, cast, {
    name: 'Croydon small grants',
    funder: 'Home Office',
    prefix: 'CRO',
    budgetPence: 2_000_000,
    policy: croydonPolicy as unknown as Json,
  });
  const first = await expectInstalment(api, cast, pot, 1_000_000, dayFromNow(0));
  await expectInstalment(api, cast, pot, 1_000_000, dayFromNow(68));
  await receiveInstalment(api, cast, pot, first);
  await sayRefundAccount(api, cast, pot, organisation, 6);
  const watching: DemonstrationPerson[] = [];
  for (const { name, address, of } of onlookers) {
    const person = await addSomebody(api, cast, name, address, { role: 'funder', potId: pot.potId });
    watching.push(listed(person, 'funder', of));
  }

  const [kreative, heathfield, mightyMen, hibiscus, blackBoysCan] = croydonGroups as readonly [
    CroydonAward,
    CroydonAward,
    CroydonAward,
    CroydonAward,
    CroydonAward,
  ];
  const begin = async (wanted: CroydonAward, kind = 'group') =>
    apply(api, pot, await addParty(api, cast, { kind, name: wanted.group }, 'applicant', 'croydon'), wanted);
  const paid = await begin(kreative);
  const ready = await begin(heathfield);
  const offered = await begin(mightyMen);
  const withPanel = await begin(hibiscus);
  const sent = await begin(blackBoysCan);
  const budget = await begin(courtWorkersBudget, 'employer');
  for (const grant of [paid, ready, offered, withPanel, budget]) await check(api, cast, grant);
  const meetingId = await meet(api, cast, pot);
  for (const grant of [paid, ready, offered, budget]) await award(api, cast, meetingId, grant);
  await accept(api, paid, 0);
  await untilReady(api, cast, pot, 1);
  await payWhatIsReady(api, cast, pot, 'Croydon, first run');
  await accept(api, ready, 1);
  await untilReady(api, cast, pot, 1);
  await accept(api, budget, 2);
  const holder = await addSomebody(api, cast, 'Ruth Adeyemi', 'ruth.court@croydon.example', {
    role: 'budget_holder',
    partyId: budget.party.id,
    ownLimitPence: 10_000,
  });
  const provider = await addProvider(api, cast, 'Women’s Counselling Service', 'croydon', 4, [
    { need: 'counselling', name: 'Counselling', pricePence: 6_500, area: 'Croydon', whoFor: 'Women' },
  ]);
  const family = await addProvider(api, cast, 'Local Family Support Project', 'croydon', 5, [
    { need: 'family_support', name: 'Family support', pricePence: 4_000, area: 'Croydon' },
  ]);
  const purchase = await created(api, holder, 'requestPurchase', {
    grantId: budget.id,
    providerId: provider.id,
    service: 'Counselling',
    clientReference: 'WC-1047',
    pricePence: 6_500,
  });
  await api.as(holder, 'orderPurchase', { id: purchase });
  return [
    ...[paid, ready, offered, withPanel, sent, budget].flatMap(({ party }) => committee(party, 'applicant')),
    listed(holder, 'budget_holder', budget.party.name),
    ...[provider, family].flatMap((one) => committee(one, 'provider')),
    ...watching,
  ];
}

/** A pot whose periods are minutes: an offer runs out, and a report falls due and becomes overdue, while one watches. */
async function tellMinutes(api: Api, cast: Cast): Promise<readonly DemonstrationPerson[]> {
  const pot: Pot = await openFundAndPot(api, cast, {
    name: 'A life in minutes',
    funder: 'A funder in a hurry',
    prefix: 'MIN',
    budgetPence: 1_000_000,
    policy: minutesPolicy as unknown as Json,
  });
  await receiveInstalment(api, cast, pot, await expectInstalment(api, cast, pot, 500_000, dayFromNow(0)));
  const [first, second] = croydonGroups as readonly [CroydonAward, CroydonAward];
  const running = await apply(
    api,
    pot,
    await addParty(api, cast, { kind: 'group', name: 'Dorset Reclaim' }, 'applicant', 'minutes'),
    { ...first, group: 'Dorset Reclaim', purpose: 'A wood-recycling workshop.' },
  );
  const lapsing = await apply(
    api,
    pot,
    await addParty(api, cast, { kind: 'group', name: 'Poole Mentors' }, 'applicant', 'minutes'),
    { ...second, group: 'Poole Mentors', purpose: 'Twelve mentors are trained.' },
  );
  const meetingId = await meet(api, cast, pot);
  for (const grant of [running, lapsing]) {
    await check(api, cast, grant);
    await award(api, cast, meetingId, grant);
  }
  await accept(api, running, 3);
  return [running, lapsing].flatMap(({ party }) => committee(party, 'applicant'));
}

const committee = (party: Party, role: string): readonly DemonstrationPerson[] =>
  party.people.slice(0, 2).map((person) => listed(person, role, party.name));

const listed = ({ name, email, token }: Person, role: string, of: string): DemonstrationPerson => ({
  name,
  email,
  roles: [role],
  organisation: of,
  token,
});
