import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { StartupError } from '../../config/startup-error';
import { installByGo } from '../go-install';
import { isProgram, programOnPath } from '../program-on-path';
import type { Progress } from '../progress';

/** The server inside the development server that we are tested with. Server and schema tool belong together, so both are exactly this. */
const RELEASE = '1.29.1';

/** The programs of a Temporal server on a database. */
export interface TemporalServerPrograms {
  /** The server itself. */
  readonly server: string;
  /** Makes the tables that it needs and brings them up to date. */
  readonly sqlTool: string;
}

/** What finding them needs. */
export interface ProgramSearch {
  /** Grantpot's folder in the user's cache. */
  readonly cacheDirectory: string;
  /** The environment of this process, for PATH and for Go. */
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  /** Gives up when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Their names on PATH, as in Temporal's own images, and the packages that Go builds them from. */
const PROGRAMS = {
  server: { name: 'temporal-server', module: 'go.temporal.io/server/cmd/server', minutes: 4 },
  sqlTool: { name: 'temporal-sql-tool', module: 'go.temporal.io/server/cmd/tools/sql', minutes: 1 },
} as const;

/**
 * Finds Temporal's server and its schema tool, or obtains them: PATH, the cache, Go.
 *
 * @throws StartupError when all fail
 */
export async function findTemporalServerPrograms(search: ProgramSearch): Promise<TemporalServerPrograms> {
  return { server: await find(PROGRAMS.server, search), sqlTool: await find(PROGRAMS.sqlTool, search) };
}

async function find(
  { name, module, minutes }: (typeof PROGRAMS)[keyof typeof PROGRAMS],
  { cacheDirectory, env, progress, signal }: ProgramSearch,
): Promise<string> {
  const onPath = programOnPath(name, env['PATH']);
  if (onPath !== undefined) {
    if (await isThatRelease(onPath)) return onPath;
    progress.say(`The ${name} on PATH (${onPath}) is not used: it is not of release ${RELEASE}.`);
  }
  // Go names a program after its package's folder; each has a folder of its own, since a build clears what others have left in its.
  const program = module.slice(module.lastIndexOf('/') + 1);
  const cached = join(cacheDirectory, `temporal-${program}-${RELEASE}`, program);
  if (isProgram(cached) && (await isThatRelease(cached))) return cached;
  const sentence = `Building ${name} ${RELEASE} with Go: about ${String(minutes)} minutes, only this first time (it is kept in ${cacheDirectory}).`;
  const built = await installByGo(
    { module: `${module}@v${RELEASE}`, target: cached, sentence },
    { env, progress, signal },
  );
  if (built) return cached;
  throw new StartupError(
    `The Temporal server on Postgres needs ${name} ${RELEASE}, and there is no Go to build it with: install Go and start again, or put ${name} on PATH, or set TEMPORAL_ADDRESS to a server of your own.`,
  );
}

async function isThatRelease(program: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 20_000 });
    return stdout.trim().endsWith(` ${RELEASE}`);
  } catch {
    return false;
  }
}
