import type { Api, Json } from '../../src/cli/story/api';
import type { Cast, Person } from '../../src/cli/story/cast';
import { addParty, addSomebody, type Party } from '../../src/cli/story/people';
import { dayFromNow, expectInstalment, openFundAndPot, receiveInstalment, type Pot } from '../../src/cli/story/stages';
import { pence } from '../../src/domain/money/money';
import { aPolicy, purchaseRules } from '../builders/policy';

/** The pots of a run, by what their clients find there. */
export const pots = {
  /** Enough for everybody; two instalments. */
  plain: 1_000_000_000,
  /** Offers run out within seconds. */
  hasty: 1_000_000_000,
  /** Always nearly exhausted. */
  hot: 100_000,
  /** Budget holders buy from their grants. */
  spot: 1_000_000_000,
} as const;
export type PotName = keyof typeof pots;

/** What a run happens to: an organisation whose every period is seconds, and one group and budget holder for each client. */
export interface World {
  readonly cast: Cast & { readonly secondOfficer: Person };
  readonly pots: Readonly<Record<PotName, Pot>>;
  readonly provider: Party;
  readonly homes: readonly Home[];
}

/** Whom a client acts for. */
export interface Home {
  readonly group: Party;
  readonly employer: Party;
  readonly holder: Person;
  /** Takes applications while a round is open; of one's own, since rounds of one pot do not overlap. */
  readonly window: Pot;
}

/** Deadlines in seconds, so that each life meets many; only what says so ends one. */
const policyOf = (name: PotName | 'window'): Json => ({
  ...aPolicy({
    intake: name === 'window' ? 'window' : 'rolling',
    decision: { delegatedUpToPence: pence(200_000) },
    groupCapPence: pence(1_000_000_000),
    checkWithin: 'PT4S',
    answerWithin: 'PT3S',
    decideWithin: 'PT4S',
    offer: { validFor: name === 'hasty' ? 'PT5S' : 'PT10M', remindBefore: ['PT3S'], signatories: 2 },
    conditionsWithin: 'PT10M',
    instalments: [
      { sharePercent: 50, dueAfter: 'PT0S' },
      { sharePercent: 50, dueAfter: 'PT3S' },
    ],
    report: {
      dueAfter: 'PT6S',
      from: 'acceptance',
      remindBefore: ['PT3S'],
      remindAfter: ['PT3S', 'PT6S'],
      readWithin: 'PT3S',
      answerWithin: 'PT3S',
    },
    refundWithin: 'PT4S',
    appealWithin: 'PT4S',
    paymentRun: { chaseAuthorisationAfter: 'PT2S', chaseOutcomeAfter: 'PT3S' },
  }),
  // Which an override of a part would mix with null.
  purchases:
    name === 'spot'
      ? { ...purchaseRules, authoriseWithin: 'PT3S', deliverWithin: 'PT4S', payAfterInvoice: 'PT0S' }
      : null,
});

/** Makes everything that clients need, over HTTP, by an administrator who has just set the organisation up. */
export async function aWorld(api: Api, administrator: Person, clients: number): Promise<World> {
  const founding = { administrator } as Cast;
  const staff = (name: string, role: string) =>
    addSomebody(api, founding, name, `${name.toLowerCase().replaceAll(' ', '.')}@staff.example`, { role });
  const [manager, officer, secondOfficer, paymentMaker, paymentAuthoriser] = await Promise.all([
    staff('Fund Manager', 'fund_manager'),
    staff('First Officer', 'grants_officer'),
    staff('Second Officer', 'grants_officer'),
    staff('Payment Maker', 'payment_maker'),
    staff('Payment Authoriser', 'payment_authoriser'),
  ] as const);
  const cast = { administrator, manager, officer, secondOfficer, paymentMaker, paymentAuthoriser, panel: [] };

  const opened = Object.entries(pots).map(async ([name, budgetPence]) => {
    const pot = await openFundAndPot(api, cast, {
      name: `Pot ${name}`,
      funder: `Funder of ${name}`,
      prefix: name.toUpperCase(),
      budgetPence,
      policy: policyOf(name as PotName),
    });
    const instalment = await expectInstalment(api, cast, pot, budgetPence, dayFromNow(0));
    await receiveInstalment(api, cast, pot, instalment);
    return [name, pot] as const;
  });
  const provider = addParty(api, cast, { kind: 'provider', name: 'Counselling Service' }, 'provider', 'chaos');
  const homes = Array.from({ length: clients }, (_, number) => aHome(api, cast, number));
  const world = {
    cast,
    pots: Object.fromEntries(await Promise.all(opened)) as Record<PotName, Pot>,
    provider: await provider,
    homes: await Promise.all(homes),
  };
  await api.as(world.provider.people[0], 'giveProviderBankDetails', {
    id: world.provider.id,
    body: { accountName: world.provider.name, sortCode: '089999', accountNumber: '66374958' },
  });
  return world;
}

async function aHome(api: Api, cast: Cast, number: number): Promise<Home> {
  const tag = `h${String(number)}`;
  const group = { kind: 'group', name: `Group ${tag}`, organisationType: 'unincorporated_association' };
  const employer = await addParty(api, cast, { kind: 'employer', name: `Court ${tag}` }, 'applicant', tag);
  return {
    group: await addParty(api, cast, group, 'applicant', tag),
    employer,
    holder: await addSomebody(api, cast, `Court Worker ${tag}`, `worker@${tag}.example`, {
      role: 'budget_holder',
      partyId: employer.id,
      ownLimitPence: 5_000,
    }),
    window: await openFundAndPot(api, cast, {
      name: `Window ${tag}`,
      funder: `Funder ${tag}`,
      prefix: `WIN${String.fromCharCode(65 + (number % 26))}${String.fromCharCode(65 + Math.floor(number / 26))}`,
      budgetPence: 100_000,
      policy: policyOf('window'),
    }),
  };
}
