import type { Asker } from '../../src/cli/story/api';
import type { Party } from '../../src/cli/story/people';
import { dayFromNow, type Pot } from '../../src/cli/story/stages';
import { pence } from '../../src/domain/money/money';
import {
  accepted,
  aGroupOverHttp,
  aPotOverHttp,
  aStaff,
  bankDetailsGiven,
  expected,
  received,
  sentRunOf,
  withThePanel,
  type Sent,
  type SentRun,
  type Staff,
} from '../builders/over-http';
import { aPolicy, type PolicyOverrides } from '../builders/policy';
import { startEngine, type Engine } from './engine';
import { openFrontDoor, type FrontDoor, type Told } from './front-door';
import { assertLedgerVerified } from './ledger';

/** Where whole lives are lived over HTTP in seconds: an organisation, a group, and pots with the policies that tests say. */
export interface WholeLives {
  readonly engine: Engine;
  readonly door: FrontDoor;
  readonly staff: Staff;
  readonly group: Party;
  /** A pot of £1,000,000, of which so much is in the bank; one person decides alone, a grant is paid at once and in one sum, unless the policy says otherwise. */
  aPot(policy?: PolicyOverrides, inTheBankPence?: number): Promise<Pot>;
  /** An application of the group with the officer's checks behind it. @returns its id */
  withThePanel(pot: Pot, sent?: Partial<Sent>): Promise<string>;
  /** An offer of all that was asked for, which one officer decided on alone. @returns its id */
  offered(pot: Pot, sent?: Partial<Sent>): Promise<string>;
  /** A grant that is accepted, with an account to be paid to. @returns its id */
  running(pot: Pot, sent?: Partial<Sent>): Promise<string>;
  /** What somebody reads of a grant. */
  grant(id: string, asker?: Asker): Promise<Told>;
  /** Waits until a grant is as wished. */
  becomes(id: string, wished: (grant: Told) => boolean, what: string): Promise<Told>;
  /** What happened to a grant, the first thing first: `offer_declined by Chair of Hibiscus: No hall.`; `by itself` for what the engine did. */
  happened(id: string, asker?: Asker): Promise<readonly string[]>;
  /** Waits until so many payments of a pot are ready, and sends them to the bank. */
  sentRun(pot: Pot, count?: number): Promise<SentRun>;
  /** Records what the bank did with every payment of a run. */
  outcomes(run: SentRun, outcome: 'settled' | 'returned' | 'unknown'): Promise<Told>;
  close(): Promise<void>;
}

/** What happens to every application until it is offered, where one officer decides alone. */
export const untilOffered = (group: Party): readonly string[] => [
  `application_submitted by ${group.people[0].name}`,
  'checking_started by Grants Officer',
  'passed_to_panel by Grants Officer',
  'decision_made by Grants Officer',
];

/** And until two have accepted and there is an account. */
export const untilRunning = (group: Party): readonly string[] => [
  ...untilOffered(group),
  `offer_accepted by ${group.people[0].name}`,
  `offer_accepted by ${group.people[1].name}`,
  `bank_details_given by ${group.people[2].name}`,
];

const askedPence = 100_000;

/** Opens an engine of the test file's own to live lives in; closing it verifies the ledger once more. */
export async function openWholeLives(start: () => Promise<Engine> = startEngine): Promise<WholeLives> {
  const engine = await start();
  const door = await openFrontDoor(engine);
  const staff = await aStaff(engine.inbox);
  const group = await aGroupOverHttp(door, staff, 'F.W.P. Hibiscus');
  const { officer, paymentMaker } = staff;

  const lives: WholeLives = {
    engine,
    door,
    staff,
    group,
    aPot: async (overrides = {}, inTheBankPence = 0) => {
      const policy = aPolicy({
        decision: { delegatedUpToPence: pence(200_000) },
        groupCapPence: pence(100_000_000),
        instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }],
        ...overrides,
      });
      const pot = await aPotOverHttp(door, staff, { policy, budgetPence: 100_000_000 });
      if (inTheBankPence === 0) return pot;
      const today = dayFromNow(0);
      const instalmentId = await expected(door, staff, pot, { amountPence: inTheBankPence, expectedOn: today });
      await received(door, staff, pot, { instalmentId, receivedOn: today });
      return pot;
    },
    withThePanel: (pot, sent) => withThePanel(door, staff, { pot, party: group, askedPence, ...sent }),
    offered: async (pot, sent) => {
      const id = await lives.withThePanel(pot, sent);
      await door.as(officer, 'decide', { id, body: { meetingId: null, outcome: 'award' } });
      return id;
    },
    running: async (pot, sent) => {
      const id = await lives.offered(pot, sent);
      await accepted(door, id, sent?.party ?? group);
      await bankDetailsGiven(door, id, sent?.party ?? group);
      return id;
    },
    grant: (id, asker = officer) => door.as(asker, 'getGrant', { id }),
    becomes: (id, wished, what) => door.until(officer, 'getGrant', { id }, wished, what),
    happened: async (id, asker = officer) => {
      const { items } = await door.as(asker, 'getGrantTimeline', { id, query: { sort: 'oldest', limit: '200' } });
      return items.map(({ type, actor, text }: Told) => {
        const who = actor === null ? 'itself' : actor.name;
        return `${type} by ${who}${text === null ? '' : `: ${text}`}`;
      });
    },
    sentRun: async (pot, count = 1) => {
      const query = { potId: pot.potId, state: 'ready' };
      await door.until(paymentMaker, 'listPayments', { query }, ({ items }) => items.length === count, 'ready');
      return sentRunOf(door, staff, pot.potId, 'Payments');
    },
    outcomes: ({ id, paymentIds }, outcome) =>
      door.as(paymentMaker, 'recordOutcomes', {
        id,
        body: { outcomes: paymentIds.map((paymentId) => ({ paymentId, outcome, on: dayFromNow(0) })) },
      }),
    close: async () => {
      await assertLedgerVerified(engine.inbox);
      await engine.close();
    },
  };
  return lives;
}
