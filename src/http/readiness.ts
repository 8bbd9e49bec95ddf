import type { Database } from '../../db/client';
import { readMigrated } from '../../db/queries/engine/readiness';
import { inTime } from '../observing/in-time';

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
      return (await inTime(countPollers(now), patienceMs)) > 0 ? [] : ['worker'];
    } catch {
      return ['temporal'];
    }
  };
  return {
    failing: async () => {
      try {
        const { migrated, now } = await inTime(readMigrated(db), patienceMs);
        return [...(migrated ? [] : ['migrations']), ...(await temporal(now))];
      } catch {
        return ['postgres'];
      }
    },
  };
}
