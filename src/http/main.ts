import { createServer } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import { impatient, openDatabase } from '../../db/client';
import { refuseUnsafeRole } from '../../db/role-check';
import { createSeal } from '../../db/seal';
import { definitions } from '../commands';
import { readServiceEnvironment } from '../config/environment';
import { connectionTo } from '../delivery/connection';
import { createDataConverter } from '../delivery/data-converter';
import { countPollers } from '../delivery/pollers';
import { createCommandFigures } from '../observing/command-figures';
import { createLog, describeError, failToStart } from '../observing/log';
import { openObserving } from '../observing/open';
import { createRegistry } from '../observing/registry';
import { createWebFigures } from '../observing/web-figures';
import { clamdScan } from '../files/clamd';
import { createApp } from './app';
import { createInboundMail } from './inbound-mail/listener';
import { createProvider } from './pages/sign-in/provider';
import { openingBy } from './opening';
import type { CommandDoor } from './perform-command';
import { createReadiness } from './readiness';

const probes: readonly string[] = ['/healthz', '/readyz'];

/** The web process: opens what it needs, answers until it is told to end, lets what is under way be answered, and closes in order. */
async function main(): Promise<void> {
  const environment = readServiceEnvironment();
  const log = createLog('web', environment.logLevel);
  const db = openDatabase(environment.databaseUrl, { connections: 24, patience: impatient });
  await refuseUnsafeRole(db);
  // Lazy, so that commands are stored, and answered 202, also while Temporal is away.
  const connection = Connection.lazy(connectionTo(environment.temporalAddress));
  const client = new Client({
    connection,
    namespace: environment.temporalNamespace,
    dataConverter: createDataConverter(environment.codecKeys),
  });
  const seal = createSeal(environment.fieldKeys);
  const registry = createRegistry(db);
  const commands = createCommandFigures(registry);
  const figures = createWebFigures(registry);
  const door: CommandDoor = {
    db,
    preparing: seal,
    runs: { client, taskQueue: environment.taskQueue },
    applying: { db, definitions, canOpen: seal.canOpen, onOutcome: (took) => commands.got(took) },
    onTold: (command, outcome) => figures.told(command, outcome),
    onFailure: ({ error, ...ids }) => {
      log.error({ ...ids, ...describeError(error) }, 'command failed for good');
    },
  };
  const app = createApp({
    door,
    reading: {
      db,
      open: openingBy(seal, {
        count: () => {
          figures.unreadable();
        },
        say: (detail) => {
          log.error(detail, 'a sealed value cannot be opened');
        },
      }),
    },
    readiness: createReadiness(db, (now) => countPollers(client, environment.taskQueue, now)),
    publicUrl: environment.publicUrl,
    trustedProxies: environment.trustedProxies,
    provider:
      environment.signInProvider === undefined
        ? undefined
        : createProvider(environment.signInProvider, environment.publicUrl),
    scan: environment.clamdAddress === undefined ? undefined : clamdScan(environment.clamdAddress),
    demonstration: environment.demonstration
      ? { dataDirectory: environment.dataDirectory, mailDirectory: environment.mailDirectory }
      : undefined,
    onAnswered: (answered) => {
      figures.answered(answered);
      const { id: requestId, operation, commandId, method, status, seconds, abandoned } = answered;
      const line = { requestId, commandId, operation, method, status, ms: Math.round(seconds * 1_000), abandoned };
      // Whoever asks every second whether it is well would fill the log.
      log[probes.includes(operation) ? 'debug' : 'info'](line, 'request answered');
    },
    logError: (detail) => {
      log.error(detail, 'request went wrong');
    },
  });
  const server = createServer(app);
  const { host, webPort } = environment.metrics;
  const observing = await openObserving({
    registry,
    databaseUrl: environment.databaseUrl,
    host,
    port: webPort,
    variable: 'WEB_METRICS_PORT',
    isWell: () => server.listening,
  });
  server.listen(environment.port, environment.listen, () => {
    log.info({ port: environment.port, metricsPort: observing.port }, 'web answers');
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    const inUse = error.code === 'EADDRINUSE';
    const sentence = inUse
      ? `The port ${String(environment.port)} is in use: set PORT to another.`
      : 'The web server could not listen.';
    log.fatal(describeError(error), sentence);
    process.exit(1);
  });
  const { inboundMail } = environment;
  const answers =
    inboundMail === undefined
      ? undefined
      : createInboundMail({
          door,
          sign: seal.fingerprint,
          domain: inboundMail.domain,
          onMail: ({ outcome, error }) => {
            log.info({ outcome, ...(error === undefined ? {} : describeError(error)) }, 'a mail came in');
          },
        });
  answers?.on('error', (error: Error) => {
    log.error(describeError(error), 'mail cannot come in');
  });
  if (inboundMail !== undefined) answers?.listen(inboundMail.port, inboundMail.host);
  const stop = () => {
    const noMoreAnswers = new Promise<void>((resolve) => {
      if (answers === undefined) resolve();
      else
        answers.close(() => {
          resolve();
        });
    });
    server.close(() => {
      void noMoreAnswers
        .then(() => Promise.allSettled([observing.close(), connection.close(), db.destroy()]))
        .then(() => {
          log.info('web ended');
        });
    });
    server.closeIdleConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  failToStart('web', error);
});
