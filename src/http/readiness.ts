import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../db/client';
import { isMigrated } from '../../db/queries/readiness';

/** Tells whether everything that a request needs is there. */
export interface Readiness {
  /** The parts that fail now, by name: `postgres`, `migrations`, `temporal`, `worker`. */
  failing(): Promise<readonly string[]>;
}

const patienceMs = 3_000;

/** Asks Postgres, its migrations, Temporal, and whether a worker polls: `countPollers` throws when Temporal does not answer. */
export function createReadiness(db: Database, countPollers: () => Promise<number>): Readiness {
  const postgres = async (): Promise<readonly string[]> => {
    try {
      return (await inTime(isMigrated(db))) ? [] : ['migrations'];
    } catch {
      return ['postgres'];
    }
  };
  const temporal = async (): Promise<readonly string[]> => {
    try {
      return (await inTime(countPollers())) > 0 ? [] : ['worker'];
    } catch {
      return ['temporal'];
    }
  };
  return { failing: async () => (await Promise.all([postgres(), temporal()])).flat() };
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const tooLate = sleep(patienceMs, undefined, { signal: ended.signal }).then(() => {
    throw new Error('no answer in time');
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    ended.abort();
    tooLate.catch(() => undefined);
  }
}
