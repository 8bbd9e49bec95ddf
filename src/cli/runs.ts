import { Client, Connection } from '@temporalio/client';
import type { ServiceEnvironment } from '../config/environment';
import { StartupError } from '../config/startup-error';
import { connectionTo } from '../delivery/connection';
import { createDataConverter } from '../delivery/data-converter';
import type { Runs } from '../delivery/runs';

/** What of the environment says where the runs are. */
export type RunsEnvironment = Pick<
  ServiceEnvironment,
  'temporalAddress' | 'temporalNamespace' | 'taskQueue' | 'codecKeys'
>;

/**
 * Does something with the runs in Temporal, and lets go of it.
 * @throws StartupError when Temporal does not answer
 */
export async function withRuns<T>(environment: RunsEnvironment, use: (runs: Runs) => Promise<T>): Promise<T> {
  const { temporalAddress, temporalNamespace: namespace, taskQueue, codecKeys } = environment;
  const connection = await Connection.connect(connectionTo(temporalAddress)).catch((error: unknown) => {
    throw new StartupError(
      `Temporal at ${temporalAddress} does not answer: start it, or correct TEMPORAL_ADDRESS, and try again.`,
      { cause: error },
    );
  });
  try {
    const client = new Client({ connection, namespace, dataConverter: createDataConverter(codecKeys) });
    return await use({ client, taskQueue });
  } finally {
    await connection.close();
  }
}
