import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { environmentOfJourney } from '../config/journey-environment';
import { Api, type Json } from './story/api';
import { castOf, demonstrationPeople, type Cast, type Person } from './story/cast';
import { courtWorkersBudget, croydonGroups } from './story/croydon';
import { addParty, addSomebody, type Party } from './story/people';
import { croydonPolicy } from './story/policies';
import {
  accept,
  apply,
  award,
  buy,
  check,
  dayFromNow,
  expectInstalment,
  meet,
  openFundAndPot,
  payWhatIsReady,
  receiveInstalment,
  report,
  untilReady,
  type Grant,
  type Pot,
} from './story/stages';

const pounds = (pence: number): string =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' }).format(pence / 100);
const started = performance.now();
const say = (line: string): void => {
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
};

/** Ends the journey at the first surprise. */
function expect(what: string, found: unknown, wished: unknown): void {
  if (found !== wished) throw new Error(`${what} is ${String(found)}, not ${String(wished)}`);
  say(`${what}: ${typeof wished === 'number' && what.includes('£') ? pounds(wished) : String(wished)}`);
}

/**
 * Takes the six Croydon awards from nothing to closed, over HTTP alone: it knows the people of `demo.json` and the API's document, and
 * makes its own fund, pot and groups, so that it can be run again. Prints a line a step; exit code 1 at the first surprise.
 */
async function journey(): Promise<void> {
  const { url, dataDirectory } = environmentOfJourney();
  const api = await Api.of(url);
  const people = demonstrationPeople(resolve(dataDirectory));
  const organisation = people.find(({ roles }) => roles.includes('fund_manager'))?.organisation ?? '';
  const cast = await castOf(api, people, organisation);
  const tag = randomUUID().slice(0, 8);
  // Reference prefixes are letters: the journey's own, so that it can be run again beside what is there.
  const prefix = tag
    .replaceAll(/\d/g, (digit) => 'GHIJKLMNOP'.charAt(Number(digit)))
    .toUpperCase()
    .slice(0, 6);

  const pot = await openFundAndPot(api, cast, {
    name: `Croydon small grants ${tag}`,
    funder: `Home Office ${tag}`,
    prefix,
    budgetPence: 2_000_000,
    policy: croydonPolicy as unknown as Json,
  });
  const first = await expectInstalment(api, cast, pot, 1_000_000, dayFromNow(0));
  const second = await expectInstalment(api, cast, pot, 1_000_000, dayFromNow(81));
  await receiveInstalment(api, cast, pot, first);
  say(`a fund of ${pounds(2_000_000)} and its pot are open; ${pounds(1_000_000)} is in the bank`);

  const grants = await apply6(api, cast, pot, tag);
  const meetingId = await meet(api, cast, pot);
  for (const grant of grants) {
    await check(api, cast, grant);
    await award(api, cast, meetingId, grant);
    say(`${grant.party.name} is checked, and awarded ${pounds(grant.award.askedPence)}`);
  }
  await api.as(cast.officer, 'endMeeting', { id: meetingId });
  await expectMoney(api, cast, pot, { canStillBeAwardedPence: 806_600, inTheBankPence: 1_000_000 });

  for (const [place, grant] of grants.entries()) await accept(api, grant, place);
  say('each offer is accepted by two people');
  await untilReady(api, cast, pot, 5);
  expect('£ paid in the first run', await payWhatIsReady(api, cast, pot, 'Five groups'), 993_400);

  const [budget] = grants.slice(5) as [Grant];
  const holder = await purchases(api, cast, pot, budget, tag, second);
  await reports(api, cast, pot, grants, holder);
}

async function apply6(api: Api, cast: Cast, pot: Pot, tag: string): Promise<readonly Grant[]> {
  const grants: Grant[] = [];
  for (const wanted of [...croydonGroups, courtWorkersBudget]) {
    const kind = wanted === courtWorkersBudget ? 'employer' : 'group';
    const party = await addParty(api, cast, { kind, name: wanted.group }, 'applicant', tag);
    grants.push(await apply(api, pot, party, wanted));
    say(`${wanted.group} asks for ${pounds(wanted.askedPence)}`);
  }
  return grants;
}

