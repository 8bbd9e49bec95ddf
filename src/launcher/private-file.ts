import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

import type { z } from 'zod';

import { StartupError } from '../config/startup-error';

/** Writes JSON that only its owner may read; whoever reads it meanwhile finds the old or the new, never a half. */
export function writePrivateJson(file: string, value: unknown): void {
  const unfinished = `${file}.${randomUUID()}`;
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(unfinished, file);
}

/**
 * Reads JSON of ours; undefined when there is no such file.
 *
 * @throws StartupError when it may not be read or does not hold what it should
 */
export function readPrivateJson<T>(file: string, schema: z.ZodType<T>): T | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new StartupError(`${file} cannot be read (${message}): start as the user who owns it.`);
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new StartupError(`${file} does not hold what Grantpot wrote to it: bring it back from a backup.`);
  }
}
