import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Client } from '@temporalio/client';
import type { WorkflowBundle } from '@temporalio/worker';

import { definitions } from '../../src/commands';
import { created } from '../../src/cli/story/people';
import { dayFromNow } from '../../src/cli/story/stages';
import type { WorkerParts } from '../../src/worker/worker';
import { aReport } from '../builders/report';
import { bundled, bundledIn } from '../replay/bundled';
import { mutants } from '../replay/mutants';
import { assertLedgerVerified } from '../support/ledger';
import { startEngine, type Engine } from '../support/engine';
import { waitFor } from '../support/wait-for';
import { openWholeLives, type WholeLives } from '../support/whole-lives';
import { files } from './v1.json';

// As they were when the histories of v1 were recorded, with the SDK of today: a release changes one or the other.
const firstRelease = (): Promise<WorkflowBundle> =>
  bundledIn(async (folder) => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
  });

let workflowBundle: WorkflowBundle;
let lives: WholeLives;
let engine: Engine;

beforeAll(async () => {
  workflowBundle = await firstRelease();
});
/** Whole lives on a worker of the first release. */
const begunBy = async (first: WorkerParts['otherwise']) => {
  lives = await openWholeLives(() => startEngine(definitions, first));
  ({ engine } = lives);
};
afterEach(() => lives.close());

interface Kept {
  readonly workflowId: string;
  readonly status: string;
  /** Attempts that ended in an error, as they do when a history does not fit the code. */
  readonly failures: number;
  /** The workers that took part. */
  readonly workers: readonly string[];
}

/** Every run of the namespace, and how it went. */
async function keptRuns({ client }: { readonly client: Client }): Promise<readonly Kept[]> {
  const runs: Kept[] = [];
  for await (const { workflowId, runId, status } of client.workflow.list()) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const all = events ?? [];
    runs.push({
      workflowId,
      status: status.name,
      failures: all.filter(({ workflowTaskFailedEventAttributes }) => workflowTaskFailedEventAttributes != null).length,
      workers: [...new Set(all.flatMap((event) => event.workflowTaskCompletedEventAttributes?.identity ?? []))],
    });
  }
  return runs;
}
const ofSubjects = (runs: readonly Kept[]) => runs.filter(({ workflowId }) => workflowId.includes('/'));
const failed = (runs: readonly Kept[]) => runs.filter(({ failures }) => failures > 0);

/** A grant from acceptance to closed. */
async function goesOnToTheEnd(grantId: string): Promise<void> {
  const { door, staff, group } = lives;
  await lives.becomes(grantId, ({ money }) => money.promisedPence === 0 && money.paidPence > 0, 'paid');
  const { money } = await lives.grant(grantId);
  await door.as(group.people[0], 'submitReport', { id: grantId, body: aReport(money.paidPence) });
  await door.as(staff.officer, 'acceptReport', { id: grantId });
  await lives.becomes(grantId, ({ stage }) => stage === 'closed', 'closed');
}

test('what the first release began goes on under today’s, in every phase, and is closed', async () => {
  await begunBy({ workflowBundle, identity: 'first release' });
  const { door, staff, group } = lives;
  const pot = await lives.aPot({ offer: { validFor: 'PT12S', remindBefore: [], signatories: 2 } }, 10_000_000);
  const window = await lives.aPot({ intake: 'window' });
  const submitted = await lives.withThePanel(pot);
  const active = await lives.running(pot);
  const run = await lives.sentRun(pot);
  const at = (days: number) => `${dayFromNow(days)}T12:00:00.000Z`;
  const plan = { potId: window.potId, name: 'Spring', opensAt: at(1), closesAt: at(2), decideBy: at(3) };
  const round = await created(door.api, staff.manager, 'planRound', plan);
  const lapsing = await lives.offered(pot);
  expect(failed(await keptRuns(engine))).toEqual([]);

  await engine.stopWorker();
  await engine.startWorker({ identity: 'today' });

  await lives.outcomes(run, 'settled');
  await goesOnToTheEnd(active);
  await door.as(staff.officer, 'decide', { id: submitted, body: { meetingId: null, outcome: 'award' } });
  await door.as(group.people[0], 'declineOffer', { id: submitted, body: { reason: 'No hall.' } });
  await door.as(staff.manager, 'cancelRound', { id: round, body: { reason: 'No money.' } });
  await lives.becomes(lapsing, ({ stage }) => stage === 'lapsed', 'lapsed'); // by the timer that the first release set
  const over = await waitFor('all runs are over', async () => {
    const runs = ofSubjects(await keptRuns(engine));
    return runs.every(({ status }) => status === 'COMPLETED') && runs;
  });
  expect(failed(over)).toEqual([]);
  const begun = [
    `grant/${submitted}`,
    `grant/${active}`,
    `grant/${lapsing}`,
    `payment-run/${run.id}`,
    `round/${round}`,
  ];
  expect(over.map(({ workflowId }) => workflowId)).toEqual(expect.arrayContaining(begun));
  for (const { workers } of over) expect(workers).toEqual(['first release', 'today']);
  await assertLedgerVerified(engine.inbox);
});

test('the two releases side by side, one rolled back and the other rolled out: every command has its one outcome', async () => {
  await begunBy({ identity: 'not there yet' });
  await engine.stopWorker();
  const rollOut = await engine.startWorker({ workflowBundle, identity: 'first release' });
  const { staff, door } = lives;
  const rollBack = await engine.startWorker({ identity: 'today' });
  const pot = await lives.aPot({}, 10_000_000);
  const grants = await Promise.all(Array.from({ length: 6 }, () => lives.running(pot)));
  /** Five commands at once to each grant. */
  const load = () =>
    Promise.all(
      grants.flatMap((id) =>
        Array.from({ length: 5 }, () =>
          door.as(staff.manager, 'reassign', { id, body: { ownerId: staff.officer.id } }),
        ),
      ),
    );
  await Promise.all([load(), rollBack()]); // with commands under way
  await load();
  const run = await lives.sentRun(pot, grants.length);
  await engine.startWorker({ identity: 'today' });
  await Promise.all([load(), rollOut()]);
  await lives.outcomes(run, 'settled');
  await Promise.all(grants.map(goesOnToTheEnd));

  const runs = ofSubjects(await keptRuns(engine));
  expect(failed(runs)).toEqual([]);
  for (const id of grants) {
    const { workers } = runs.find(({ workflowId }) => workflowId === `grant/${id}`) ?? { workers: [] };
    expect(workers.toSorted()).toEqual(['first release', 'today']);
  }
  expect(await engine.inbox.look("select type from command where status <> 'applied'")).toEqual([]);
  expect(
    await engine.inbox.look(
      `select c.id from command c left join event e on e.command_id = c.id and e.type = 'owner_changed'
       where c.type = 'reassign' group by c.id having count(*) <> 1`,
    ),
  ).toEqual([]);
});

test('a release that would strand what the first began is seen to', async () => {
  await begunBy({ workflowBundle, identity: 'first release' });
  const { door, staff } = lives;
  const id = await lives.withThePanel(await lives.aPot());
  await engine.stopWorker();
  const [stranding] = mutants;
  if (stranding === undefined) throw new Error('there are no mutants');
  await engine.startWorker({ workflowBundle: await bundled(stranding.changes) });
  const asking = door.as(staff.officer, 'decide', { id, body: { meetingId: null, outcome: 'award' } });
  await waitFor('a run has failed', async () => failed(await keptRuns(engine)).length > 0);
  await engine.stopWorker();
  await engine.startWorker();
  await asking; // and goes on under a release that does not
});
