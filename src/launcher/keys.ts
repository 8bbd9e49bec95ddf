import { randomBytes } from 'node:crypto';

import { z } from 'zod';

import type { DataDirectory } from './data-directory';
import { readPrivateJson, writePrivateJson } from './private-file';

/** The keys that records and histories are encrypted with, in base64, the newest first. */
export interface Keys {
  readonly fieldKeys: readonly string[];
  readonly codecKeys: readonly string[];
}

const several = z.array(z.base64()).min(1);
const schema = z.object({ fieldKeys: several, codecKeys: several });
/** As the file was when there was one key of each kind. */
const single = z
  .object({ fieldKey: z.base64(), codecKey: z.base64() })
  .transform(({ fieldKey, codecKey }): Keys => ({ fieldKeys: [fieldKey], codecKeys: [codecKey] }));

/** Where a data directory keeps its keys. */
export function keysFile(data: Pick<DataDirectory, 'file'>): string {
  return data.file('keys.json');
}

/** The keys of a data directory; made the first time. Whoever loses this file loses what it encrypts. */
export function keysOf(data: Pick<DataDirectory, 'file'>): Keys {
  const file = keysFile(data);
  const kept = readPrivateJson<Keys>(file, z.union([schema, single]));
  const keys = kept ?? { fieldKeys: [newKey()], codecKeys: [newKey()] };
  writePrivateJson(file, keys); // a new one, or one of the old form in today's
  return keys;
}

/** Puts a new key of each kind in front of those in a file. Whatever starts from then on encrypts with them, and still reads what the others did. */
export function addNewKeys(file: string): void {
  const { fieldKeys, codecKeys } = readKeys(file);
  writePrivateJson(file, { fieldKeys: [newKey(), ...fieldKeys], codecKeys: [newKey(), ...codecKeys] });
}

function readKeys(file: string): Keys {
  return readPrivateJson<Keys>(file, schema) ?? { fieldKeys: [], codecKeys: [] };
}

/** A new key, in base64. */
export function newKey(): string {
  return randomBytes(32).toString('base64');
}
