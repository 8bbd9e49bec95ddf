import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { StartupError } from '../config/startup-error';
import type { DataDirectory } from './data-directory';
import { hasDatabase, stopOrphanedPostgres } from './embedded-postgres';
import { databaseFolderOf, weAreRoot } from './postgres-place';
import { readPrivateJson, writePrivateJson } from './private-file';
import type { Progress } from './progress';

const recordSchema = z.object({
  /** Names the database; the same stands in its folder. */
  id: z.string(),
  /** Where the database is, when it is outside of the data directory. */
  outside: z.string().optional(),
  superuserPassword: z.string(),
  migratorPassword: z.string(),
  appPassword: z.string(),
  /** The port that it had last. */
  port: z.number().optional(),
});

const ownerSchema = z.object({ id: z.string(), dataDirectory: z.string() });

/** Where the embedded database of a data directory is, and the passwords of its logins. */
export interface DatabaseHome {
  readonly folder: string;
  readonly outside: boolean;
  readonly superuserPassword: string;
  readonly migratorPassword: string;
  readonly appPassword: string;
  /** The port that it had last. */
  readonly port: number | undefined;
  /** Notes the port that it has now. */
  keepPort(port: number): void;
}

/**
 * Finds the embedded database of a data directory, or makes a home for a new one.
 *
 * A database outside of its data directory could be mistaken for another's: when the data directory was deleted and made anew, copied or moved. So both
 * sides name each other, and nothing that might still be wanted is removed.
 *
 * @throws StartupError when the database that belongs to it is not there
 */
export async function databaseHome(data: DataDirectory, progress: Progress): Promise<DatabaseHome> {
  const file = data.file('postgres.json');
  const kept = readPrivateJson(file, recordSchema);
  if (kept !== undefined) {
    const folder = kept.outside ?? data.file('postgres');
    confirmOwner(folder, kept.id, data);
    return homeOf(file, folder, kept);
  }

  const folder = databaseFolderOf(data.path);
  await setAside(folder, progress);
  const record = {
    id: randomUUID(),
    ...(weAreRoot() ? { outside: folder } : {}),
    superuserPassword: newPassword(),
    migratorPassword: newPassword(),
    appPassword: newPassword(),
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeOwner(folder, record.id, data);
    writePrivateJson(file, record);
  } catch (error) {
    throw new StartupError(
      `The database needs ${folder}, which cannot be written (${(error as Error).message}): make it writable, or start as an ordinary user.`,
    );
  }
  return homeOf(file, folder, record);
}

function homeOf(file: string, folder: string, record: z.infer<typeof recordSchema>): DatabaseHome {
  const { superuserPassword, migratorPassword, appPassword, port, outside } = record;
  return {
    folder,
    outside: outside !== undefined,
    superuserPassword,
    migratorPassword,
    appPassword,
    port,
    keepPort: (now) => {
      if (now !== port) writePrivateJson(file, { ...record, port: now });
    },
  };
}

function confirmOwner(folder: string, id: string, data: DataDirectory): void {
  const owner = readPrivateJson(ownerFile(folder), ownerSchema);
  if (owner?.id !== id) {
    throw new StartupError(
      `The database of ${data.path} is missing: it was in ${folder}; bring it back from a backup, or delete the data directory to begin anew.`,
    );
  }
  if (owner.dataDirectory === data.path) return;
  if (isSameDatabase(owner.dataDirectory, id)) {
    // A copy of an outside database is not in the copied folder; one that is inside was copied with it.
    if (folder !== data.file('postgres')) {
      throw new StartupError(
        `${data.path} is a copy of ${owner.dataDirectory}, whose database is outside in ${folder}: use the original, or delete the copy's postgres.json to give it a new database.`,
      );
    }
  }
  writeOwner(folder, id, data); // moved
}

function isSameDatabase(dataDirectory: string, id: string): boolean {
  try {
    return readPrivateJson(join(realpathSync(dataDirectory), 'postgres.json'), recordSchema)?.id === id;
  } catch {
    return false;
  }
}

/** What a data directory that is gone has left behind under the same name may still be wanted, and must not be in the way. */
async function setAside(folder: string, progress: Progress): Promise<void> {
  if (!existsSync(folder)) return;
  await stopOrphanedPostgres(folder);
  if (!hasDatabase(folder)) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 }); // a start that was killed before it made one
    return;
  }
  const aside = join(dirname(folder), `left-over-${String(Date.now())}-${randomUUID().slice(0, 4)}`);
  renameSync(folder, aside);
  progress.say(
    `The database of an earlier data directory of this name was set aside in ${aside}: delete it when nobody wants it.`,
  );
}

function ownerFile(folder: string): string {
  return join(folder, 'belongs-to.json');
}

function writeOwner(folder: string, id: string, data: DataDirectory): void {
  writePrivateJson(ownerFile(folder), { id, dataDirectory: data.path });
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}
