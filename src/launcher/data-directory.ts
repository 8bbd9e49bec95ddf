import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { StartupError } from '../config/startup-error';
import { type Lock, takeLock } from './exclusive-lock';

/** The folder that holds all state of one Grantpot, while this process alone may use it. */
export class DataDirectory {
  private constructor(
    /** Absolute, without symbolic links. */
    readonly path: string,
    private readonly lock: Lock,
  ) {}

  /**
   * Opens a data directory for this process alone, making it when it is missing.
   *
   * @throws StartupError when it cannot be written, or another process has it
   */
  static open(path: string): DataDirectory {
    const real = writable(path, () => {
      for (const folder of [path, join(path, 'run'), join(path, 'logs')]) makeFolder(folder);
      return realpathSync(path);
    });
    const lock = writable(path, () => takeLock(join(real, 'launcher.lock')));
    if (!lock.held) throw new StartupError(alreadyRunning(real, lock.holder));
    return new DataDirectory(real, lock);
  }

  /** Tells whoever starts a second time where this one is. */
  announce(address: string): void {
    this.lock.say(address);
  }

  /** Gives the directory free for the next start. */
  close(): void {
    this.lock.release();
  }

  /** A file directly in the directory. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** The folder of the logs. */
  get logs(): string {
    return this.file('logs');
  }

  /** Where a part's output goes. */
  log(part: string): string {
    return join(this.logs, `${part}.log`);
  }
}

function alreadyRunning(path: string, holder: { readonly pid: number; readonly note?: string }): string {
  return holder.note === undefined
    ? `Grantpot is just starting or stopping on ${path} (process ${String(holder.pid)}): wait for it, or set GRANTPOT_DATA_DIR to another folder.`
    : `Grantpot is already running on ${path}: ${holder.note} (process ${String(holder.pid)}); stop it first, or set GRANTPOT_DATA_DIR to another folder.`;
}

/** Node's own recursive mkdir never returns in a file system that makes no folders, such as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

function writable<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new StartupError(
      `The data directory ${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}): make it writable, or set GRANTPOT_DATA_DIR to another folder.`,
    );
  }
}
