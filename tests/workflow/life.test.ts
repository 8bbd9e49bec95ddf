import type { WorkflowHandle } from '@temporalio/client';

import type { WaitingSubject } from '../../src/contracts/ids';
import { refuse } from '../../src/domain/refusals/refusal';
import { lookAgainSignal } from '../../workflows/subject/messages';
import { startPrivateTemporal, testNamespace } from '../support/temporal';
import { dueIn, standing, startToldRuns, type ToldRuns } from '../support/told-runs';
import { aGate, waitFor } from '../support/wait-for';

let runs: ToldRuns;
beforeAll(async () => {
  runs = await startToldRuns(testNamespace());
});
afterAll(() => runs.close());
const aSubject: ToldRuns['aSubject'] = (...facts) => runs.aSubject(...facts);

const statusOf = async (handle: WorkflowHandle) => (await handle.describe()).status.name;
const firstRunOf = async (handle: WorkflowHandle) => (await handle.describe()).runId;

describe.each<[WaitingSubject, readonly string[]]>([
  ['grant', ['assessment', 'offer', 'delivery', 'closing']],
  ['purchase', ['authority', 'delivery', 'payment']],
  ['payment_run', ['authority', 'bank']],
  ['round', ['intake', 'deciding']],
])('the run of a %s', (subject, phases) => {
  test('waits through every phase and ends when it is over', async () => {
    const { handle, send } = aSubject(subject, standing(phases[0]!, 1));
    const ids = new Set<string>();
    for (const [number, phase] of phases.entries()) {
      await send(standing(phase, 2 + number));
      ids.add(await firstRunOf(handle));
      expect(await statusOf(handle)).toBe('RUNNING');
    }
    await send(standing('over', 20));
    await handle.result();
    expect([await statusOf(handle), ids.size]).toEqual(['COMPLETED', 1]);
  });

  test('waits on when its subject goes back a phase, or into one that it does not know', async () => {
    const { handle, send } = aSubject(subject, standing(phases.at(-1)!, 1));
    const ids = new Set<string>();
    for (const [number, phase] of [phases.at(-1)!, phases[0]!, 'a later invention', phases.at(-1)!].entries()) {
      await send(standing(phase, 2 + number));
      ids.add(await firstRunOf(handle));
      expect(await statusOf(handle)).toBe('RUNNING');
    }
    await send(standing('over', 20));
    await handle.result();
    expect(ids.size).toBe(1);
  });

  test('begun when its subject is over, answers and ends', async () => {
    const { handle, send } = aSubject(subject, standing('over', 7));
    expect(await send(standing('over', 7))).toEqual({ status: 'applied', standing: standing('over', 7) });
    await handle.result();
  });
});

describe('a deadline', () => {
  test('takes the due instant at its time, and waits for what is left when told that it is too early', async () => {
    const { handle, send, told: mine } = aSubject('round', standing('intake', 1));
    await send(standing('intake', 2, { next: dueIn(60) }));
    const before = mine.asked.length;
    const answers = [
      standing('intake', 2, { next: dueIn(30) }),
      standing('intake', 2, { next: dueIn(0) }),
      standing('over', 3),
    ];
    mine.stands = () => answers.shift()!;
    await handle.result();
    expect(mine.asked.slice(before)).toEqual(['due', 'due', 'due']);
  });
});

describe('outcomes', () => {
  test('that arrive in the wrong order: a run adopts newer standings only', async () => {
    const { handle, send, told: mine } = aSubject('round', standing('intake', 1));
    await send(standing('deciding', 5));
    const runId = await firstRunOf(handle);
    // An older one, which says that all is over; had the run believed it, it would have ended, and the next command begun another.
    expect(await send(standing('over', 3))).toMatchObject({ standing: { version: 3 } });
    await send(standing('deciding', 6, { next: dueIn(3_600_000) }));
    // An older one, with something due at once; had the run believed it, it would ask what is due.
    const before = mine.asked.filter((what) => what === 'due').length;
    await send(standing('deciding', 4, { next: dueIn(0) }));
    await send(standing('deciding', 6, { next: dueIn(3_600_000) }));
    expect(mine.asked.filter((what) => what === 'due')).toHaveLength(before);
    expect([await firstRunOf(handle), await statusOf(handle)]).toEqual([runId, 'RUNNING']);
    // As new, and asked later: believed.
    await send(standing('over', 6));
    await handle.result();
  });

  test('of many at once come one after the other, and none while a due instant is being taken', async () => {
    const { handle, send, told: mine } = aSubject('round', standing('intake', 1));
    await send(standing('intake', 2, { next: dueIn(1) }));
    const [reached, going] = [aGate(), aGate()];
    mine.stands = async () => {
      reached.open();
      await going.opened;
      return standing('intake', 3);
    };
    await reached.opened;
    const sending = Promise.all([4, 5, 6, 7, 8].map((version) => send(standing('intake', version))));
    await waitFor('all five are in the history', async () => {
      const { events } = await handle.fetchHistory();
      return (events ?? []).filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes != null).length >= 1;
    });
    going.open();
    const outcomes = await sending;
    expect(outcomes.map((outcome) => outcome.standing.version)).toEqual([4, 5, 6, 7, 8]);
    expect(mine.mostAtOnce).toBe(1);
    await send(standing('over', 9));
    await handle.result();
  });

  test('are waited for when the record cannot be reached: it is asked again without limit', async () => {
    const { handle, send, told: mine } = aSubject('round', standing('intake', 1));
    let tries = 0;
    mine.stands = () => {
      tries += 1;
      if (tries < 4) throw new Error('the record could not be reached');
      return standing('intake', 1);
    };
    await send(standing('over', 2));
    await handle.result();
    expect(tries).toBe(4);
  });
});

describe('a run that is told to look again', () => {
  test('asks where its subject stands, and believes it', async () => {
    const { handle, send, told: mine } = aSubject('grant', standing('delivery', 1));
    await send(standing('delivery', 2));
    mine.stands = () => standing('over', 3);
    await handle.signal(lookAgainSignal);
    await handle.result();
    expect(mine.asked.at(-1)).toBe('due');
  });
});

describe('a run with a long history', () => {
  test('is continued as new when the server suggests it, from its row; nobody’s command is lost', async () => {
    const temporal = await startPrivateTemporal({ 'limit.historyCount.suggestContinueAsNew': 40 });
    const long = await startToldRuns({ address: temporal.address, namespace: 'default', taskQueue: 'long' });
    try {
      const { handle, send, told } = long.aSubject('grant', standing('delivery', 1));
      await send(standing('delivery', 2, { next: dueIn(3_600_000) }));
      const first = await firstRunOf(handle);
      told.stands = () => standing('delivery', 99, { next: dueIn(3_600_000) });
      for (let version = 3; (await firstRunOf(handle)) === first; version += 1) {
        await Promise.all([
          send(standing('delivery', version)),
          send(standing('delivery', version), refuse('REASON_MISSING')),
        ]);
      }
      const { historyLength } = await handle.describe();
      expect(historyLength).toBeLessThan(40);
      expect((await long.client.workflow.getHandle(handle.workflowId, first).describe()).status.name).toBe(
        'CONTINUED_AS_NEW',
      );
      await send(standing('over', 100));
      await handle.result();
    } finally {
      await long.close();
      await temporal.remove();
    }
  });
});
