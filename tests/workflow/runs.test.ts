import { randomUUID } from 'node:crypto';

import type { WorkflowHandle } from '@temporalio/client';

import { reconcile } from '../../src/delivery/reconcile';
import { startRun } from '../../src/delivery/runs';
import { scheduleReconciler } from '../../src/delivery/schedule';
import { reconcilerId } from '../../src/contracts/runs';
import type { TenantId } from '../../src/contracts/ids';
import type { Reconciled } from '../../workflows/reconciler/ports';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { callerOf, type Caller } from '../support/caller';
import { historyOf, wordsOf } from '../support/decoded-history';
import { startEngine, type Engine } from '../support/engine';
import { aToken } from '../support/token';
import { waitFor } from '../support/wait-for';

let engine: Engine;
let organisation: Organisation;
let manager: Caller;

beforeAll(async () => {
  engine = await startEngine();
  organisation = await anOrganisation(engine.inbox);
  manager = callerOf(engine.api, await aToken(engine.inbox, organisation.manager));
});
afterAll(() => engine.close());

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const aRound = async (dates: { opensAt?: string; closesAt?: string } = {}): Promise<string> => {
  const { potId } = await aPot(engine.inbox, organisation, { budgetPence: 1, policy: aPolicy({ intake: 'window' }) });
  const { opensAt = inSeconds(3_600), closesAt = inSeconds(7_200) } = dates;
  const planned = await manager.post('/rounds', {
    potId,
    name: 'Canary Wharf',
    opensAt,
    closesAt,
    decideBy: inSeconds(10_000),
  });
  return (planned.body['subject'] as { id: string }).id;
};
const reassign = (round: string) =>
  manager.post(`/rounds/${round}/reassign-round`, { ownerId: organisation.officer.personId });
const runOf = (round: string): WorkflowHandle => engine.client.workflow.getHandle(`round/${round}`);
const statusOf = async (round: string) => (await runOf(round).describe()).status.name;
const runIdOf = async (round: string) => (await runOf(round).describe()).runId;
const stateOf = async (round: string) =>
  (await engine.inbox.look<{ state: string }>('select state from round where id = $1', [round]))[0]?.state;
const remove = async (round: string) => {
  await engine.client.workflowService.deleteWorkflowExecution({
    namespace: engine.client.options.namespace,
    workflowExecution: { workflowId: `round/${round}` },
  });
  await waitFor('the run is gone', () =>
    runOf(round)
      .describe()
      .then(
        () => false,
        () => true,
      ),
  );
};
const reconciled = () => reconcile(engine.relaying, () => undefined);
/** The reconciler finds runs by Temporal's visibility, which is a little behind. */
const visible = (round: string, seen: boolean) =>
  waitFor('visibility has caught up', async () => {
    const found: string[] = [];
    for await (const run of engine.client.workflow.list({
      query: `WorkflowId = 'round/${round}' AND ExecutionStatus = 'Running'`,
    }))
      found.push(run.workflowId);
    return found.length > 0 === seen;
  });

describe('a run that was thrown away', () => {
  test.each(['terminated', 'deleted'])('by being %s, is begun again from its row by the next command', async (how) => {
    const round = await aRound({ opensAt: inSeconds(0.1), closesAt: inSeconds(3_600) });
    await waitFor('it is open', async () => (await stateOf(round)) === 'open');
    const first = await runIdOf(round);
    if (how === 'terminated') await runOf(round).terminate('thrown away');
    else await remove(round);
    expect(await reassign(round)).toMatchObject({
      status: 200,
      body: { phase: 'intake', next: [{ command: 'closeRound' }] },
    });
    expect(await runIdOf(round)).not.toBe(first);
    expect(await statusOf(round)).toBe('RUNNING');
  });

  test('is begun again by the reconciler, and keeps its original deadline', async () => {
    const closesAt = inSeconds(4);
    const [round, other] = [await aRound({ opensAt: inSeconds(0.1), closesAt }), await aRound()];
    await remove(round);
    await visible(round, false);
    await visible(other, true);
    expect(await reconciled()).toMatchObject({ runsStarted: 1, unmended: 0 });
    expect(await statusOf(round)).toBe('RUNNING');
    await waitFor('it has closed', async () => (await stateOf(round)) === 'closed');
    expect(
      await engine.inbox.look("select at from event where subject_id = $1 and type = 'round_closed'", [round]),
    ).toEqual([{ at: new Date(closesAt) }]);
  });

  test('is cancelled by somebody: its subject goes on with the next command all the same', async () => {
    const round = await aRound();
    await runOf(round).cancel();
    await waitFor('the run has ended', async () => (await statusOf(round)) !== 'RUNNING');
    expect(await reassign(round)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await statusOf(round)).toBe('RUNNING');
  });
});

