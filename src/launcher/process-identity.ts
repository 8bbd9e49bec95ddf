import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * One process, so that it cannot be mistaken for a later one: the system gives a process id away again after its process has ended, so the id
 * alone is never reason enough to signal it.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own words: comparable for equality only. */
  readonly startedAt: string;
}

/** The process that has this id now; undefined when there is none, or when it has ended and only waits to be collected by its parent. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether this very process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

/** The command line of a process, its arguments parted by blanks; empty when it does not run. */
export function commandLineOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** Waits until the process has ended; answers whether it had within that time. */
export async function hasEnded(identity: ProcessIdentity, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isRunning(identity)) {
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

/** `ps` is missing on slim Linux images; /proc is not. The start is in clock ticks since boot, so the boot's own id belongs to it. */
function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold blanks and brackets of its own.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = rest[18];
    if (state === 'X' || ticks === undefined || (state === 'Z' && threadsOf(pid) <= 1)) return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
  } catch {
    return undefined;
  }
}

/** The first thread of a killed process is a zombie while others still end, and until they have its ports and files are in use. */
function threadsOf(pid: number): number {
  return readdirSync(`/proc/${String(pid)}/task`).length;
}

function startByPs(pid: number): string | undefined {
  try {
    const [state, ...start] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    return state === undefined || state.startsWith('Z') ? undefined : start.join(' ');
  } catch {
    return undefined;
  }
}
