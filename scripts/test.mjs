import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CHECKS, run, runBuild, runChecks } from './check.mjs';
import { ensureDependencies } from './dependencies.mjs';

/**
 * `npm test`: everything needed, then every check and test. The last line is the total of both.
 * With arguments (`npm test -- tests/unit/money.test.ts`) it runs those tests alone.
 */

/**
 * What jest says when its own process still has something open; it would only wait. What a file of tests leaves open fails that file
 * (jest.environment.cjs). That a worker "failed to exit gracefully" is no leak: jest gives it half a second, and after a hundred files
 * taking its memory down alone takes one or two, with nothing left to wait for.
 */
const DOES_NOT_EXIT = 'Jest did not exit';

/**
 * How much each process of the tests makes before it looks what of it is still in use, in MiB: files are loaded and forgotten, and at Node's
 * own 16 a tenth of the processor's time goes into looking. jest gives it on to its workers.
 */
const NEW_SPACE = '--max-semi-space-size=64';

async function runJest(args) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'grantpot-test-'));
  const results = path.join(folder, 'results.json');
  let leak;
  let tail = '';
  const onOutput = (text, child) => {
    process.stdout.write(text);
    tail = (tail + text).slice(-4_000);
    if (tail.includes(DOES_NOT_EXIT)) {
      leak = 'something is left open after the last test; run jest with --detectOpenHandles';
      child.kill('SIGKILL');
    }
  };
  try {
    const jest = 'node_modules/jest/bin/jest.js';
    const code = await run([NEW_SPACE, jest, '--ci', '--json', `--outputFile=${results}`, ...args], { onOutput });
    const total = await totalsOf(results);
    if (leak !== undefined) {
      console.log(`FAILED open handles: ${leak}`);
      total.failed += 1;
    } else if (code !== 0 && total.failed === 0) {
      console.log(`FAILED jest ended with ${code}`);
      total.failed += 1;
    }
    return total;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A test file that cannot be loaded has no tests to fail: it counts as one. */
async function totalsOf(results) {
  let json;
  try {
    json = JSON.parse(await readFile(results, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return { passed: 0, failed: 0 };
  }
  return {
    passed: json.numPassedTests,
    failed: json.numFailedTests + json.numRuntimeErrorTestSuites,
  };
}

async function main(args) {
  const start = performance.now();
  const totals = [];
  try {
    await ensureDependencies();
    const built = await runBuild();
    totals.push(built);
    const { lint, ...others } = args.length === 0 ? CHECKS : {};
    const othersAndTests = async () => {
      totals.push(await runChecks(Object.keys(others)));
      // The checks can still say why it does not build; the tests have nothing to run.
      if (built.failed === 0) totals.push(await runJest(args));
    };
    // On one core it takes longer than all others together: the tests need not wait for it.
    const linted = lint === undefined ? [] : ['lint'];
    const [ofLint] = await Promise.all([runChecks(linted), othersAndTests()]);
    totals.push(ofLint);
  } catch (error) {
    console.log(`FAILED ${error.message}`);
    totals.push({ passed: 0, failed: 1 });
  }
  const sum = (key) => totals.reduce((all, total) => all + total[key], 0);
  console.log(`\nAll in ${((performance.now() - start) / 1000).toFixed(0)} s`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

await main(process.argv.slice(2));
