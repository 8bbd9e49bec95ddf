import { readdirSync } from 'node:fs';

import { killProcess } from '../../src/launcher/detached-process';
import { commandLineOf, identify } from '../../src/launcher/process-identity';

/**
 * Kills every process whose command line names a folder that only one test run or test uses: what a test left running, and what a killed run left behind.
 * Does nothing on systems without /proc.
 */
export async function killProcessesOf(folder: string): Promise<void> {
  for (const pid of runningPids()) {
    if (pid === process.pid || !commandLineOf(pid).includes(folder)) continue;
    const identity = identify(pid);
    if (identity !== undefined) await killProcess(identity);
  }
}

function runningPids(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
