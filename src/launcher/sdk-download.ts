import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { Progress } from './progress';

/** A release of the `temporal` program to download. */
export interface SdkDownload {
  /** As `1.5.1`. */
  readonly release: string;
  /** Where the program goes when it is all there. */
  readonly target: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** Where nothing has arrived within this time, in milliseconds, nothing will: many networks let such a request wait for ever. */
const FIRST_BYTE_MS = 6_000;

/** How long the whole download may take, in milliseconds. */
const LONGEST_MS = 5 * 60_000;

/** Lets the Temporal SDK download the program, as it does for its test environments; answers whether it could. */
export async function downloadBySdk({ release, target, progress, signal }: SdkDownload): Promise<boolean> {
  let folder: string | undefined;
  try {
    await mkdir(dirname(target), { recursive: true });
    folder = await mkdtemp(join(dirname(target), 'download-'));
    const done = download(release, folder);
    const began = await Promise.race([done.then(() => 'over' as const), somethingIn(folder)]);
    if (began === 'nothing') return false;
    if (began === 'something') {
      const sentence = `Downloading the Temporal server: about a minute, only this first time (it is kept in ${dirname(target)}).`;
      await progress.during(sentence, () => Promise.race([done, pause(LONGEST_MS, false, { ref: false, signal })]));
    }
    if (!(await Promise.race([done, Promise.resolve(false)]))) return false;
    return await moveProgram(folder, target);
  } catch {
    signal?.throwIfAborted();
    return false; // whatever it was, there are other ways to the program
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The SDK downloads only to start a server, so one is started and stopped. */
async function download(release: string, folder: string): Promise<boolean> {
  try {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const environment = await TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'cached-download', version: `v${release}`, downloadDir: folder } },
    });
    await environment.teardown();
    return true;
  } catch {
    return false;
  }
}

async function somethingIn(folder: string): Promise<'something' | 'nothing'> {
  const deadline = Date.now() + FIRST_BYTE_MS;
  while (Date.now() < deadline) {
    if ((await readdir(folder)).length > 0) return 'something';
    await pause(100, undefined, { ref: false });
  }
  return 'nothing';
}

async function moveProgram(folder: string, target: string): Promise<boolean> {
  const program = (await readdir(folder)).find((name) => !name.endsWith('.downloading'));
  if (program === undefined) return false;
  await chmod(join(folder, program), 0o755);
  await rename(join(folder, program), target);
  return true;
}
