import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { StartupError } from '../config/startup-error';
import { takeLock } from './exclusive-lock';
import type { Progress } from './progress';
import { programOnPath } from './program-on-path';

/** A program that Go builds from its module. */
export interface GoProgram {
  /** Path of the package, with `@version`. */
  readonly module: string;
  /** Where the program goes when it is built; its name is the package's. */
  readonly target: string;
  /** What is being built and how long it takes, as one sentence for the person at the terminal. */
  readonly sentence: string;
}

/** What `installByGo` needs of its surroundings. */
export interface GoSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Builds a program with Go into its place. It appears there whole; of several that want it at the same time one builds and the others wait.
 * Answers false when there is no Go.
 *
 * @throws StartupError when the build fails
 */
export async function installByGo(program: GoProgram, { env, progress, signal }: GoSurroundings): Promise<boolean> {
  const go = programOnPath('go', env['PATH']);
  if (go === undefined) return false;
  const folder = dirname(program.target);
  await mkdir(folder, { recursive: true });
  const lock = await lockOrWait(`${program.target}.lock`, progress, signal);
  try {
    if ((await readdir(folder)).includes(basename(program.target))) return true; // whoever we waited for has built it
    // A start that was killed may have left its build running: it must not write where this one does.
    for (const left of (await readdir(folder)).filter((name) => name.startsWith('building-'))) {
      await rm(join(folder, left), { recursive: true, force: true });
    }
    const building = await mkdtemp(join(folder, 'building-'));
    await progress.during(program.sentence, () =>
      run(go, ['install', '-ldflags', '-s -w', program.module], { ...env, GOBIN: building }, signal),
    );
    await rename(join(building, basename(program.target)), program.target);
    await rm(building, { recursive: true, force: true });
    return true;
  } finally {
    lock.release();
  }
}

async function lockOrWait(file: string, progress: Progress, signal?: AbortSignal): Promise<{ release(): void }> {
  let told = false;
  for (;;) {
    const lock = takeLock(file);
    if (lock.held) return lock;
    if (!told)
      progress.say(`Another start (process ${String(lock.holder.pid)}) is building the same program: waiting for it.`);
    told = true;
    await pause(500, undefined, { ...(signal === undefined ? {} : { signal }) });
  }
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(signal === undefined ? {} : { signal, killSignal: 'SIGINT' }),
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new StartupError(
            `Go could not build ${args.at(-1) ?? ''} (${lastLine(said)}): mend that, or put the program on PATH yourself.`,
          ),
        );
    });
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
