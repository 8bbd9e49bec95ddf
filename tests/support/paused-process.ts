import { readdirSync, readFileSync } from 'node:fs';

import { isRunning, type ProcessIdentity } from '../../src/launcher/process-identity';
import { waitFor } from './wait-for';

/** A process that can be stopped as it stands, and goes on later as if nothing had been. */
export interface Pausable {
  /** SIGSTOP to it and all its children: it keeps its connections and locks, and answers nobody. Waits until all stand still. */
  pause(): Promise<void>;
  /** SIGCONT to them all. */
  resume(): void;
}

/** Stops a process and its children where they stand, and waits until they do. */
export async function pauseProcess(identity: ProcessIdentity): Promise<void> {
  if (!isRunning(identity)) throw new Error('only a process that runs can be paused');
  process.kill(identity.pid, 'SIGSTOP'); // first, so that it begets no more
  const family = familyOf(identity.pid);
  for (const pid of family) signal(pid, 'SIGSTOP');
  await waitFor('the process stands still', () => Promise.resolve(family.every(standsStill)));
}

/** Lets a paused process and its children go on. Harmless when it has ended. */
export function resumeProcess(identity: ProcessIdentity): void {
  if (!isRunning(identity)) return;
  for (const pid of familyOf(identity.pid)) signal(pid, 'SIGCONT');
}

/** A process and its children, by /proc; elsewhere itself alone. Those of Postgres have groups of their own. */
export function familyOf(pid: number): readonly number[] {
  const everybody = listed('/proc').filter((name) => /^\d+$/.test(name));
  return [pid, ...everybody.map(Number).filter((other) => statOf(`/proc/${String(other)}/stat`).parent === pid)];
}

/** Its threads stop one after the other. */
function standsStill(pid: number): boolean {
  const threads = listed(`/proc/${String(pid)}/task`);
  return threads.every((id) => ['T', 'Z', 'X', ''].includes(statOf(`/proc/${String(pid)}/task/${id}/stat`).state));
}

function statOf(file: string): { readonly state: string; readonly parent: number } {
  try {
    const stat = readFileSync(file, 'utf8');
    // The name in brackets may hold blanks and brackets of its own.
    const [state = '', parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return { state: '', parent: 0 };
  }
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended meanwhile
  }
}
