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
/** A file of the time when there was one key of each kind is still read. */
const single = z
  .object({ fieldKey: z.base64(), codecKey: z.base64() })
  .transform(({ fieldKey, codecKey }): Keys => ({ fieldKeys: [fieldKey], codecKeys: [codecKey] }));
const schema: z.ZodType<Keys> = z.union([z.object({ fieldKeys: several, codecKeys: several }), single]);

/** The keys of a data directory; made the first time. Whoever loses this file loses what it encrypts. */
export function keysOf(data: Pick<DataDirectory, 'file'>): Keys {
  const kept = readPrivateJson(data.file('keys.json'), schema);
  if (kept !== undefined) return kept;
  const keys = { fieldKeys: [newKey()], codecKeys: [newKey()] };
  writePrivateJson(data.file('keys.json'), keys);
  return keys;
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}
