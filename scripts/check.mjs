import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';

const root = path.resolve(import.meta.dirname, '..');
const AT_ONCE = 2;

const LAYERED = ['src', 'workflows', 'activities', 'db', 'tests', 'bench', 'scripts', 'bin'];
const layered = LAYERED.filter((folder) => existsSync(path.join(root, folder)));

/** Each is one passed or failed in the total. The slowest come first, so that two at a time end together. */
export const CHECKS = {
  // The compiler that is a native program: a third of the other's time. The linter needs the other, which has an API. On one thread it does
  // nothing twice, and the other core has the linter.
  types: ['node_modules/typescript-native/bin/tsc', '-p', 'tsconfig.json', '--singleThreaded'],
  // Kept between runs, so that the second one is quick; a clean checkout, as in CI, has none and looks at everything.
  lint: [
    '--max-semi-space-size=64', // as for the tests: what it makes is soon forgotten
    'node_modules/eslint/bin/eslint.js',
    '.',
    '--max-warnings=0',
    '--cache',
    '--cache-strategy=content',
    '--cache-location=node_modules/.cache/eslint/',
  ],
  format: [
    'node_modules/prettier/bin/prettier.cjs',
    '--check',
    '.',
    '--log-level=warn',
    '--cache',
    '--cache-strategy=content',
  ],
  layers: [
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    ...layered,
    '--config',
    '.dependency-cruiser.cjs',
  ],
  unused: ['node_modules/knip/bin/knip.js', '--no-progress'],
  'workflow bundle': ['scripts/check-workflow-bundle.mjs'],
};

const running = new Set();
let stopping = false;

/** Told to stop, this process first stops what it started, and then itself, by the same signal. */
async function stop(signal) {
  stopping = true;
  const ends = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of running) child.kill(signal);
  await Promise.all(ends);
  process.kill(process.pid, signal);
}

/** Runs a program of Node's to its end, and answers with its exit code, or the signal that ended it. */
export async function run(args, { onOutput }) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  if (running.size === 0) process.once('SIGINT', stop).once('SIGTERM', stop);
  running.add(child);
  child.stdout.on('data', (chunk) => onOutput(String(chunk), child));
  child.stderr.on('data', (chunk) => onOutput(String(chunk), child));
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? signal));
    });
  } finally {
    running.delete(child);
    // Nobody goes on to the next program.
    if (stopping) await new Promise(() => {});
    if (running.size === 0) process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** Builds before the checks start, since that takes both cores; says so only when it fails. */
export async function runBuild({ log = console.log } = {}) {
  try {
    await build({ log });
    return { passed: 0, failed: 0 };
  } catch (error) {
    log(`FAILED build\n${error.message}\n`);
    return { passed: 0, failed: 1 };
  }
}

/**
 * Runs the checks of these names, two at a time, and shows the output of those that fail.
 *
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks(names, { log = console.log } = {}) {
  const total = { passed: 0, failed: 0 };
  const waiting = [...names];
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const start = performance.now();
      let output = '';
      const code = await run(CHECKS[name], { onOutput: (text) => (output += text) });
      const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
      if (code === 0) {
        total.passed += 1;
        log(`passed ${seconds} s  ${name}`);
      } else {
        total.failed += 1;
        log(`FAILED ${seconds} s  ${name}\n${output.trimEnd()}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return total;
}

async function main(asked) {
  const unknown = asked.filter((name) => !(name in CHECKS));
  if (unknown.length > 0) {
    console.error(`No check is called ${unknown.join(', ')}; there are: ${Object.keys(CHECKS).join(', ')}`);
    process.exitCode = 2;
    return;
  }
  await ensureDependencies();
  const built = await runBuild();
  const checked = await runChecks(asked.length > 0 ? asked : Object.keys(CHECKS));
  const passed = checked.passed;
  const failed = checked.failed + built.failed;
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2));
