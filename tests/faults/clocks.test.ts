import { resolve } from 'node:path';

import { created } from '../../src/cli/story/people';
import { startDeployment, type Deployment } from '../support/deployment';
import { whatIsWrong } from '../support/nothing-lost';
import { addToTable } from './table';
import { Volunteers } from './volunteers';

const anHourAhead = { NODE_OPTIONS: `--require ${resolve(__dirname, '../support/an-hour-ahead.cjs')}` };

let grantpot: Deployment;
let volunteers: Volunteers;

beforeAll(async () => {
  grantpot = await startDeployment();
  volunteers = await Volunteers.of(grantpot, 2);
});
afterAll(() => grantpot.remove());

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

test.each(['worker', 'web'] as const)(
  'the clock of %s is an hour ahead: deadlines and tokens do not care',
  async (name) => {
    await grantpot[name].stop();
    await grantpot[name].start(anHourAhead);
    await grantpot.ready();
    const { manager } = volunteers.staff;
    const client = volunteers.client();
    const met = await volunteers.meet((volley) => {
      volley.give();
      return Promise.resolve(performance.now());
    });
    const closesAt = inSeconds(2);
    const id = await created(client, manager, 'planRound', {
      potId: volunteers.pots[0],
      name: 'Summer',
      opensAt: inSeconds(1),
      closesAt,
      decideBy: inSeconds(1_800), // half an hour: over by the clock that is ahead
    });
    await client.until<{ state: string }>(
      manager,
      'getRound',
      { id },
      ({ state }) => state === 'closed',
      'it has closed',
    );
    const events = await grantpot.look<{ type: string; at: Date; early: boolean }>(
      `select e.type, e.at, c.applied_at < e.at as early from event e join command c on c.id = e.command_id
     where e.subject_id = $1 order by e.sequence`,
      [id],
    );
    expect(events.map(({ type, early }) => [type, early])).toEqual([
      ['round_planned', false],
      ['round_opened', false],
      ['round_closed', false],
    ]);
    expect(events[2]?.at.toISOString()).toBe(closesAt);
    const wrong = await whatIsWrong(grantpot);
    addToTable({
      fault: `the clock of ${name} an hour ahead`,
      times: met.times,
      lost: wrong.length,
      slowestRecoveryMs: met.recoveryMs,
    });
    expect(wrong).toEqual([]);
    await grantpot[name].stop();
    await grantpot[name].start();
    await grantpot.ready();
  },
);
