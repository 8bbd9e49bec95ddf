import { anAward, type Award } from '../builders/award';
import { aGroup, type Group } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { callerOf, type Caller } from '../support/caller';
import { startEngine, type Engine } from '../support/engine';
import { aToken } from '../support/token';
import { waitFor } from '../support/wait-for';

let engine: Engine;
let organisation: Organisation;
let manager: Caller;
let officer: Caller;
let group: Group;
let applicant: Caller;

beforeAll(async () => {
  engine = await startEngine();
  organisation = await anOrganisation(engine.inbox);
  group = await aGroup(engine.inbox, organisation);
  const callerFor = async (actor: Organisation['manager']) => callerOf(engine.api, await aToken(engine.inbox, actor));
  manager = await callerFor(organisation.manager);
  officer = await callerFor(organisation.officer);
  applicant = await callerFor(group.applicant);
});
afterAll(() => engine.close());

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const eventsOf = async (subject: string) => {
  const events = await engine.inbox.look<{ type: string; at: Date }>(
    'select type, at from event where subject_id = $1 order by sequence',
    [subject],
  );
  return events.map(({ type, at }) => [type, at.toISOString()]);
};
const until = (subject: string, type: string) =>
  waitFor(type, async () => (await eventsOf(subject)).some(([one]) => one === type));

type Offer = Award & { readonly lapsesAt: string };
/**
 * A period that is over soon, and long enough for what is to be done within it however busy the machine is: it is many times what making
 * one offer takes here now.
 */
const soon = async (): Promise<string> => {
  const began = performance.now();
  await anOffer('P7D');
  const seconds = (performance.now() - began) / 1_000;
  return `PT${String(Math.ceil(Math.max(4, 8 * seconds)))}S`;
};

/** An offer that runs out in so many seconds, with its run started by a first command. */
const anOffer = async (validFor: string): Promise<Offer> => {
  const { potId } = await aPot(engine.inbox, organisation, {
    budgetPence: 200_000,
    policy: aPolicy({ offer: { validFor, remindBefore: [], signatories: 2 } }),
  });
  const award = await anAward(engine.inbox, { organisation, potId, group, askedPence: 1_000 });
  const answer = await manager.post(`/grants/${award.grantId}/reassign`, {
    ownerId: organisation.secondOfficer.personId,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  const [next] = answer.body['next'] as { command: string; at: string }[];
  return { ...award, lapsesAt: next!.at };
};

test('a round opens and closes by itself, at its instants', async () => {
  const { potId } = await aPot(engine.inbox, organisation, { budgetPence: 1, policy: aPolicy({ intake: 'window' }) });
  const [opensAt, closesAt, decideBy] = [inSeconds(0.6), inSeconds(1.2), inSeconds(1.8)];
  const planned = await manager.post('/rounds', { potId, name: 'Spring', opensAt, closesAt, decideBy });
  const { id } = planned.body['subject'] as { id: string };
  await until(id, 'round_decision_chased');
  expect((await eventsOf(id)).slice(1, 4)).toEqual([
    ['round_opened', opensAt],
    ['round_closed', closesAt],
    ['round_decision_chased', decideBy],
  ]);
});

describe('of four offers that run out together', () => {
  let [extended, held, declined, neighbour]: Offer[] = [];
  let to: string;
  beforeAll(async () => {
    const validFor = await soon();
    [extended, held, declined, neighbour] = await Promise.all([1, 2, 3, 4].map(() => anOffer(validFor)));
    to = new Date(Date.parse(extended!.lapsesAt) + 3_000).toISOString();
    const answers = await Promise.all([
      officer.post(`/grants/${extended!.grantId}/extend-date`, {
        which: 'offer',
        to,
        reason: 'A committee meets late',
      }),
      manager.post(`/grants/${held!.grantId}/hold`, { reason: 'Something to look at' }),
      applicant.post(`/grants/${declined!.grantId}/decline-offer`, { reason: 'We have merged' }),
    ]);
    expect(answers.map(({ status, body }) => [status, body['final'], body['next']])).toEqual([
      [200, false, [{ command: 'lapseOffer', at: to }]],
      [200, false, []],
      [200, true, []],
    ]);
    await until(neighbour!.grantId, 'offer_lapsed');
  });

  test('the one that nobody touched lapses at its instant, and no other', async () => {
    expect((await eventsOf(neighbour!.grantId)).at(-1)).toEqual(['offer_lapsed', neighbour!.lapsesAt]);
    for (const other of [extended, held, declined]) {
      expect((await eventsOf(other!.grantId)).map(([type]) => type)).not.toContain('offer_lapsed');
    }
  });

  test('moving the date has re-armed the timer of the one that was extended', async () => {
    await until(extended!.grantId, 'offer_lapsed');
    expect((await eventsOf(extended!.grantId)).at(-1)).toEqual(['offer_lapsed', to]);
  });

  test('the one on hold stands still, and lapses later by as long as the hold was', async () => {
    const released = await manager.post(`/grants/${held!.grantId}/release`, { reason: 'All is well' });
    const [next] = released.body['next'] as { command: string; at: string }[];
    expect([released.status, next?.command]).toEqual([200, 'lapseOffer']);
    const at = async (type: string) => Date.parse((await eventsOf(held!.grantId)).find(([one]) => one === type)![1]!);
    expect(Date.parse(next!.at) - Date.parse(held!.lapsesAt)).toBe(
      (await at('released_from_hold')) - (await at('put_on_hold')),
    );
    await until(held!.grantId, 'offer_lapsed');
    expect((await eventsOf(held!.grantId)).at(-1)).toEqual(['offer_lapsed', next!.at]);
  });

  test('the one that was declined is over, and has no timer', async () => {
    const run = await engine.client.workflow.getHandle(`grant/${declined!.grantId}`).describe();
    expect(run.status.name).toBe('COMPLETED');
  });
});

test('a deadline is taken while the worker was away, at its own instant, and what was stored before it has met it', async () => {
  const validFor = await soon();
  const [lapsing, met] = [await anOffer(validFor), await anOffer(validFor)];
  await engine.stopWorker();
  const to = inSeconds(3_600);
  await engine.inbox.store(organisation.officer, 'extendDate', met.grantId, { which: 'offer', to, reason: 'in time' });
  await waitFor(
    'both dates have passed',
    async () =>
      (await engine.inbox.look<{ passed: boolean }>('select app.now() > $1 as passed', [met.lapsesAt]))[0]?.passed,
  );
  await engine.startWorker();
  await until(lapsing.grantId, 'offer_lapsed');
  await until(met.grantId, 'date_extended');
  expect((await eventsOf(lapsing.grantId)).at(-1)).toEqual(['offer_lapsed', lapsing.lapsesAt]);
  expect(
    (await officer.post(`/grants/${met.grantId}/reassign`, { ownerId: organisation.officer.personId })).body,
  ).toMatchObject({
    phase: 'offer',
    next: [{ command: 'lapseOffer', at: to }],
  });
});
