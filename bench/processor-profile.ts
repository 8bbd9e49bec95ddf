import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { live } from './life';
import type { Place } from './place';
import { drafted, openPotWithGroups } from './pot';

const livesAtOnce = 20;
const livesToWarmUp = 40;
const livesToSample = 60;
const linesShown = 24;

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

/** A profile as V8 writes it. */
export interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  /** In microseconds of the machine's monotonic clock. */
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Prints what web and worker do with their processor time while 20 lives are lived at once, by packages and rooms of ours. */
export async function profileProcessors(place: Place): Promise<void> {
  const folderOf = (part: string) => join(place.folder, `cpu-${part}`);
  const grantpot = await place.grantpot('sampled', {
    nodeArguments: (part) => ['--cpu-prof', `--cpu-prof-dir=${folderOf(part)}`],
  });
  const setting = await openPotWithGroups(grantpot, livesAtOnce);
  await live(grantpot, setting, await drafted(grantpot, setting, livesToWarmUp), livesAtOnce);
  const made = await drafted(grantpot, setting, livesToSample);
  const from = microseconds();
  await live(grantpot, setting, made, livesAtOnce);
  const to = microseconds();
  await grantpot.stop(); // the profiles are written at the end of a process

  for (const [part, name] of [
    ['http', 'web'],
    ['worker', 'worker'],
  ] as const) {
    for (const file of readdirSync(folderOf(part))) {
      const profile = JSON.parse(readFileSync(join(folderOf(part), file), 'utf8')) as CpuProfile;
      printShares(
        `${name}, ${file.split('.').at(-2) ?? ''}`,
        sharesOf(profile, from, to, 'rooms'),
        (to - from) / 1_000_000,
      );
    }
  }
}

/** The clock that profiles are written by, in microseconds. */
export const microseconds = (): number => Number(process.hrtime.bigint() / 1_000n);

/** Seconds by what was running between two moments: packages and rooms of ours, or single functions. */
export function sharesOf(
  { nodes, samples, timeDeltas, startTime }: CpuProfile,
  from: number,
  to: number,
  by: 'rooms' | 'functions',
): Map<string, number> {
  const nameOf = by === 'rooms' ? place : functionOf;
  const placeOf = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const seconds = new Map<string, number>();
  let at = startTime;
  for (const [turn, delta] of timeDeltas.entries()) {
    at += delta;
    if (at < from || at > to) continue;
    const name = placeOf.get(samples[turn] ?? 0) ?? '?';
    seconds.set(name, (seconds.get(name) ?? 0) + delta / 1_000_000);
  }
  return seconds;
}

/** What a function belongs to: a package, a room of ours, or Node itself. */
function place({ functionName, url }: CallFrame): string {
  if (url === '') return functionName === '' ? '(anonymous)' : `native ${functionName}`;
  const ofPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (ofPackage !== undefined) return ofPackage;
  const ours = /\/dist\/((?:src\/)?[^/]+)/.exec(url)?.[1];
  return ours ?? url.split('/').slice(0, 2).join('/');
}

/** A function, with the place that it belongs to and the end of its file's name. */
function functionOf(frame: CallFrame): string {
  const file = frame.url.split('/').at(-1) ?? '';
  return file === ''
    ? place(frame)
    : `${place(frame)} ${frame.functionName === '' ? '(anonymous)' : frame.functionName} ${file}`;
}

/** Prints shares of processor time, the largest first. */
export function printShares(title: string, seconds: ReadonlyMap<string, number>, elapsed: number): void {
  const idle = seconds.get('native (idle)') ?? 0;
  const all = [...seconds.values()].reduce((sum, one) => sum + one, 0);
  console.log(`\n${title}: busy ${(all - idle).toFixed(1)} of ${elapsed.toFixed(1)} s`);
  const shown = [...seconds]
    .filter(([name]) => name !== 'native (idle)')
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, linesShown);
  for (const [name, one] of shown) {
    console.log(`  ${((100 * one) / (all - idle)).toFixed(1).padStart(5)} %  ${name}`);
  }
}
