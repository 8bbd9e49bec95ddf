import { rm } from 'node:fs/promises';

import { killProcessesOf } from './abandoned';
import './global-setup';

/** Stops the servers of this run and removes its folder. */
export default async function globalTeardown(): Promise<void> {
  const run = globalThis.grantpotTestRun;
  if (run === undefined) return;
  await Promise.all([run.postgres.stop(), run.temporal.stop()]);
  await killProcessesOf(run.folder); // servers of their own that tests have forgotten
  await rm(run.folder, { recursive: true, force: true });
}
