import type { StoryClient } from '../../src/cli/story/api';
import { created } from '../../src/cli/story/people';
import { openFundAndPot } from '../../src/cli/story/stages';
import { aStaff, type Staff } from '../builders/over-http';
import { aPolicy } from '../builders/policy';
import type { ApiDocument } from '../support/api-document';
import type { Deployment } from '../support/deployment';
import { waitFor } from '../support/wait-for';
import { documentOf, type Fault } from './at-each-command';
import { prepareHolds } from './holds';
import { InsistingClient } from './insisting-client';

/** Commands that are given one after the other. */
export interface Load {
  /** How often a request had to be repeated until now. */
  repeated(): number;
  /** Gives no more, and waits until each that was given has its outcome. @returns how many were given */
  stop(): Promise<number>;
}

/** Subjects that take the same command any number of times: rounds, which have runs, and pots, which have none. */
export class Volunteers {
  private constructor(
    private readonly grantpot: Deployment,
    private readonly document: ApiDocument,
    readonly staff: Staff,
    readonly rounds: readonly string[],
    readonly pots: readonly string[],
  ) {}

  /** Makes so many rounds and as many pots, and makes the database ready to hold commands. */
  static async of(grantpot: Deployment, count: number): Promise<Volunteers> {
    const inbox = await grantpot.openInbox();
    const staff = await aStaff(inbox);
    await inbox.close();
    await prepareHolds(grantpot);
    const document = await documentOf(grantpot);
    const client = inPeace(grantpot, document);
    const [rounds, pots]: [string[], string[]] = [[], []];
    for (let place = 0; place < count; place += 1) {
      const { potId } = await aWindowPot(client, staff, place);
      pots.push(potId);
      rounds.push(await created(client, staff.manager, 'planRound', { potId, name: 'Spring', ...farAway() }));
    }
    return new Volunteers(grantpot, document, staff, rounds, pots);
  }

  /** A client that nobody listens to. */
  client(): InsistingClient {
    return inPeace(this.grantpot, this.document);
  }

  /** Has each round and each pot be given one command after the other, until told to stop. */
  load(): Load {
    const { manager, officer } = this.staff;
    const clients: InsistingClient[] = [];
    let [loading, times] = [true, 0];
    const somebody = async (give: (client: InsistingClient) => Promise<unknown>) => {
      const client = this.client();
      clients.push(client);
      for (; loading; times += 1) await give(client);
    };
    const going = Promise.all([
      ...this.rounds.map((id) =>
        somebody((client) => client.as(manager, 'reassignRound', { id, body: { ownerId: officer.id } })),
      ),
      ...this.pots.map((id) =>
        somebody((client) => client.as(manager, 'addBudget', { id, body: { amountPence: 100 } })),
      ),
    ]);
    going.catch(() => undefined); // heard when it is stopped
    return {
      repeated: () => clients.reduce((sum, { repeated }) => sum + repeated, 0),
      stop: async () => {
        loading = false;
        await going;
        return times;
      },
    };
  }

  /** Gives a command to each round and each pot, and has a fault meet them. @returns how many it met, and how long they took from its end to their outcomes. */
  async meet(fault: Fault): Promise<{ readonly times: number; readonly recoveryMs: number }> {
    const keys: string[] = [];
    const client = new InsistingClient(this.grantpot.api, this.document, {
      before: (_command, key) => Promise.resolve(void keys.push(key)),
      after: () => undefined,
    });
    const { manager, officer } = this.staff;
    let giving: Promise<unknown> | undefined;
    const count = this.rounds.length + this.pots.length;
    const overAt = await fault({
      count,
      give: () => {
        giving = Promise.all([
          ...this.rounds.map((id) => client.as(manager, 'reassignRound', { id, body: { ownerId: officer.id } })),
          ...this.pots.map((id) => client.as(manager, 'addBudget', { id, body: { amountPence: 100 } })),
        ]);
        giving.catch(() => undefined); // heard below
      },
      stored: async () => {
        await waitFor('all are stored', async () => {
          const stored = await this.grantpot.look('select from command where idempotency_key = any ($1)', [keys]);
          return stored.length === count;
        });
      },
    });
    await giving;
    return { times: count, recoveryMs: Math.max(0, performance.now() - overAt) };
  }
}

const farAway = () => ({ opensAt: inSeconds(100_000), closesAt: inSeconds(200_000), decideBy: inSeconds(300_000) });
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

const inPeace = (grantpot: Deployment, document: ApiDocument) =>
  new InsistingClient(grantpot.api, document, { before: () => Promise.resolve(), after: () => undefined });

const aWindowPot = (client: StoryClient, staff: Staff, place: number) =>
  openFundAndPot(client, staff, {
    name: `Small grants ${String(place)}`,
    funder: 'Home Office',
    prefix: `VP${String.fromCharCode(65 + Math.floor(place / 26), 65 + (place % 26))}`,
    budgetPence: 1_000,
    policy: { ...aPolicy({ intake: 'window' }) },
  });
