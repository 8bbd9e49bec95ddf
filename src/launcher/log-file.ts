import { existsSync, readFileSync } from 'node:fs';

/** The last line of a log that reads like a complaint, cut to a sentence's length; else its last line. Lines of JSON are read as pino and Temporal write them. */
export function lastComplaint(logFile: string): string {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n') : [];
  const last = lines
    .filter((line) => !/^\s*(at\s|$)/.test(line))
    .slice(-40)
    .map(messageOf); // without stack traces
  const complaint = last.findLast((line) => line.complains) ?? last.at(-1);
  return complaint?.text.slice(0, 300) ?? 'it wrote no reason';
}

/** Whether a level of pino's (a number) or of Temporal's (a word) is that of an error. */
const isError = (level: number | string | undefined): boolean =>
  typeof level === 'number' ? level >= 50 : /error|fatal|panic/.test(level ?? '');

function messageOf(line: string): { readonly text: string; readonly complains: boolean } {
  try {
    const { level, msg, err, error } = JSON.parse(line) as {
      level?: number | string;
      msg?: string;
      err?: { message?: string };
      error?: string;
    };
    const text = [msg, err?.message ?? error]
      .filter((part, index, all) => part !== undefined && all.indexOf(part) === index)
      .join(': ');
    return { text, complains: isError(level) };
  } catch {
    return { text: line.replace(/^.*?(FATAL|PANIC|ERROR):\s+/, '').trim(), complains: /FATAL|PANIC|error/i.test(line) };
  }
}
