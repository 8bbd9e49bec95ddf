import pino, { type Logger } from 'pino';

/** How much a process says. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/**
 * The log of a process: one JSON object a line, on its output. A line holds ids, codes, figures and names of operations and commands; what
 * people typed is never in it, nor what a library says of an error, which may quote a row.
 */
export function createLog(process: 'web' | 'worker', level: LogLevel): Logger {
  return pino({ level, base: { process } });
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
