import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

/** The compiled command line: `npm test` builds it before the tests. */
const COMMAND_LINE = resolve(__dirname, '../../dist/src/cli/main.js');

/** How a command ended, and what it said. */
export interface Said {
  readonly code: number;
  readonly output: string;
  readonly complaint: string;
}

/** Runs `grantpot` in a process of its own, with this environment and no other. */
export function grantpot(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Said> {
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', ...environment };
  return new Promise((settle) => {
    execFile(process.execPath, [COMMAND_LINE, ...args], { env }, (error, output, complaint) => {
      settle({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, output, complaint });
    });
  });
}
