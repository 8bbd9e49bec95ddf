import { randomUUID } from 'node:crypto';

import type { StoryClient } from '../../src/cli/story/api';
import type { Cast } from '../../src/cli/story/cast';
import { courtWorkersBudget } from '../../src/cli/story/croydon';
import { addParty, addSomebody, type Party } from '../../src/cli/story/people';
import { croydonPolicy } from '../../src/cli/story/policies';
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
} from '../../src/cli/story/stages';
import { pence } from '../../src/domain/money/money';

/** The organisations of one life: they may live many, one after the other. */
export interface Parties {
  readonly employer: Party;
  readonly provider: Party;
}

let lives = 0;
/** Letters that no other has: reference prefixes are letters. */
const letters = (count: number): string =>
  [676, 26, 1].map((unit) => String.fromCharCode(65 + (Math.floor(count / unit) % 26))).join('');

/** An employer and a provider, with three people each. */
export async function someParties(client: StoryClient, cast: Cast): Promise<Parties> {
  const tag = randomUUID().slice(0, 8);
  return {
    employer: await addParty(client, cast, { kind: 'employer', name: 'Croydon Women’s Court' }, 'applicant', tag),
    provider: await addParty(client, cast, { kind: 'provider', name: 'Counselling Service' }, 'provider', `p.${tag}`),
  };
}

/**
 * One life with every command of the journey, one after the other: a fund and a pot, a budget holder, an application, its checks, a
 * meeting, an offer, a purchase that has to be authorised, a payment run, and the report, until the grant is closed and the rest of its
 * money is the pot's again.
 */
export async function live(client: StoryClient, cast: Cast, { employer, provider }: Parties): Promise<void> {
  lives += 1;
  const tag = randomUUID().slice(0, 8);
  const pot = await openFundAndPot(client, cast, {
    name: `Small grants ${tag}`,
    funder: `Home Office ${tag}`,
    prefix: `LF${letters(lives)}`,
    budgetPence: 300_000,
    policy: { ...croydonPolicy, groupCapPence: pence(100_000_000) },
  });
  await receiveInstalment(client, cast, pot, await expectInstalment(client, cast, pot, 300_000, dayFromNow(0)));
  const holder = await addSomebody(client, cast, 'Court worker', `court.worker@${tag}.example`, {
    role: 'budget_holder',
    partyId: employer.id,
    ownLimitPence: 5_000,
  });
  const member = { personId: holder.id, kind: 'employee' };
  await client.as(cast.administrator, 'connectToParty', { id: employer.id, body: member });
  const account = { accountName: provider.name, sortCode: '089999', accountNumber: '66374958' };
  await client.as(provider.people[0], 'giveProviderBankDetails', { id: provider.id, body: account });

  const grant = await apply(client, pot, employer, courtWorkersBudget);
  await check(client, cast, grant);
  const meetingId = await meet(client, cast, pot);
  await award(client, cast, meetingId, grant);
  await client.as(cast.officer, 'endMeeting', { id: meetingId });
  await accept(client, grant, 0);
  const need = { grant, holder, provider, service: 'Counselling', clientReference: 'WC-1047', pricePence: 6_500 };
  const purchase = await buy(client, cast, need);
  await untilReady(client, cast, pot, 1);
  await payWhatIsReady(client, cast, pot, 'Counselling');
  await client.until<{ state: string }>(
    holder,
    'getPurchase',
    { id: purchase },
    ({ state }) => state === 'closed',
    'the purchase is over',
  );
  await report(client, cast, grant, holder, 6_500);
  await client.until<{ stage: string }>(
    cast.officer,
    'getGrant',
    { id: grant.id },
    ({ stage }) => stage === 'closed',
    'it is closed',
  );
}
