import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { killProcess } from '../../src/launcher/detached-process';
import type { ProcessIdentity } from '../../src/launcher/process-identity';
import { killProcessesOf } from './abandoned';
import { testServers } from './test-servers';

/** The compiled launcher: `npm test` builds it before the tests. */
export const LAUNCHER = resolve(__dirname, '../../dist/src/launcher/main.js');

/** Nothing here should take longer, in milliseconds; how long things take is not what these tests are about. */
const PATIENCE_MS = 60_000;

/** A real launcher, as `npm start` runs it once everything is built. */
export class Launched {
  private text = '';
  private errors = '';
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  private readonly child: ChildProcess;

  constructor(
    readonly dataDirectory: string,
    env: NodeJS.ProcessEnv = {},
    command: readonly string[] = [LAUNCHER],
  ) {
    this.child = spawn(process.execPath, command, {
      env: { ...bare(process.env), GRANTPOT_DEMO: 'false', GRANTPOT_DATA_DIR: dataDirectory, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout!.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    this.child.stderr!.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.ended = new Promise((settle) => {
      this.child.once('close', (code, signal) => settle(code ?? signal ?? 'lost'));
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** What it has told people. */
  get output(): string {
    return this.text;
  }

  /** What it has complained of. */
  get complaint(): string {
    return this.errors;
  }

  /** Waits until it has said this, after the given number of characters; answers what it said, group by group. */
  async says(pattern: RegExp, after = 0): Promise<RegExpExecArray> {
    const found = await until(`the launcher says ${String(pattern)}`, () => {
      if (this.child.exitCode !== null) throw new Error(`The launcher has ended: ${this.text}${this.errors}`);
      return pattern.exec(this.text.slice(after)) ?? undefined;
    });
    return found;
  }

  /** Waits until everything runs; answers the address. */
  async ready(): Promise<string> {
    return (await this.says(/Grantpot is ready: (http:\S+)/))[1]!;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

/** Waits until a condition gives something; fails with its name. */
export async function until<T>(what: string, condition: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await condition();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await pause(20);
  }
}

/** A data directory for a launcher, not made yet. */
export function newDataDirectory(): string {
  return join(mkdtempSync(join(testServers().folder, 'launched-')), 'data');
}

/** The processes that a launcher's parts are now, by name. */
export function partsOf(dataDirectory: string): Readonly<Record<string, ProcessIdentity>> {
  const run = join(dataDirectory, 'run');
  // Of several of a kind all but the first have a name of their own: worker-2, temporal-history.
  const part = /^(demonstration|postgres|temporal|web|worker)(-[a-z0-9-]+)?\.json$/;
  const files = existsSync(run) ? readdirSync(run).filter((name) => part.test(name)) : [];
  return Object.fromEntries(
    files.map((file) => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(join(run, file), 'utf8')) as ProcessIdentity,
    ]),
  );
}

/** The variables that a running launcher has written down for the command line. */
export function variablesOf(dataDirectory: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(dataDirectory, 'run/environment.json'), 'utf8')) as Record<string, string>;
}

/** Kills whatever still runs on a data directory and removes all of its files. */
export async function removeDataDirectory(dataDirectory: string): Promise<void> {
  await killProcessesOf(dataDirectory);
  for (const identity of Object.values(partsOf(dataDirectory))) await killProcess(identity);
  const record = join(dataDirectory, 'postgres.json');
  if (existsSync(record)) {
    const { outside } = JSON.parse(readFileSync(record, 'utf8')) as { outside?: string };
    if (outside !== undefined) await killProcessesOf(outside);
    if (outside !== undefined) await rm(outside, { recursive: true, force: true });
  }
  await rm(dataDirectory, { recursive: true, force: true });
}

/** Without what the person who runs the tests has set for a Grantpot of their own. */
function bare(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours =
    /^(DATABASE_|TEMPORAL_|GRANTPOT_|SMTP_URL$|MAIL_DIR$|LOG_LEVEL$|PORT$|(WEB_|WORKER_|TEMPORAL_)?METRICS_)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name) || name === 'TEMPORAL_CLI_PATH'));
}
