import { collectDefaultMetrics, type Registry } from 'prom-client';
import { openDatabase } from '../../db/client';
import { StartupError } from '../config/startup-error';
import { createScrapedRecord } from './record-figures';
import { serveFigures } from './serve';

/** What a process lets be observed, and where. */
export interface Observed {
  readonly registry: Registry;
  readonly databaseUrl: string;
  readonly host: string;
  /** 0 for any that is free; nothing is observed without one. */
  readonly port: number | undefined;
  /** The variable that says the port. */
  readonly variable: string;
  /** Whether the process does its work. */
  readonly isWell: () => boolean;
}

/** A process that may be observed. */
export interface Observing {
  /** The port that it listens on, if it does. */
  readonly port: number | undefined;
  close(): Promise<void>;
}

/**
 * Lets a process be observed: its own figures, Node's and the record's at `/metrics`. Without a port it does nothing, and costs nothing.
 * @throws StartupError when it cannot listen there
 */
export async function openObserving({ registry, databaseUrl, ...where }: Observed): Promise<Observing> {
  const { host, port, variable, isWell } = where;
  if (port === undefined) return { port: undefined, close: () => Promise.resolve() };
  collectDefaultMetrics({ register: registry });
  const db = openDatabase(databaseUrl, { connections: 1 });
  const record = createScrapedRecord(db);
  const scrape = async () => `${await registry.metrics()}${await record.scrape()}`;
  try {
    const serving = await serveFigures({ host, port, scrape, isWell });
    return {
      port: serving.port,
      close: async () => {
        await serving.close();
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    const { code } = error as NodeJS.ErrnoException;
    throw new StartupError(
      `The figures cannot be answered on ${host}:${String(port)} (${String(code)}): set ${variable} to another port, or unset it.`,
    );
  }
}
