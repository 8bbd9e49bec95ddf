import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { StartupError } from '../config/startup-error';
import { copyPrograms, installedPostgresPrograms } from './postgres-programs';

/** Where Postgres's files are, and as whom it runs. */
export interface PostgresPlace {
  /** The folder that holds the database; it belongs to the user as whom Postgres runs. */
  readonly folder: string;
  /** The folder with `bin`, `lib` and `share`. */
  readonly programs: string;
  /** Set when we are root: Postgres refuses to run as root. */
  readonly runAs?: SystemUser;
}

/** A user of this machine. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** What root's databases and programs live under: an unprivileged user can reach it, and it outlives a restart of the machine. */
const OUTSIDE = '/var/lib/grantpot';

/**
 * The folder of the database that belongs to a data directory. For an ordinary user it is inside. For root it is outside, under a name derived from the
 * data directory: the unprivileged user as whom Postgres runs can reach neither a folder that only root may read nor `node_modules` in one.
 */
export function databaseFolderOf(dataDirectory: string): string {
  if (!weAreRoot()) return join(dataDirectory, 'postgres');
  const hash = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 10);
  const name = basename(dataDirectory).replaceAll(/[^A-Za-z0-9_-]/g, '') || 'data';
  return join(OUTSIDE, `${name}-${hash}`);
}

/**
 * Makes a folder ready for Postgres: as root, gives it to an unprivileged user who must be able to reach it, and puts the programs where he can reach them.
 *
 * @throws StartupError when the machine has no such user, no programs, or does not let us write there
 */
export async function preparePostgresPlace(folder: string): Promise<PostgresPlace> {
  const installed = await installedPostgresPrograms();
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!weAreRoot()) return { folder, programs: installed.folder };

    const owner = await stat(folder);
    // Whoever has a database already keeps it, also when root starts what an ordinary user has started before.
    const runAs = owner.uid === 0 ? unprivilegedUser() : { name: String(owner.uid), uid: owner.uid, gid: owner.gid };
    await chown(folder, runAs.uid, runAs.gid);
    const programs = join(OUTSIDE, `programs-${installed.version}`);
    await mkdir(OUTSIDE, { recursive: true });
    await chmod(OUTSIDE, 0o755);
    await copyPrograms(installed, programs);
    return { folder, programs, runAs };
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `The database's files cannot be put in ${folder} (${(error as Error).message}): free some space or make it writable, or set DATABASE_URL and DATABASE_MIGRATION_URL to a Postgres of your own.`,
    );
  }
}

/** Whether this process runs as root. */
export function weAreRoot(): boolean {
  return process.getuid?.() === 0;
}

function unprivilegedUser(): SystemUser {
  for (const name of ['postgres', '_postgres', 'nobody', 'daemon']) {
    const user = systemUser(name);
    if (user !== undefined && user.uid !== 0) return user;
  }
  throw new StartupError(
    'Postgres does not run as root and this machine has no other user for it: add one named postgres (useradd --system postgres), or run npm start as an ordinary user.',
  );
}

function systemUser(name: string): SystemUser | undefined {
  const listed = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '';
  const [, , uid, gid] =
    listed
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid) };
}
