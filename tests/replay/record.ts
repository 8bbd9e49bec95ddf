import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the histories of all versions are: `v1/grant-whole-life.json` and so on. */
export const historiesFolder = join(__dirname, 'histories');

/** One run's history, by what it shows. */
export interface Recorded {
  /** `grant-whole-life`: the workflow type, and what happens. */
  readonly name: string;
  /** The history as JSON, everything in it that was encrypted opened. */
  readonly json: string;
}

/** Stores the histories of a new version. @throws when that version is there: what it holds was once kept by somebody's server, and stays. */
export async function storeVersion(version: string, record: () => Promise<readonly Recorded[]>): Promise<void> {
  if (!/^v[1-9]\d*$/.test(version)) throw new Error(`A version is called v1, v2, and so on; not ${version}.`);
  const folder = join(historiesFolder, version);
  if (existsSync(folder))
    throw new Error(`The histories of ${version} are there and stay as they are: record another.`);
  const recorded = await record();
  const half = `${folder}.half`;
  await mkdir(half, { recursive: true });
  for (const { name, json } of recorded)
    await writeFile(join(half, `${name}.json`), `${JSON.stringify(JSON.parse(json), null, 1)}\n`);
  await rename(half, folder);
}
