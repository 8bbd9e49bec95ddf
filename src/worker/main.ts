import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import pino from 'pino';
import { openDatabase } from '../../db/client';
import { refuseUnsafeRole } from '../../db/role-check';
import { readServiceEnvironment } from '../config/environment';
import { connectionTo } from '../delivery/connection';
import { createDataConverter } from '../delivery/data-converter';
import { createMail } from '../delivery/mail';
import { deliverOutbox } from '../delivery/outbox';
import { repeatedly } from '../delivery/repeatedly';
import { scheduleReconciler } from '../delivery/schedule';
import { startWorker } from './worker';

const reconcileEverySeconds = 60;
/** Whether the reconciler is still scheduled; it is not when Temporal has lost its store. */
const scheduleEveryMs = 10_000;

/** The worker's process: opens what it needs, works until it is told to end, and closes everything in order. */
async function main(): Promise<void> {
  const environment = readServiceEnvironment();
  const log = pino({ level: environment.logLevel, base: { process: 'worker' } });
  // Temporal's own words go to the same log. Its attributes are ids of workflows and activities.
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const attributes = { ...(meta as Record<string, unknown> | undefined) };
      delete attributes['error'];
      log.warn({ level, ...attributes }, message);
    }),
    shutdownSignals: [],
  });
  const db = openDatabase(environment.databaseUrl, { connections: 24 });
  await refuseUnsafeRole(db);
  const address = environment.temporalAddress;
  const connection = await NativeConnection.connect({ address });
  const clientConnection = await Connection.connect(connectionTo(address));
  const dataConverter = createDataConverter(environment.codecKeys);
  const client = new Client({ connection: clientConnection, namespace: environment.temporalNamespace, dataConverter });
  const mail = createMail({
    smtpUrl: environment.smtpUrl,
    mailDirectory: environment.mailDirectory,
    from: `Grantpot <no-reply@${new URL(environment.publicUrl).hostname}>`,
  });
  const worker = await startWorker({
    db,
    client,
    connection,
    namespace: environment.temporalNamespace,
    taskQueue: environment.taskQueue,
    codecKeys: environment.codecKeys,
    deliverOutbox: () =>
      deliverOutbox({
        db,
        mail,
        publicUrl: environment.publicUrl,
        onMiss: (miss) => {
          log.warn(miss, 'a mail did not leave');
        },
      }),
    warn: (event, detail) => {
      log.warn(detail, event);
    },
  });
  const schedule = repeatedly(
    scheduleEveryMs,
    async () => {
      await scheduleReconciler(client, environment.taskQueue, reconcileEverySeconds);
      return 0;
    },
    () => {
      log.warn('the reconciler could not be scheduled; tried again');
    },
  );
  log.info({ taskQueue: environment.taskQueue }, 'worker polls');
  const stop = () => {
    void worker.stop();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  try {
    await worker.ended;
  } finally {
    await schedule.stop();
    mail.close();
    mail.close();
    await connection.close();
    await clientConnection.close();
    await db.destroy();
  }
  log.info('worker ended');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'the worker fell over'}\n`);
  process.exitCode = 1;
});
