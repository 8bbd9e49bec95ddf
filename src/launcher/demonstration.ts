import { z } from 'zod';

import {
  demonstrationPeopleFile,
  demonstrationPeopleIn,
  type DemonstrationPerson,
} from '../contracts/demonstration-people';
import { StartupError } from '../config/startup-error';
import type { DataDirectory } from './data-directory';
import { type DetachedProcess, stopProcess } from './detached-process';
import { lastComplaint } from './log-file';
import { forgetPid, stoppingOf } from './pid-files';
import { readPrivateJson } from './private-file';
import type { Progress } from './progress';

const schema = z.unknown().transform(demonstrationPeopleIn);

/** What loading the demonstration needs. */
export interface DemonstrationLoad {
  readonly data: DataDirectory;
  readonly progress: Progress;
  /** Starts the command that loads it. */
  readonly start: () => Promise<DetachedProcess>;
  readonly signal: AbortSignal;
}

/**
 * Loads the demonstration's data the first time; the file with its people is written last and says that all is there.
 *
 * @throws StartupError when it fails
 */
export async function loadDemonstration({ data, progress, start, signal }: DemonstrationLoad): Promise<void> {
  if (people(data) !== undefined) return;
  const logFile = data.log('demonstration');
  const exit = await progress.during(
    'Loading the demonstration data: under a minute, only this first time.',
    async () => {
      const load = await start();
      const stop = () => void stopProcess(load, stoppingOf('demonstration'));
      signal.addEventListener('abort', stop);
      const ended = await load.exited;
      signal.removeEventListener('abort', stop);
      forgetPid(data, 'demonstration');
      return ended;
    },
  );
  if (exit.code === 0 || signal.aborted) return;
  throw new StartupError(
    `The demonstration data could not be loaded (${lastComplaint(logFile)}): its log is ${logFile}; GRANTPOT_DEMO=false starts without it.`,
  );
}

/** The demonstration's people as lines for the terminal, each with the token to act as them. */
export function demonstrationPeople(data: DataDirectory): readonly string[] {
  const found = people(data) ?? [];
  if (found.length === 0) return [];
  const rows = found.map(({ name, organisation, roles, email, token }) => [
    name,
    organisation,
    roles.join(', '),
    email,
    token,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    `People of the demonstration (sign in by the address, whose mail is at /dev/mail, or act as one by the bearer token at the end of the line; also in ${data.file(demonstrationPeopleFile)}):`,
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`),
  ];
}

function people(data: DataDirectory): readonly DemonstrationPerson[] | undefined {
  return readPrivateJson(data.file(demonstrationPeopleFile), schema);
}
