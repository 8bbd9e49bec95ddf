import { createServer } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { pinoHttp } from 'pino-http';
import { openDatabase } from '../../db/client';
import { refuseUnsafeRole } from '../../db/role-check';
import { createSeal } from '../../db/seal';
import { definitions } from '../commands';
import { readServiceEnvironment } from '../config/environment';
import { connectionTo } from '../delivery/connection';
import { createDataConverter } from '../delivery/data-converter';
import { countPollers } from '../delivery/pollers';
import { createApp } from './app';
import { createReadiness } from './readiness';

/** The web process: opens what it needs, answers until it is told to end, lets what is under way be answered, and closes in order. */
async function main(): Promise<void> {
  const environment = readServiceEnvironment();
  const log = pino({ level: environment.logLevel, base: { process: 'web' } });
  const db = openDatabase(environment.databaseUrl, { connections: 24 });
  await refuseUnsafeRole(db);
  // Lazy, so that commands are stored, and answered 202, also while Temporal is away.
  const connection = Connection.lazy(connectionTo(environment.temporalAddress));
  const client = new Client({
    connection,
    namespace: environment.temporalNamespace,
    dataConverter: createDataConverter(environment.codecKeys),
  });
  const seal = createSeal(environment.fieldKeys);
  const app = createApp({
    door: {
      db,
      preparing: { seal: seal.seal },
      runs: { client, taskQueue: environment.taskQueue },
      applying: {
        db,
        definitions,
        onFailure: ({ commandId, error }) => {
          log.error({ commandId, error: error instanceof Error ? error.name : '' }, 'command failed for good');
        },
      },
    },
    reading: { db, open: seal.open },
    readiness: createReadiness(db, (now) => countPollers(client, environment.taskQueue, now)),
    publicUrl: environment.publicUrl,
    demonstration: environment.demonstration
      ? { dataDirectory: environment.dataDirectory, mailDirectory: environment.mailDirectory }
      : undefined,
    logRequests: pinoHttp({
      logger: log,
      // Neither headers nor the query: a token or a searched name may be in them.
      serializers: {
        req: (request: { id: string; method: string; url: string }) => ({
          id: request.id,
          method: request.method,
          path: request.url.split('?')[0],
        }),
        res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      },
    }),
    logError: (detail) => {
      log.error(detail, 'request went wrong');
    },
  });
  const server = createServer(app);
  server.listen(environment.port, '127.0.0.1', () => {
    log.info({ port: environment.port }, 'web answers');
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    process.stderr.write(
      `${error.code === 'EADDRINUSE' ? `The port ${String(environment.port)} is in use: set PORT to another.` : 'The web server could not listen.'}\n`,
    );
    process.exit(1);
  });
  const stop = () => {
    server.close(() => {
      void Promise.allSettled([connection.close(), db.destroy()]).then(() => {
        log.info('web ended');
      });
    });
    server.closeIdleConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'the web server fell over'}\n`);
  process.exitCode = 1;
});
