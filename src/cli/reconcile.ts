import { openDatabase } from '../../db/client';
import { createSeal } from '../../db/seal';
import { definitions } from '../commands';
import { readServiceEnvironment } from '../config/environment';
import { reconcile } from '../delivery/reconcile';
import { withRuns } from './runs';

const nothing = (): void => undefined;

/**
 * Compares runs with rows once, as the reconciler does each minute, and prints what it mended. Ends with exit code 1 when something could
 * not be mended; that is named, and tried again by the next.
 */
export async function reconcileCommand(): Promise<void> {
  const environment = readServiceEnvironment();
  const db = openDatabase(environment.databaseUrl, { connections: 4 });
  try {
    const found = await withRuns(environment, (runs) =>
      reconcile(
        {
          db,
          runs,
          applying: { db, definitions, canOpen: createSeal(environment.fieldKeys).canOpen },
          onMiss: ({ commandId, error }) => {
            process.stderr.write(`not mended: ${commandId} (${error instanceof Error ? error.name : 'unknown'})\n`);
          },
        },
        nothing,
      ),
    );
    for (const [count, what] of [
      [found.commandsSent, 'commands that waited were delivered'],
      [found.dueTaken, 'subjects had something due that had passed unnoticed'],
      [found.runsStarted, 'runs were missing and begun again from their rows'],
      [found.runsEnded, 'runs were told that their subject is over'],
      [found.unmended, 'could not be mended'],
    ] as const)
      process.stdout.write(`${String(count).padStart(6)}  ${what}\n`);
    if (found.unmended > 0) process.exitCode = 1;
  } finally {
    await db.destroy();
  }
}