async function purchases(
  api: Api,
  cast: Cast,
  pot: Pot,
  grant: Grant,
  tag: string,
  secondInstalment: string,
): Promise<Person> {
  const holder = await addSomebody(api, cast, 'Court worker', `court.worker@${tag}.example`, {
    role: 'budget_holder',
    partyId: grant.party.id,
    ownLimitPence: 5_000,
  });
  const provider = await addProvider(api, cast, tag);
  const need = { grant, holder, provider };
  await buy(api, cast, { ...need, service: 'Counselling', clientReference: 'WC-1047', pricePence: 6_500 });
  const later = await buy(api, cast, {
    ...need,
    service: 'Family support',
    clientReference: 'WC-1048',
    pricePence: 4_000,
  });
  await untilReady(api, cast, pot, 1);
  const waiting = await api.until(
    holder,
    'getPurchase',
    { id: later },
    (found) => (found['payment'] as Json | null)?.['state'] === 'waiting_for_cash',
    'the second purchase waits',
  );
  say(`£65 is covered; £40 waits: ${String((waiting['payment'] as Json)['why'])}`);
  expect('£ paid to the provider', await payWhatIsReady(api, cast, pot, 'Counselling'), 6_500);
  await receiveInstalment(api, cast, pot, secondInstalment);
  await untilReady(api, cast, pot, 1);
  expect('£ paid when the second instalment is in', await payWhatIsReady(api, cast, pot, 'Family support'), 4_000);
  await expectMoney(api, cast, pot, { canStillBeAwardedPence: 806_600, inTheBankPence: 996_100 });
  await api.until(
    holder,
    'getGrant',
    { id: grant.id },
    (found) => (found['money'] as Json)['paidPence'] === 10_500,
    'both purchases paid',
  );
  const { money } = await api.as(holder, 'getGrant', { id: grant.id });
  expect('£ left of her budget', (money as Json)['leftPence'], 189_500);
  return holder;
}

async function addProvider(api: Api, cast: Cast, tag: string): Promise<Party> {
  const provider = await addParty(
    api,
    cast,
    { kind: 'provider', name: 'Women’s Counselling Service' },
    'provider',
    tag,
  );
  await api.as(provider.people[0], 'giveProviderBankDetails', {
    id: provider.id,
    body: { accountName: provider.name, sortCode: '089999', accountNumber: '66374958' },
  });
  return provider;
}

async function reports(api: Api, cast: Cast, pot: Pot, grants: readonly Grant[], holder: Person): Promise<void> {
  for (const grant of grants) {
    const isBudget = grant.award === courtWorkersBudget;
    const spent = isBudget ? 10_500 : grant.award.askedPence;
    await api.until(
      cast.officer,
      'getGrant',
      { id: grant.id },
      (found) => (found['money'] as Json)['promisedPence'] === 0,
      'nothing is on its way',
    );
    await report(api, cast, grant, isBudget ? holder : grant.party.people[0], spent);
    await api.until(
      cast.officer,
      'getGrant',
      { id: grant.id },
      (found) => found['stage'] === 'closed',
      `${grant.party.name} closed`,
    );
    say(`${grant.party.name} has reported and is closed`);
  }
  await expectMoney(api, cast, pot, { canStillBeAwardedPence: 996_100, inTheBankPence: 996_100 });
}

async function expectMoney(
  api: Api,
  cast: Cast,
  pot: Pot,
  wished: { readonly canStillBeAwardedPence: number; readonly inTheBankPence: number },
): Promise<void> {
  const found = await api.as(cast.manager, 'getPot', { id: pot.potId });
  const money = (found['money'] ?? found) as Json;
  expect('£ that can still be awarded', money['canStillBeAwardedPence'], wished.canStillBeAwardedPence);
  expect('£ in the bank', money['inTheBankPence'], wished.inTheBankPence);
}

journey().then(
  () => {
    say('all six are closed');
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : 'something went wrong'}\n`);
    process.exitCode = 1;
  },
);