describe('a subject that is over', () => {
  test('has no run, and still answers: by a short one', async () => {
    const round = await aRound();
    expect(await manager.post(`/rounds/${round}/cancel-round`, { reason: 'no money' })).toMatchObject({
      status: 200,
      body: { final: true },
    });
    await runOf(round).result();
    const first = await runIdOf(round);
    expect(await reassign(round)).toMatchObject({
      status: 409,
      body: { code: 'TRANSITION_NOT_ALLOWED', state: 'cancelled' },
    });
    await runOf(round).result();
    expect([await statusOf(round), (await runIdOf(round)) === first]).toEqual(['COMPLETED', false]);
  });

  test('answers 20 at once', async () => {
    const round = await aRound();
    await manager.post(`/rounds/${round}/cancel-round`, { reason: 'no money' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => reassign(round)));
    // Whoever came as the short run ended may have been told 202; the relay finishes it.
    const waiting = () => engine.inbox.look("select from command where subject_id = $1 and status = 'stored'", [round]);
    await waitFor('all have their outcome', async () => (await waiting()).length === 0);
    expect(
      await engine.inbox.look(
        "select status, count(*)::int from command where subject_id = $1 and type = 'reassignRound' group by 1",
        [round],
      ),
    ).toEqual([{ status: 'refused', count: 20 }]);
    expect(new Set(answers.map(({ status }) => status)).has(409)).toBe(true);
  });
});

describe('the reconciler', () => {
  test('finds nothing to do when nothing is wrong, whenever it is asked', async () => {
    await aRound();
    await visible(await aRound(), true);
    await reconciled();
    expect(await reconciled()).toEqual({
      looked: expect.any(Number),
      commandsSent: 0,
      dueTaken: 0,
      runsStarted: 0,
      runsEnded: 0,
      unmended: 0,
    });
  });

  test('sends commands that were never delivered, and takes what fell due unnoticed', async () => {
    await engine.stopWorker();
    const [round, late] = await Promise.all(
      [1, 2].map(async () => {
        const { potId } = await aPot(engine.inbox, organisation, {
          budgetPence: 1,
          policy: aPolicy({ intake: 'window' }),
        });
        const dates = { opensAt: inSeconds(100), closesAt: inSeconds(7_200), decideBy: inSeconds(10_000) };
        return (await engine.inbox.done(organisation.manager, 'planRound', null, { potId, name: 'Spring', ...dates }))
          .subjectId;
      }),
    );
    const { commandId } = await engine.inbox.store(organisation.manager, 'reassignRound', round!, {
      ownerId: organisation.officer.personId,
    });
    await engine.inbox.look("update command set received_at = received_at - interval '10 seconds' where id = $1", [
      commandId,
    ]);
    await engine.inbox.moveClockTo(inSeconds(110));
    await engine.startWorker();
    await waitFor('both are open', async () => {
      await reconciled();
      return (await stateOf(round!)) === 'open' && (await stateOf(late!)) === 'open';
    });
    expect(await engine.inbox.look('select status from command where id = $1', [commandId])).toEqual([
      { status: 'applied' },
    ]);
    expect(await engine.inbox.look('select type from event where subject_id = $1 order by sequence', [round])).toEqual([
      { type: 'round_planned' },
      { type: 'owner_changed' },
      { type: 'round_opened' },
    ]);
    expect([await statusOf(round!), await statusOf(late!)]).toEqual(['RUNNING', 'RUNNING']);
  });

  test('lets a run end whose subject is over without its knowing', async () => {
    const round = await aRound();
    await visible(round, true);
    await engine.inbox.done(organisation.manager, 'cancelRound', round, { reason: 'past its run' });
    expect(await statusOf(round)).toBe('RUNNING');
    expect(await reconciled()).toMatchObject({ runsEnded: 1 });
    await runOf(round).result();
    expect(await statusOf(round)).toBe('COMPLETED');
  });

  test('counts and tells what it cannot mend', async () => {
    const round = await aRound();
    await engine.inbox.look(
      "update round set state = 'deciding', deadlines = '[{\"name\":\"x\"}]', next_due_at = now() - interval '1 hour' where id = $1",
      [round],
    );
    const misses: string[] = [];
    const told = await reconcile(
      { ...engine.relaying, onMiss: ({ commandId }) => misses.push(commandId) },
      () => undefined,
    );
    expect(told.unmended).toBeGreaterThan(0);
    expect(misses).toContain(round);
    await engine.inbox.look("update round set deadlines = '[]', next_due_at = null where id = $1", [round]);
  });

  test('is scheduled once however often that is asked for, works at once, and is scheduled anew when its schedule was lost', async () => {
    const round = await aRound();
    await remove(round);
    await visible(round, false);
    await scheduleReconciler(engine.client, engine.taskQueue, 3_600);
    await scheduleReconciler(engine.client, engine.taskQueue, 3_600);
    await waitFor('the run is back', () =>
      statusOf(round).then(
        (status) => status === 'RUNNING',
        () => false,
      ),
    );
    const { info } = await engine.client.schedule.getHandle(reconcilerId).describe();
    expect(info.recentActions).toHaveLength(1);
    const [action] = info.recentActions;
    const { workflowId } = (action?.action as { workflow: { workflowId: string } }).workflow;
    expect(await engine.client.workflow.getHandle(workflowId).result()).toMatchObject({
      unmended: 0,
    } satisfies Partial<Reconciled>);

    await engine.client.schedule.getHandle(reconcilerId).delete();
    await remove(round);
    await visible(round, false);
    await scheduleReconciler(engine.client, engine.taskQueue, 3_600);
    await waitFor('the run is back', () =>
      statusOf(round).then(
        (status) => status === 'RUNNING',
        () => false,
      ),
    );
    await engine.client.schedule.getHandle(reconcilerId).delete();
  });
});

