import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from 'pg';

import { stopProcess } from '../src/launcher/detached-process';
import { atOnce } from './measuring';
import type { Place } from './place';
import { microseconds, printShares, sharesOf, type CpuProfile } from './processor-profile';
import { parentOf, processorSeconds, usedBetween } from './processor-time';
import { bareReadingAt, readingAt } from './reading-place';

const many = 100_000;
const askers = 8;
const toWarmUp = 1_500;
const toSample = 4_000;

/**
 * Prints what one page of the list, one grant and its timeline cost: processor time of each process, ours beside the bare one's, and what
 * the web process does with its own. Processor time says something also where others work on the same machine.
 */
export async function profileReads(place: Place): Promise<void> {
  const reading = await readingAt(place, many);
  const bare = await bareReadingAt(place, many);
  const ids = Array.from({ length: toSample }, (_, turn) => bare.grantIds[turn % bare.grantIds.length] ?? '');
  const pids = { Postgres: await serverOf(reading.database.superuserUrl), client: process.pid };
  for (const { name, path } of reads) {
    const ours = await costOf({ web: reading.web.pid, ...pids }, ids, (id) =>
      reading.officer.get(`/api/v1${path(id)}`),
    );
    const theirs = await costOf({ web: bare.process.pid, ...pids }, ids, (id) => bare.getter.get(path(id)));
    console.log(`${name}: ${ours}; bare ${theirs}`);
  }

  const folder = join(place.folder, 'cpu-reads');
  const sampled = await reading.startWeb(['--cpu-prof', '--cpu-prof-interval=250', `--cpu-prof-dir=${folder}`]);
  const windows: { readonly name: string; readonly from: number; readonly to: number }[] = [];
  for (const { name, path } of reads) {
    const ask = (id: string) => sampled.officer.get(`/api/v1${path(id)}`);
    await atOnce(askers, ids.slice(0, toWarmUp), ask);
    const from = microseconds();
    await atOnce(askers, ids, ask);
    windows.push({ name, from, to: microseconds() });
  }
  await stopProcess(sampled.web, { signal: 'SIGTERM', graceMs: 20_000 }); // the profile is written at its end
  for (const file of readdirSync(folder)) {
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
    for (const { name, from, to } of windows) {
      for (const by of ['rooms', 'functions'] as const)
        printShares(`${name}, by ${by}`, sharesOf(profile, from, to, by), (to - from) / 1_000_000);
    }
  }
}

const reads: readonly { readonly name: string; readonly path: (id: string) => string }[] = [
  { name: 'a page of the list', path: () => '/grants' },
  { name: 'one grant', path: (id) => `/grants/${id}` },
  { name: 'its timeline', path: (id) => `/grants/${id}/timeline` },
];

/** Milliseconds of processor time a request, by process. */
async function costOf(
  pids: Readonly<Record<string, number>>,
  ids: readonly string[],
  ask: (id: string) => Promise<unknown>,
): Promise<string> {
  await atOnce(askers, ids.slice(0, toWarmUp), ask);
  const before = processorSeconds(pids);
  await atOnce(askers, ids, ask);
  const used = Object.entries(usedBetween(before, processorSeconds(pids)));
  return used.map(([name, seconds]) => `${name} ${((1_000 * seconds) / ids.length).toFixed(3)} ms`).join(', ');
}

/** The server's own process: a connection's is its child. Kept databases are another server's than the place's. */
async function serverOf(url: string): Promise<number> {
  const session = new Client({ connectionString: url });
  await session.connect();
  try {
    const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
    return parentOf(rows[0]?.pid ?? 0);
  } finally {
    await session.end();
  }
}
