import { rmSync } from 'node:fs';

import { z } from 'zod';

import type { DataDirectory } from './data-directory';
import { stopProcess } from './detached-process';
import { isRunning, type ProcessIdentity } from './process-identity';
import { readPrivateJson, writePrivateJson } from './private-file';

/** The processes that a start may leave behind when it is killed, in the order in which they stop: who depends on others comes before them. */
export const STOPPING_ORDER = [
  { part: 'demonstration', signal: 'SIGTERM', graceMs: 10_000 },
  { part: 'web', signal: 'SIGTERM', graceMs: 30_000 },
  { part: 'worker', signal: 'SIGTERM', graceMs: 60_000 },
  { part: 'temporal', signal: 'SIGTERM', graceMs: 20_000 },
  { part: 'postgres', signal: 'SIGINT', graceMs: 30_000 }, // "fast": does not wait for clients to leave
] as const;

/** A part of Grantpot that is a process of its own. */
export type Part = (typeof STOPPING_ORDER)[number]['part'];

/** How each part is asked to end. */
export function stoppingOf(part: Part): { readonly signal: NodeJS.Signals; readonly graceMs: number } {
  const found = STOPPING_ORDER.find((known) => known.part === part);
  if (found === undefined) throw new RangeError(`There is no part ${part}.`);
  return found;
}

/** Notes which process a part is as soon as it runs, so that the next start finds it when this one is killed. */
export function noting(data: DataDirectory, part: Part): (identity: ProcessIdentity) => void {
  return ({ pid, startedAt }) => {
    writePrivateJson(pidFile(data, part), { pid, startedAt });
  };
}

/** Forgets the process of a part that has ended. */
export function forgetPid(data: DataDirectory, part: Part): void {
  rmSync(pidFile(data, part), { force: true });
}

/** Stops, in order, what an earlier start on this data directory has left running; answers which parts those were. */
export async function stopOrphans(data: DataDirectory, hurry?: AbortSignal): Promise<readonly Part[]> {
  const stopped: Part[] = [];
  for (const { part, ...stopping } of STOPPING_ORDER) {
    const identity = readPrivateJson(pidFile(data, part), z.object({ pid: z.number(), startedAt: z.string() }));
    if (identity !== undefined && isRunning(identity)) {
      await stopProcess(identity, { ...stopping, hurry });
      stopped.push(part);
    }
    forgetPid(data, part);
  }
  return stopped;
}

function pidFile(data: DataDirectory, part: Part): string {
  return data.file(`run/${part}.json`);
}
