import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import { identify, isRunning, type ProcessIdentity } from './process-identity';

/** Who holds a lock. */
export interface LockHolder extends ProcessIdentity {
  /** What the holder says about itself to those who come second. */
  readonly note?: string;
}

/** A lock that this process holds until it releases it or ends, however it ends. */
export interface Lock {
  readonly held: true;
  /** Tells those who come second something. */
  readonly say: (note: string) => void;
  readonly release: () => void;
}

/** The answer when another running process holds the lock. */
export interface LockRefusal {
  readonly held: false;
  readonly holder: LockHolder;
}

/**
 * Takes the lock that a file stands for. A file that a process left when it was killed does not count: it names its process by id and start. There is no
 * age after which a lock is no longer one.
 *
 * @throws what the file system says when the folder cannot be written
 */
export function takeLock(file: string): Lock | LockRefusal {
  const self = identify(process.pid);
  if (self === undefined) throw new Error('This process cannot find itself in the list of processes.');
  for (;;) {
    if (putIfAbsent(file, self))
      return {
        held: true,
        say: (note) => replace(file, { ...self, note }),
        release: () => rmSync(file, { force: true }),
      };
    const found = read(file);
    if (found === undefined) continue; // released just now
    const holder = parse(found);
    if (holder !== undefined && isRunning(holder)) return { held: false, holder };
    removeIfStill(file, found);
  }
}

/** A hard link appears whole or not at all, and only one of many can make it. */
function putIfAbsent(file: string, holder: LockHolder): boolean {
  const own = written(file, holder);
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function replace(file: string, holder: LockHolder): void {
  renameSync(written(file, holder), file);
}

/** Two can see the same stale lock; the slower must not remove the lock that the quicker has taken meanwhile. */
function removeIfStill(file: string, seen: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return; // the other was quicker
  }
  if (read(aside) !== seen) {
    try {
      linkSync(aside, file);
    } catch {
      // A third has it now.
    }
  }
  rmSync(aside, { force: true });
}

function written(file: string, holder: LockHolder): string {
  const own = `${file}.${randomUUID()}`;
  writeFileSync(own, JSON.stringify(holder), { mode: 0o600 });
  return own;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): LockHolder | undefined {
  try {
    return JSON.parse(text) as LockHolder;
  } catch {
    return undefined;
  }
}
