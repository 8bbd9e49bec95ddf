import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** How large logs grow, and how much is kept of them. */
export interface LogLimits {
  /** A log that is larger than this, in bytes, is set aside. */
  readonly largest: number;
  /** So many that were set aside are kept of each, `<name>.1` the newest. */
  readonly kept: number;
}

/** About 60 MB for each process. */
export const LOG_LIMITS: LogLimits = { largest: 10 * 1024 * 1024, kept: 5 };

/** How often it is looked whether a log has grown, in milliseconds. */
const LOOK_MS = 5_000;

/** Keeps the logs of a folder from growing for ever, while processes write to them. */
export class LogRotation {
  private readonly timer: NodeJS.Timeout;

  /** Looks at once, and every few seconds from then on until it is stopped. */
  constructor(
    private readonly folder: string,
    private readonly limits: LogLimits = LOG_LIMITS,
  ) {
    this.look();
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
  }

  /** Sets aside each log that has grown too large. What cannot be set aside, as on a full disk, is left as it is until the next look. */
  look(): void {
    for (const log of logsIn(this.folder)) {
      try {
        if (statSync(log).size > this.limits.largest) setAside(log, this.limits.kept);
      } catch {
        // Whoever writes to it goes on, and so do we.
      }
    }
  }

  /** Looks no more. */
  stop(): void {
    clearInterval(this.timer);
  }
}

/** None where somebody has removed the folder. */
function logsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, name));
}

/**
 * Copies a log and empties it. It cannot be renamed: who writes to it (Postgres and Temporal too) has it open, and would go on in the renamed one. They all
 * append, so they go on at its beginning. What is written between the last look at its end and the emptying, some microseconds, is lost.
 *
 * @throws what the file system says; the log is then as it was
 */
function setAside(log: string, kept: number): void {
  const earlier = (number: number) => `${log}.${String(number)}`;
  const unfinished = `${log}.unfinished`;
  rmSync(earlier(kept), { force: true }); // first, in case that there is hardly any room
  const from = openSync(log, 'r+');
  try {
    const to = openSync(unfinished, 'w', 0o600);
    try {
      passOn(from, to);
      for (let number = kept - 1; number > 0; number -= 1)
        if (existsSync(earlier(number))) renameSync(earlier(number), earlier(number + 1));
      renameSync(unfinished, earlier(1));
      passOn(from, to); // what was written meanwhile
    } finally {
      closeSync(to);
      rmSync(unfinished, { force: true });
    }
    ftruncateSync(from);
  } finally {
    closeSync(from);
  }
}

/** Writes what is left to read of one file to another. */
function passOn(from: number, to: number): void {
  const bytes = Buffer.allocUnsafe(1024 * 1024);
  for (let read = readSync(from, bytes); read > 0; read = readSync(from, bytes)) writeSync(to, bytes, 0, read);
}
