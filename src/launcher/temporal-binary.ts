import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { StartupError } from '../config/startup-error';
import { installByGo } from './go-install';
import type { Progress } from './progress';
import { isProgram, programOnPath } from './program-on-path';
import { downloadBySdk } from './sdk-download';

/** The release that we build and are tested with: its server is 1.29.1. Later ones cannot be built by `go install`. */
const RELEASE = '1.5.1';

/** The oldest server that has everything Grantpot asks of it. */
const OLDEST_SERVER = [1, 29] as const;

/** Where to look for Temporal's program. */
export interface TemporalBinarySearch {
  /** The path that TEMPORAL_CLI_PATH names. */
  readonly configured?: string | undefined;
  /** Grantpot's folder in the user's cache. */
  readonly cacheDirectory: string;
  /** The environment of this process, for PATH and for Go. */
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  /** Gives up when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Where in the cache the program is kept. */
function cachedTemporalBinary(cacheDirectory: string): string {
  return join(cacheDirectory, `temporal-${RELEASE}`, 'temporal');
}

/**
 * Finds the `temporal` program or obtains it, in this order: the configured path, PATH, the cache, the SDK's own download, Go.
 *
 * @throws StartupError when all fail, or when the configured one cannot be used
 */
export async function findTemporalBinary(search: TemporalBinarySearch): Promise<string> {
  const { configured, cacheDirectory, env, progress, signal } = search;
  if (configured !== undefined) {
    const fault = await faultOf(configured);
    if (fault !== undefined)
      throw new StartupError(`TEMPORAL_CLI_PATH names ${configured}, which ${fault}: correct it or unset it.`);
    return configured;
  }

  const onPath = programOnPath('temporal', env['PATH']);
  if (onPath !== undefined) {
    const fault = await faultOf(onPath);
    if (fault === undefined) return onPath;
    progress.say(`The temporal program on PATH (${onPath}) is not used: it ${fault}.`);
  }

  const cached = cachedTemporalBinary(cacheDirectory);
  if ((await faultOf(cached)) === undefined) return cached;

  if (await downloadBySdk({ release: RELEASE, target: cached, progress, signal })) return cached;
  const built = await installByGo(
    {
      module: `github.com/temporalio/cli/cmd/temporal@v${RELEASE}`,
      target: cached,
      sentence: `Building the Temporal server with Go: about 4 minutes, only this first time (it is kept in ${cacheDirectory}).`,
    },
    { env, progress, signal },
  );
  if (built) return cached;
  throw new StartupError(
    'Grantpot needs the Temporal server, which could not be downloaded, and there is no Go to build it with: install Go and start again, or put the temporal command on PATH, or set TEMPORAL_ADDRESS to a server of your own.',
  );
}

/** What keeps a program from being used, as the end of a sentence. */
async function faultOf(program: string): Promise<string | undefined> {
  if (!isProgram(program)) return 'is no program that may be run';
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 20_000 });
    const server = /Server (\d+)\.(\d+)/.exec(stdout);
    if (server === null) return 'does not say which Temporal server it holds';
    const [major, minor] = [Number(server[1]), Number(server[2])];
    const recent = major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
    return recent
      ? undefined
      : `holds Temporal server ${String(major)}.${String(minor)}, and ${OLDEST_SERVER.join('.')} or later is needed`;
  } catch {
    return 'does not answer when asked for its version';
  }
}
