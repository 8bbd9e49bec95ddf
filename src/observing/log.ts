import pino, { type Logger } from 'pino';

/** How much a process says. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/**
 * The log of a process: one JSON object a line, on its output. A line holds ids, codes, figures and names of operations and commands; what
 * people typed is never in it, nor what a library says of an error, which may quote a row.
 */
export function createLog(process: 'web' | 'worker', level: LogLevel): Logger {
  // Written in the background: where writing is slow, as to a full disk or through a pipe, nobody's answer waits for a line. Some lines
  // together, since each write by itself costs more than its line; what is left is written at the end of the process.
  const output = pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 200 });
  return pino({ level, base: { process } }, output);
}

/** The last line of a process that could not start, and its exit code. What is wrong is said in words, for nobody's data are there yet. */
export function failToStart(process_: 'web' | 'worker', error: unknown): void {
  const sentence = error instanceof Error ? error.message : 'it could not start';
  createLog(process_, 'info').fatal(describeError(error), sentence);
  process.exitCode = 1;
}

const framesKept = 8;

/** What of an error may be logged: its kind and code, and where it was thrown; never its words. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code !== 'object' ? { code: error.code } : {};
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, framesKept);
  return { error: error.name, ...code, at: frames };
}
