import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { ProcessIdentity } from '../src/launcher/process-identity';
import type { Place } from './place';

/** What came of starting Grantpot twice on a data directory of its own, by `npm start`, with the demonstration. */
export interface Started {
  readonly firstSeconds: number;
  readonly secondSeconds: number;
  /** Proportional set size in MiB by process at rest, after the second start: what is shared is divided among those who share it. */
  readonly mebibytes: Readonly<Record<string, number>>;
}

const root = resolve(__dirname, '..');
/** Long enough that nothing of the start is still going on. */
const restMs = 20_000;

const started = new WeakMap<Place, Promise<Started>>();

/** Starts it, ends it and starts it again. Asked again, it is what was seen the first time. */
export function startedTwice(place: Place): Promise<Started> {
  const there = started.get(place) ?? startTwice(join(place.folder, 'started'));
  started.set(place, there);
  return there;
}

async function startTwice(dataDirectory: string): Promise<Started> {
  try {
    const first = start(dataDirectory);
    const firstSeconds = await first.ready;
    await first.end();
    const second = start(dataDirectory);
    const secondSeconds = await second.ready;
    await pause(restMs);
    const mebibytes = memoryOf(dataDirectory, second.pid);
    await second.end();
    return { firstSeconds, secondSeconds, mebibytes };
  } finally {
    await removeDatabase(dataDirectory);
  }
}

function start(dataDirectory: string) {
  const began = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], GRANTPOT_DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve_) => npm.once('close', () => resolve_()));
  const ready = new Promise<number>((resolve_, reject) => {
    let text = '';
    npm.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Grantpot is ready: ')) resolve_((performance.now() - began) / 1_000);
    });
    void ended.then(() => reject(new Error(`npm start has ended: ${text.slice(-500)}`)));
  });
  return {
    pid: npm.pid ?? 0,
    ready,
    end: async () => {
      npm.kill('SIGINT');
      await ended;
    },
  };
}

/** The memory of what a launcher started, and of the launcher itself. */
function memoryOf(dataDirectory: string, npmPid: number): Record<string, number> {
  const run = join(dataDirectory, 'run');
  const parts = readdirSync(run).filter((name) => /^(postgres|temporal|web|worker)\.json$/.test(name));
  const pids = Object.fromEntries(
    parts.map((file) => [
      file.replace('.json', ''),
      (JSON.parse(readFileSync(join(run, file), 'utf8')) as ProcessIdentity).pid,
    ]),
  );
  const tree = processes();
  const all = Object.entries(pids).map(([name, pid]) => [name, sum(withChildren(tree, pid))] as const);
  // npm and the launcher it runs; the parts are detached from them, or have been counted.
  const counted = new Set(Object.values(pids));
  const own = withChildren(tree, npmPid).filter(
    (pid) => !counted.has(pid) && !tree.some((one) => one.pid === pid && counted.has(one.parent)),
  );
  return { ...Object.fromEntries(all), 'npm and launcher': sum(own) };
}

interface Running {
  readonly pid: number;
  readonly parent: number;
}

function processes(): readonly Running[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const text = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
        return [{ pid: Number(name), parent }];
      } catch {
        return []; // it has ended meanwhile
      }
    });
}

function withChildren(all: readonly Running[], pid: number): readonly number[] {
  return [pid, ...all.filter(({ parent }) => parent === pid).flatMap((one) => withChildren(all, one.pid))];
}

/** By proc(5), in MiB. */
function sum(pids: readonly number[]): number {
  return pids.reduce((total, pid) => {
    const file = `/proc/${String(pid)}/smaps_rollup`;
    const kibibytes = existsSync(file) ? /^Pss:\s+(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
    return total + Number(kibibytes ?? 0) / 1_024;
  }, 0);
}

/** As root, the database lies outside the data directory, which goes with the place. */
async function removeDatabase(dataDirectory: string): Promise<void> {
  const record = join(dataDirectory, 'postgres.json');
  if (!existsSync(record)) return;
  const { outside } = JSON.parse(readFileSync(record, 'utf8')) as { readonly outside?: string };
  if (outside !== undefined) await rm(outside, { recursive: true, force: true });
}
