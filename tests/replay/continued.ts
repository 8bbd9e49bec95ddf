import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';

import type { CommandId, TenantId } from '../../src/contracts/ids';
import { workflowIdOf, type CommandOutcome, type Standing, type SubjectRef } from '../../src/contracts/runs';
import { createDataConverter } from '../../src/delivery/data-converter';
import { applyCommandUpdate } from '../../workflows/subject/messages';
import type { SubjectRecord } from '../../workflows/subject/ports';
import { startPrivateTemporal } from '../support/temporal';
import type { StoredHistory } from './histories';
import { openedHistory } from './opened-history';

const codecKey = Buffer.alloc(32, 3);
const suggestedAfterEvents = 40;

/** A grant whose history grew long: the run that continued as new, and the run that it continued as, to its end. */
export async function continuedHistories(): Promise<readonly StoredHistory[]> {
  const temporal = await startPrivateTemporal({ 'limit.historyCount.suggestContinueAsNew': suggestedAfterEvents });
  const connection = await Connection.connect({ address: temporal.address });
  const native = await NativeConnection.connect({ address: temporal.address });
  const dataConverter = createDataConverter(codecKey);
  const client = new Client({ connection, dataConverter });
  const record = aRecord();
  const worker = await Worker.create({
    connection: native,
    taskQueue: 'long',
    dataConverter,
    activities: { ...record },
    workflowBundle: { codePath: join(__dirname, '../../dist/workflow-bundle.js') },
  });
  const working = worker.run();
  try {
    const subject: SubjectRef = { tenantId: randomUUID() as TenantId, subject: 'grant', id: randomUUID() };
    const workflowId = workflowIdOf('grant', subject.id);
    const send = (): Promise<CommandOutcome> => {
      const commandId = randomUUID() as CommandId;
      return client.workflow.executeUpdateWithStart(applyCommandUpdate, {
        args: [{ tenantId: subject.tenantId, commandId }],
        updateId: commandId,
        startWorkflowOperation: new WithStartWorkflowOperation('grant', {
          workflowId,
          taskQueue: 'long',
          args: [subject],
          workflowIdConflictPolicy: 'USE_EXISTING',
        }),
      });
    };
    const latest = client.workflow.getHandle(workflowId);
    const runId = async () => (await latest.describe()).runId;
    await send();
    const first = await runId();
    while ((await runId()) === first) await Promise.all([send(), send()]);
    const second = await runId();
    record.end();
    await send();
    await latest.result();
    const history = (run: string) => openedHistory(client.workflow.getHandle(workflowId, run), codecKey);
    return [
      { name: 'grant-continues-as-new', history: await history(first) },
      { name: 'grant-continued', history: await history(second) },
    ];
  } finally {
    worker.shutdown();
    await working;
    await native.close();
    await connection.close();
    await temporal.remove();
  }
}

/** A record that says of any subject that it is being delivered, with something due in an hour, until it is told that all is over. */
function aRecord(): SubjectRecord & { end(): void } {
  let version = 1;
  let phase = 'delivery';
  const standing = (): Standing => ({
    phase,
    final: phase === 'over',
    version: (version += 1),
    next: [{ command: 'remindReport', key: 'report', at: '2027-01-01T17:00:00.000Z', inMs: 3_600_000 }],
  });
  return {
    applyDue: async () => standing(),
    applyCommand: async () => ({ status: 'applied', standing: standing() }),
    end: () => {
      phase = 'over';
    },
  };
}
