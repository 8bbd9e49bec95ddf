import { randomBytes } from 'node:crypto';

import { z } from 'zod';

import type { DataDirectory } from './data-directory';
import { readPrivateJson, writePrivateJson } from './private-file';

/** The keys that records and histories are encrypted with, in base64. */
export interface Keys {
  readonly fieldKey: string;
  readonly codecKey: string;
}

/** The keys of a data directory; made the first time. Whoever loses this file loses what it encrypts. */
export function keysOf(data: DataDirectory): Keys {
  const file = data.file('keys.json');
  const kept = readPrivateJson(file, z.object({ fieldKey: z.base64(), codecKey: z.base64() }));
  if (kept !== undefined) return kept;
  const keys = { fieldKey: newKey(), codecKey: newKey() };
  writePrivateJson(file, keys);
  return keys;
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}
