import { setTimeout as pause } from 'node:timers/promises';

import { StartupError } from '../config/startup-error';
import { lastComplaint } from './log-file';
import type { Supervised } from './supervised';

/** A part that everything waits for. */
export interface AwaitedPart {
  readonly name: string;
  readonly supervised: Supervised;
  readonly logFile: string;
}

/** How long worker and web may take until all is ready, in milliseconds. */
const READY_MS = 180_000;

/** After so many ends in a row a part will not start at all. */
const ENDS_TOO_MANY = 4;

/**
 * Waits until the web server says that everything is ready.
 *
 * @throws StartupError when a part keeps ending, or it takes too long, with the reason
 */
export async function untilReady(address: string, parts: readonly AwaitedPart[], signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const fault = await faultOf(`${address}/readyz`);
    if (fault === undefined || signal.aborted) return;
    for (const { name, supervised, logFile } of parts) {
      if (supervised.failuresInARow < ENDS_TOO_MANY) continue;
      throw new StartupError(
        `${name} keeps ending while it starts (${lastComplaint(logFile)}): its log is ${logFile}.`,
      );
    }
    if (Date.now() > deadline) {
      const logs = parts.map((part) => part.logFile).join(' and ');
      throw new StartupError(
        `Grantpot was not ready within ${String(READY_MS / 1000)} seconds (${fault}): the logs are ${logs}.`,
      );
    }
    await pause(100);
  }
}

/** What the web server says is not ready; undefined when all is. */
async function faultOf(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    const body = await answer.text();
    return answer.status === 200 ? undefined : `${String(answer.status)} ${body.slice(0, 200)}`;
  } catch {
    return 'the web server does not answer';
  }
}