describe('what Temporal keeps', () => {
  test('says nothing of a person and nothing that somebody wrote, neither encrypted nor opened', async () => {
    const canaries = ['Canary', 'Wharf', 'Member C', 'Grants Officer', 'example.org', 'a bug of ours'];
    const round = await aRound();
    await reassign(round);
    await manager.post(`/rounds/${round}/extend-round`, {
      which: 'closesAt',
      to: inSeconds(8_000),
      reason: 'Canary Wharf is closed',
    });
    await manager.post(`/rounds/${round}/extend-round`, {
      which: 'closesAt',
      to: inSeconds(1),
      reason: 'Canary Wharf is refused',
    });
    await manager.post(`/rounds/${round}/cancel-round`, { reason: 'Canary Wharf' });
    await runOf(round).result();
    const { kept, opened } = await historyOf(runOf(round), engine.codecKey);
    const said = (json: string, ...words: string[]) => words.filter((word) => wordsOf(json).includes(word));
    const known = ['NEW_DATE_NOT_LATER', organisation.tenantId];
    expect(said(opened, ...known)).toEqual(known); // it was opened indeed
    expect(said(kept, ...known)).toEqual([]);
    expect(said(opened, ...canaries)).toEqual([]);
    expect(said(kept, ...canaries)).toEqual([]);
  });

  test('has the texts of failures encrypted too', async () => {
    const ref = { tenantId: 'Canary Wharf' as TenantId, subject: 'round' as const, id: randomUUID() };
    await startRun(engine.relaying.runs, ref);
    const handle = runOf(ref.id);
    // A tenant that is no id is a bug of whoever started it: the record answers by an error, again and again.
    const words = await waitFor('the failure is in the history', async () => {
      const history = await historyOf(handle, engine.codecKey);
      return history.kept.includes('encodedAttributes') ? history : undefined;
    });
    const told = [words.kept, words.opened].map((json) => wordsOf(json).includes('could not be reached'));
    expect(told).toEqual([false, true]);
    await handle.terminate('seen');
  });
});
