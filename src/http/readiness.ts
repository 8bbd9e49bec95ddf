import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../db/client';
import { readMigrated } from '../../db/queries/readiness';

/** Tells whether everything that a request needs is there. */
export interface Readiness {
  /** The parts that fail now, by name: `postgres`, `migrations`, `temporal`, `worker`. */
  failing(): Promise<readonly string[]>;
}

const patienceMs = 3_000;

/** Asks Postgres, its migrations, Temporal, and whether a worker polls at this instant: `countPollers` throws when Temporal does not answer. */
export function createReadiness(db: Database, countPollers: (now: string) => Promise<number>): Readiness {
  const temporal = async (now: string): Promise<readonly string[]> => {
    try {
      return (await inTime(countPollers(now))) > 0 ? [] : ['worker'];
    } catch {
      return ['temporal'];
    }
  };
  return {
    failing: async () => {
      try {
        const { migrated, now } = await inTime(readMigrated(db));
        return [...(migrated ? [] : ['migrations']), ...(await temporal(now))];
      } catch {
        return ['postgres'];
      }
    },
  };
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
