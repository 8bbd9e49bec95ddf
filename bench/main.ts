import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { explainReads } from './explain';
import { keepFilled } from './filled-databases';
import { isReached, type Figure, type Measured } from './figure';
import { figures } from './figures';
import { openPlace, type Place } from './place';
import { profile } from './profile';
import { profileProcessors } from './processor-profile';
import { profileReads } from './reads-profile';

/** One line of `bench/results/latest.json`. */
interface Result {
  readonly name: string;
  readonly value: number;
  readonly reach: number;
  readonly ok: boolean;
  readonly notes: readonly string[];
}

const folder = join(__dirname, 'results');
const file = join(folder, 'latest.json');
const profiles: readonly string[] = ['profile', 'profile-reads'];

/** Measures all figures, or those that are named; the results of others in the file stay as they are. `profile` says where the time of commands goes, `profile-reads` that of reads; `explain`, by itself, looks at the plans of all reads at a million grants, or at as many as are named after it. `keep`, by itself, fills the databases that reads are measured on and keeps them. */
async function main(asked: readonly string[]): Promise<void> {
  if (asked[0] === 'explain') {
    const isWell = await explainReads(Number(asked[1] ?? 1_000_000), (line) => {
      console.log(line);
    });
    process.exit(isWell ? 0 : 1);
  }
  if (asked[0] === 'keep') {
    await keepFilled([10_000, 100_000], (line) => {
      console.log(line);
    });
    process.exit();
  }
  const unknown = asked.filter((name) => !profiles.includes(name) && !figures.some((figure) => figure.name === name));
  if (unknown.length > 0) {
    console.error(
      `No figure is called ${unknown.join(', ')}; there are: ${figures.map(({ name }) => name).join(', ')}, ${profiles.join(', ')}, explain and keep`,
    );
    process.exitCode = 2;
    return;
  }
  const chosen = asked.length === 0 ? figures : figures.filter(({ name }) => asked.includes(name));
  const place = await openPlace((line) => {
    console.log(line);
  });
  const stop = () => {
    void place.close().finally(() => process.exit(130));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    for (const figure of chosen) keep(await measured(figure, place));
    if (asked.includes('profile')) {
      await profile(place);
      await profileProcessors(place);
    }
    if (asked.includes('profile-reads')) await profileReads(place);
  } catch (error) {
    sayComplaints(place.folder);
    throw error;
  } finally {
    await place.close();
  }
  process.exit();
}

/** What the processes said last of what went wrong. */
function sayComplaints(logs: string): void {
  for (const name of readdirSync(logs).filter((one) => one.endsWith('.log'))) {
    const lines = readFileSync(join(logs, name), 'utf8').split('\n');
    for (const line of lines.filter((one) => /"level":[45]0|error|WARN/i.test(one)).slice(-5)) {
      console.error(`${name}: ${line.slice(0, 600)}`);
    }
  }
}

async function measured(figure: Figure, place: Place): Promise<Result> {
  const { name, what, reach, better, unit } = figure;
  const began = performance.now();
  const { value, notes }: Measured = await figure.measure(place);
  const ok = isReached(figure, value);
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  const bound = `${better === 'more' ? '>=' : '<='} ${String(reach)}`;
  console.log(
    `${ok ? 'ok    ' : 'MISSED'} ${name.padEnd(10)} ${value.toFixed(2).padStart(8)} ${unit.padEnd(3)} ${bound.padEnd(8)} ${what} (${seconds} s)`,
  );
  for (const note of notes) console.log(`       ${note}`);
  return { name, value: Number(value.toFixed(4)), reach, ok, notes };
}

/** Writes each result at once, so that what was measured is not lost with what comes after. */
function keep(result: Result): void {
  mkdirSync(folder, { recursive: true });
  const before = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly figures: readonly Result[] }).figures
    : [];
  const all = [...before.filter(({ name }) => name !== result.name), result];
  const inOrder = figures.flatMap(({ name }) => all.filter((one) => one.name === name));
  writeFileSync(file, `${JSON.stringify({ figures: inOrder }, null, 2)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
