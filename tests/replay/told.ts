import type { WaitingSubject } from '../../src/contracts/ids';
import { workflowTypeOf } from '../../src/contracts/runs';
import { refuse } from '../../src/domain/refusals/refusal';
import { lookAgainSignal } from '../../workflows/subject/messages';
import { startPrivateTemporal, testNamespace } from '../support/temporal';
import { dueIn, standing, startToldRuns, toldCodecKey, type ToldRuns } from '../support/told-runs';
import { waitFor } from '../support/wait-for';
import type { StoredHistory } from './histories';
import { openedHistory } from './opened-history';

type Phases = readonly [first: string, second: string, ...rest: string[]];
const subjects: Readonly<Record<WaitingSubject, Phases>> = {
  grant: ['assessment', 'offer', 'delivery', 'closing'],
  purchase: ['authority', 'delivery', 'payment'],
  payment_run: ['authority', 'bank'],
  round: ['intake', 'deciding'],
};
const anHour = dueIn(3_600_000);

/** What seldom happens to a run, for every kind of subject: with a real server and a record that says what the test wants it to. */
export async function toldHistories(): Promise<readonly StoredHistory[]> {
  let reconciliations = 0;
  const runs = await startToldRuns(testNamespace(), () => {
    reconciliations += 1;
    if (reconciliations !== 2) throw new Error('Temporal did not answer');
  });
  const histories: StoredHistory[] = [];
  try {
    for (const [subject, phases] of Object.entries(subjects) as [WaitingSubject, Phases][]) {
      histories.push(
        await everyPhase(runs, subject, phases),
        await backAgain(runs, subject, phases),
        await fromItsRow(runs, subject, phases),
      );
    }
    for (const name of ['reconciler-is-tried-twice', 'reconciler-fails']) {
      const options = { workflowId: name, taskQueue: runs.taskQueue };
      await runs.client.workflow.execute('reconciler', options).catch(() => undefined);
      histories.push({ name, history: await openedHistory(runs.client.workflow.getHandle(name), toldCodecKey) });
    }
  } finally {
    await runs.close();
  }
  return [...histories, ...(await continued())];
}

const called = (subject: WaitingSubject, what: string) => `${subject.replace('_', '-')}-${what}`;

/** A timer in each phase; a command before the run has begun, five at once, and one that is refused. */
async function everyPhase(runs: ToldRuns, subject: WaitingSubject, phases: Phases): Promise<StoredHistory> {
  const { handle, send, told } = runs.aSubject(subject, standing(phases[0], 1));
  let version = 1;
  for (const phase of phases) {
    told.stands = () => standing(phase, version, { next: anHour });
    await send(standing(phase, (version += 1), { next: dueIn(60) }));
    await waitFor('the timer has fired', () => Promise.resolve(told.asked.at(-1) === 'due'));
  }
  const last = phases.at(-1) ?? '';
  await Promise.all([1, 2, 3, 4, 5].map((more) => send(standing(last, version + more, { next: anHour }))));
  await send(standing(last, version + 5, { next: anHour }), refuse('REASON_MISSING'));
  await send(standing('over', version + 6));
  await handle.result();
  return { name: called(subject, 'every-phase-and-five-at-once'), history: await openedHistory(handle, toldCodecKey) };
}

/** A phase that comes again, one that this release does not know, and somebody who has the run look again. */
async function backAgain(runs: ToldRuns, subject: WaitingSubject, [first, second]: Phases): Promise<StoredHistory> {
  const { handle, send, told } = runs.aSubject(subject, standing(second, 1));
  await send(standing(second, 2, { next: anHour }));
  await send(standing(first, 3));
  await send(standing('a later invention', 4));
  told.stands = () => standing(second, 5, { next: anHour });
  await handle.signal(lookAgainSignal);
  await waitFor('it has looked', () => Promise.resolve(told.asked.at(-1) === 'due'));
  await send(standing('over', 6));
  await handle.result();
  return { name: called(subject, 'goes-back-and-looks-again'), history: await openedHistory(handle, toldCodecKey) };
}

/** Begun without a command, while the record is away for longer than a worker waits by itself; and still waiting. */
async function fromItsRow(runs: ToldRuns, subject: WaitingSubject, [first]: Phases): Promise<StoredHistory> {
  const { ref, handle, told } = runs.aSubject(subject, standing(first, 1));
  let tries = 0;
  told.stands = () => {
    tries += 1;
    if (tries < 6) throw new Error('the record could not be reached or changed (ECONNREFUSED)');
    return standing(first, 4, { next: tries === 6 ? dueIn(50) : anHour });
  };
  const options = { workflowId: handle.workflowId, taskQueue: runs.taskQueue, args: [ref] };
  await runs.client.workflow.start(workflowTypeOf(subject), options);
  await waitFor('it waits for the next instant', () => Promise.resolve(tries === 7));
  const name = called(subject, 'begins-from-its-row-while-the-record-is-away');
  const history = await openedHistory(handle, toldCodecKey);
  await handle.terminate('recorded');
  return { name, history };
}

/** Runs that grew too long, as `continued.ts` has it of a grant. */
async function continued(): Promise<readonly StoredHistory[]> {
  const temporal = await startPrivateTemporal({ 'limit.historyCount.suggestContinueAsNew': 30 });
  const runs = await startToldRuns({ address: temporal.address, namespace: 'default', taskQueue: 'long' });
  const histories: StoredHistory[] = [];
  try {
    for (const subject of ['purchase', 'payment_run', 'round'] as const) {
      const [first] = subjects[subject];
      const { handle, send, told } = runs.aSubject(subject, standing(first, 1));
      await send(standing(first, 2, { next: anHour }));
      const { runId } = await handle.describe();
      told.stands = () => standing(first, 99, { next: anHour });
      const isFirst = async () => (await handle.describe()).runId === runId;
      for (let version = 3; await isFirst(); version += 1) await send(standing(first, version, { next: anHour }));
      const long = runs.client.workflow.getHandle(handle.workflowId, runId);
      histories.push({ name: called(subject, 'continues-as-new'), history: await openedHistory(long, toldCodecKey) });
    }
  } finally {
    await runs.close();
    await temporal.remove();
  }
  return histories;
}
