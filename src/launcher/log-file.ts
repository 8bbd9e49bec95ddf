import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';

/** A log that grew beyond this, in bytes, is set aside as `<name>.1` before the next process writes to it. */
const LARGE = 20 * 1024 * 1024;

/** Keeps a log from growing for ever: one earlier file is kept. Call it before a process is started that writes to it. */
export function setAsideWhenLarge(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > LARGE) renameSync(logFile, `${logFile}.1`);
}

/** The last line of a log that reads like a complaint, cut to a sentence's length; else its last line. */
export function lastComplaint(logFile: string): string {
  const lines = existsSync(logFile)
    ? readFileSync(logFile, 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(-40)
    : [];
  const complaint =
    lines.findLast((line) => /FATAL|PANIC|\berror\b/i.test(line)) ?? lines.at(-1) ?? 'it wrote no reason';
  return complaint
    .replace(/^.*?(FATAL|PANIC):\s+/, '')
    .trim()
    .slice(0, 300);
}
