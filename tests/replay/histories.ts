import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = join(__dirname, 'histories');

/** The history of one run. */
export interface StoredHistory {
  /** What happens in it, after the type of its workflow: `v1/grant-whole-life`. */
  readonly name: string;
  /** As the history's protocol buffer is written in JSON; nothing in it is encrypted. */
  readonly history: History;
}

/** What tests look at in a history. */
export interface History {
  readonly events: readonly {
    readonly eventType: string;
    readonly workflowExecutionStartedEventAttributes?: { readonly workflowType: { readonly name: string } };
  }[];
}

/** The type of the workflow whose history it is. */
export function workflowTypeIn({ events }: History): string | undefined {
  return events[0]?.workflowExecutionStartedEventAttributes?.workflowType.name;
}

/** The stored histories of all versions. */
export function storedHistories(): readonly StoredHistory[] {
  return readdirSync(folder).flatMap((version) =>
    readdirSync(join(folder, version)).map((file) => ({
      name: `${version}/${file.replace('.json', '')}`,
      history: JSON.parse(readFileSync(join(folder, version, file), 'utf8')) as History,
    })),
  );
}

/**
 * Makes the folder of a new version, out of what is recorded now.
 *
 * @throws when that version is there: its histories are those of runs that somebody's server may still have, and stay
 */
export async function storeVersion(version: string, record: () => Promise<readonly StoredHistory[]>): Promise<void> {
  if (!/^v[1-9]\d*$/.test(version)) throw new Error(`A version is called v1, v2 and so on, not ${version}.`);
  const target = join(folder, version);
  if (existsSync(target))
    throw new Error(`The histories of ${version} are there and stay as they are: record another.`);
  const recorded = await record();
  const half = join(__dirname, `.${version}`);
  await mkdir(half);
  for (const { name, history } of recorded) await writeFile(join(half, `${name}.json`), written(history));
  await mkdir(folder, { recursive: true });
  await rename(half, target);
}

/** An event a line. */
function written({ events }: History): string {
  return `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
}
