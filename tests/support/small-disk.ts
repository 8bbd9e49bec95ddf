import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { testServers } from './test-servers';

/** A filesystem of a test's own, so small that it can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all that is left. */
  fill(): void;
  /** Gives it back. */
  free(): void;
  /** Unmounts it; nothing may use it any more. */
  remove(): Promise<void>;
}

/** Mounts a filesystem of so many MiB in memory. @throws Error where mounting is not allowed: it needs root, or CAP_SYS_ADMIN in a container */
export async function aSmallDisk(mebibytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(testServers().folder, 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(mebibytes)}m,mode=755`, 'grantpot-test', folder]);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error('A disk can be filled only where this test may mount one: run it as root.', { cause: error });
  }
  await chmod(folder, 0o711); // as root, Postgres runs as another user and must get through
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => {
      const file = openSync(ballast, 'a');
      try {
        const block = Buffer.alloc(65_536);
        while (statfsSync(folder).bfree > 0) writeSync(file, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    free: () => {
      rmSync(ballast, { force: true });
    },
    remove: async () => {
      execFileSync('umount', [folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
