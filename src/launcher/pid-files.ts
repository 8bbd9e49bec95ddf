import { readdirSync, rmSync } from 'node:fs';

import { z } from 'zod';

import type { DataDirectory } from './data-directory';
import { stopProcess } from './detached-process';
import { isRunning, type ProcessIdentity } from './process-identity';
import { readPrivateJson, writePrivateJson } from './private-file';

/** The kinds of processes that a start may leave behind when it is killed, in the order in which they stop: who depends on others comes before them. */
export const STOPPING_ORDER = [
  { kind: 'demonstration', signal: 'SIGTERM', graceMs: 10_000 },
  { kind: 'web', signal: 'SIGTERM', graceMs: 30_000 },
  { kind: 'worker', signal: 'SIGTERM', graceMs: 60_000 },
  { kind: 'temporal', signal: 'SIGTERM', graceMs: 20_000 },
  { kind: 'postgres', signal: 'SIGINT', graceMs: 30_000 }, // "fast": does not wait for clients to leave
] as const;

/** A kind of process of Grantpot's. */
export type Kind = (typeof STOPPING_ORDER)[number]['kind'];

/** A part of Grantpot that is a process of its own; where there are several of a kind, all but the first have a name of their own behind it: `worker-2`. */
export type Part = Kind | `${Kind}-${string}`;

/** Of which kind a part is. */
export function kindOf(part: Part): Kind {
  return part.replace(/-.*/, '') as Kind;
}

/** How each kind is asked to end. */
export function stoppingOf(kind: Kind): { readonly signal: NodeJS.Signals; readonly graceMs: number } {
  const found = STOPPING_ORDER.find((known) => known.kind === kind);
  if (found === undefined) throw new RangeError(`There is no kind ${kind}.`);
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
  const noted = readdirSync(data.file('run')).flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? []) as Part[];
  const stopped: Part[] = [];
  for (const { kind, ...stopping } of STOPPING_ORDER) {
    await Promise.all(
      noted
        .filter((part) => kindOf(part) === kind)
        .sort()
        .map(async (part) => {
          const identity = readPrivateJson(pidFile(data, part), z.object({ pid: z.number(), startedAt: z.string() }));
          if (identity !== undefined && isRunning(identity)) {
            stopped.push(part);
            await stopProcess(identity, { ...stopping, hurry });
          }
          forgetPid(data, part);
        }),
    );
  }
  return stopped;
}

function pidFile(data: DataDirectory, part: Part): string {
  return data.file(`run/${part}.json`);
}
