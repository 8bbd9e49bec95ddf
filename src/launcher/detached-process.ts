import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

import { hasEnded, identify, isRunning, type ProcessIdentity } from './process-identity';

/** How to start a process of ours. */
export interface DetachedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Where its output goes, appended. */
  readonly logFile: string;
  /** Another user to run as; only root may ask for one. */
  readonly runAs?: { readonly uid: number; readonly gid: number } | undefined;
  /** Told which process it is, at the very moment that it runs: whoever notes it can find it again when we are killed. */
  readonly onStarted?: ((identity: ProcessIdentity) => void) | undefined;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that we started, in a process group of its own. */
export interface DetachedProcess extends ProcessIdentity {
  /** Resolves when it has ended, whoever ended it. */
  readonly exited: Promise<Exit>;
}

/**
 * Starts a process in a process group of its own: a Ctrl-C in the terminal reaches only us, and we end the others in their order.
 *
 * @throws what `spawn` reports when the program is missing or may not be run
 */
export async function startDetached(command: DetachedCommand): Promise<DetachedProcess> {
  const log = openSync(command.logFile, 'a', 0o600);
  try {
    const child = spawn(command.command, command.args, {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ['ignore', log, log],
      ...(command.runAs === undefined ? {} : { uid: command.runAs.uid, gid: command.runAs.gid }),
    });
    // One that has already ended has no start any more; it is then simply never found running.
    const identity = { pid: child.pid ?? 0, startedAt: identify(child.pid ?? 0)?.startedAt ?? 'ended' };
    if (child.pid !== undefined) noteOrKill(identity, command.onStarted);
    const exited = new Promise<Exit>((resolve) => {
      child.once('exit', (code, signal) => {
        resolve({ code, signal });
      });
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    return { ...identity, exited };
  } finally {
    closeSync(log);
  }
}

/** One that cannot be noted could be left behind unknown. */
function noteOrKill(identity: ProcessIdentity, note: DetachedCommand['onStarted']): void {
  try {
    note?.(identity);
  } catch (error) {
    sendSignal(identity, 'SIGKILL');
    throw error;
  }
}

/** How to ask a process to end. */
export interface Stopping {
  readonly signal: NodeJS.Signals;
  /** How long it may take before it is killed, in milliseconds. */
  readonly graceMs: number;
  /** When aborted, the process is killed at once. */
  readonly hurry?: AbortSignal | undefined;
}

/** Asks a process to end and waits until it has; kills it, with all of its process group, when it takes too long. Harmless when it has ended already. */
export async function stopProcess(identity: ProcessIdentity, stopping: Stopping): Promise<void> {
  if (!sendSignal(identity, stopping.signal)) return;
  const deadline = Date.now() + stopping.graceMs;
  while (Date.now() < deadline && stopping.hurry?.aborted !== true) {
    if (await hasEnded(identity, 100)) return;
  }
  await killProcess(identity);
}

/** Kills a process of ours and its process group, and waits until it is gone. */
export async function killProcess(identity: ProcessIdentity): Promise<void> {
  if (!isRunning(identity)) return;
  try {
    process.kill(-identity.pid, 'SIGKILL');
  } catch {
    sendSignal(identity, 'SIGKILL'); // not the leader of a group
  }
  await hasEnded(identity, 10_000);
}

/** Sends a signal to this very process, never to another that was given its id; answers whether it was there. */
function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch {
    return false;
  }
}
