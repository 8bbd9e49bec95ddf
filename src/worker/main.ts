import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { openDatabase, type Database } from '../../db/client';
import { forgetUnusedFiles } from '../../db/queries/files';
import { forgetOldSignIns } from '../../db/queries/people/sign-in-mails';
import { refuseUnsafeRole } from '../../db/role-check';
import { createSeal } from '../../db/seal';
import { readServiceEnvironment, type MetricsEnvironment } from '../config/environment';
import { connectionTo } from '../delivery/connection';
import { createDataConverter } from '../delivery/data-converter';
import { createMail } from '../delivery/mail';
import { deliverOutbox } from '../delivery/outbox';
import { deliverSignInMails } from '../delivery/sign-in-mails';
import { repeatedly, type Repeating } from '../delivery/repeatedly';
import { scheduleReconciler } from '../delivery/schedule';
import { createCommandFigures } from '../observing/command-figures';
import { createLog, describeError, failToStart } from '../observing/log';
import { openObserving } from '../observing/open';
import { createRegistry } from '../observing/registry';
import { createWorkerFigures } from '../observing/worker-figures';
import { checkLedgerWhenDue } from './ledger-check';
import { startWorker, type GrantpotWorker } from './worker';

const reconcileEverySeconds = 60;
/** Whether the reconciler is still scheduled; it is not when Temporal has lost its store. */
const scheduleEveryMs = 10_000;
/** Whether the ledger's check is due. */
const askAboutLedgerEveryMs = 60_000;
/** Codes and sessions that nobody can use any more are removed. */
const forgetEveryMs = 15 * 60_000;

/** The worker's process: opens what it needs, works until it is told to end, and closes everything in order. */
async function main(): Promise<void> {
  const environment = readServiceEnvironment();
  const log = createLog('worker', environment.logLevel);
  installRuntime(log, environment.metrics);
  const db = openDatabase(environment.databaseUrl, { connections: 24 });
  await refuseUnsafeRole(db);
  const address = environment.temporalAddress;
  const connection = await NativeConnection.connect({ address });
  const clientConnection = await Connection.connect(connectionTo(address));
  const dataConverter = createDataConverter(environment.codecKeys);
  const client = new Client({ connection: clientConnection, namespace: environment.temporalNamespace, dataConverter });
  const seal = createSeal(environment.fieldKeys);
  const mail = createMail({
    smtpUrl: environment.smtpUrl,
    mailDirectory: environment.mailDirectory,
    from: `Grantpot <no-reply@${new URL(environment.publicUrl).hostname}>`,
  });
  let worker: GrantpotWorker | undefined = undefined;
  const registry = createRegistry(db);
  const commands = createCommandFigures(registry);
  const figures = createWorkerFigures(registry, () => worker?.status());
  const observing = await openObserving({
    registry,
    databaseUrl: environment.databaseUrl,
    host: environment.metrics.host,
    port: environment.metrics.workerPort,
    variable: 'WORKER_METRICS_PORT',
    isWell: () => worker?.status().running ?? false,
  });
  worker = await startWorker({
    db,
    client,
    connection,
    namespace: environment.temporalNamespace,
    taskQueue: environment.taskQueue,
    codecKeys: environment.codecKeys,
    canOpen: seal.canOpen,
    deliverOutbox: async () => {
      const delivering = {
        db,
        mail,
        publicUrl: environment.publicUrl,
        open: seal.open,
        sign: seal.fingerprint,
        replyDomain: environment.inboundMail?.domain,
        onMiss: (miss: { readonly mailId: string; readonly error: string; readonly givenUp: boolean }) => {
          log.warn(miss, 'a mail did not leave');
          figures.mailed(miss.givenUp ? 'given_up' : 'missed');
        },
      };
      // Somebody waits for these in front of a page.
      const sent = (await deliverSignInMails(delivering)) + (await deliverOutbox(delivering));
      figures.mailed('sent', sent);
      return sent;
    },
    warn: (event, detail) => {
      log.warn(detail, event);
    },
    told: {
      ...figures,
      got: (outcome) => {
        log.info(outcome, 'command got its outcome');
        commands.got(outcome);
      },
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
  const checking = keepLedgerChecked(db, log);
  const forgetting = repeatedly(
    forgetEveryMs,
    async () => {
      await forgetOldSignIns(db);
      return forgetUnusedFiles(db);
    },
    (error) => {
      log.warn(describeError(error), 'old sign-ins or unused files could not be removed; tried again');
    },
  );
  log.info({ taskQueue: environment.taskQueue, metricsPort: observing.port }, 'worker polls');
  const stop = () => {
    void worker.stop();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  try {
    await worker.ended;
  } catch (error) {
    log.fatal(describeError(error), 'the worker fell over');
    process.exitCode = 1;
  } finally {
    await Promise.all([schedule.stop(), checking.stop(), forgetting.stop(), observing.close()]);
    mail.close();
    await connection.close();
    await clientConnection.close();
    await db.destroy();
  }
  log.info('worker ended');
}

/** Temporal's own words go to the same log, its attributes are ids of workflows and activities; its own figures to a listener of its own, where that is wished. */
function installRuntime(log: Logger, { host, temporalPort }: MetricsEnvironment): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const { error, ...attributes } = { ...(meta as Record<string, unknown> | undefined) };
      log[level === 'ERROR' ? 'error' : 'warn'](
        { ...attributes, ...(error === undefined ? {} : describeError(error)) },
        message,
      );
    }),
    shutdownSignals: [],
    ...(temporalPort === undefined
      ? {}
      : { telemetryOptions: { metrics: { prometheus: { bindAddress: `${host}:${String(temporalPort)}` } } } }),
  });
}

/** Has the ledger verified once a day by one of the workers, and says so; how many differences there are is a figure, and what they are is asked by `grantpot ledger verify`. */
function keepLedgerChecked(db: Database, log: Logger): Repeating {
  const stopping = new AbortController();
  const checking = repeatedly(
    askAboutLedgerEveryMs,
    async () => {
      const found = await checkLedgerWhenDue(db, stopping.signal);
      if (found === undefined) return 0;
      const { differences, transfers, accounts } = found;
      const line = { differences: differences.length, transfers, accounts };
      log[differences.length === 0 ? 'info' : 'error'](line, 'the ledger was verified');
      return 0;
    },
    (error) => {
      if (!stopping.signal.aborted) log.warn(describeError(error), 'the ledger could not be verified; tried again');
    },
  );
  return {
    stop: async () => {
      stopping.abort();
      await checking.stop();
    },
  };
}

main().catch((error: unknown) => {
  failToStart('worker', error);
});
