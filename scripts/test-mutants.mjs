import { Stryker } from '@stryker-mutator/core';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compare, described, explanations } from '../tests/mutants/explained.mjs';
import { chosen, FOLDER, NoSuchMutants } from '../tests/mutants/rooms.mjs';
import { ensureDependencies } from './dependencies.mjs';

/**
 * `npm run test:mutants`: changes the rules one place at a time (Stryker), and says which changes no test sees. Run by
 * hand: it takes minutes for src/domain, hours for all of src/commands.
 *
 *     npm run test:mutants                          both rooms
 *     npm run test:mutants -- domain
 *     npm run test:mutants -- commands payments     one area, or several
 *     npm run test:mutants -- src/domain/decision/quorum.ts  single files
 *
 * What was tried before and has not changed since is not tried again, unless `--force`. It fails when a change that
 * nothing sees is not in tests/mutants/survivors.json, or one that is there no longer survives.
 */

const root = path.resolve(import.meta.dirname, '..');
const UNSEEN = new Set(['Survived', 'NoCoverage']);
const SEEN = new Set(['Killed', 'Timeout']);

/** Servers of the real tests that are up; written by their global set-up. */
const SERVERS = 'GRANTPOT_TEST_SERVERS';

const resultsOf = ({ name }) => path.join(root, FOLDER, `${name}.json`);

/** A mutant that only the clock has stopped; Stryker says so where it was a loop. */
const isUnsure = ({ status, statusReason }) => status === 'Timeout' && statusReason === undefined;

/** Changes what is remembered of a part's mutants: each becomes none, or another. */
async function remember(part, changed) {
  const file = resultsOf(part);
  if (!existsSync(file)) return;
  const report = JSON.parse(await readFile(file, 'utf8'));
  for (const one of Object.values(report.files)) one.mutants = one.mutants.flatMap(changed);
  await writeFile(file, JSON.stringify(report));
}

/**
 * Tries the mutants of one part of a room, and leaves their results in a file. What was not seen before is always tried again: Stryker
 * looks only whether a test itself has changed, and not what it calls. So is what timed out, once: a busy machine is no answer.
 */
async function tryMutants(one, options) {
  await remember(one.part, (mutant) => (UNSEEN.has(mutant.status) ? [] : [mutant]));
  await runStryker(one, options);
  let unsure = 0;
  await remember(one.part, (mutant) => (isUnsure(mutant) && (unsure += 1) ? [] : [mutant]));
  if (unsure === 0) return;
  await runStryker(one, { ...options, force: false });
  await remember(one.part, (mutant) => [isUnsure(mutant) ? { ...mutant, statusReason: 'Timed out twice' } : mutant]);
}

async function runStryker({ room, part, files }, { force, concurrency }) {
  await mkdir(path.join(root, FOLDER), { recursive: true });
  const covers = await mkdtemp(path.join(root, FOLDER, 'covers-'));
  // Stryker's processes inherit them; tests/mutants/*.cjs reads them there.
  process.env.GRANTPOT_MUTANT_COVERS = covers;
  process.env.GRANTPOT_MUTANT_TESTS = part.tests.join(',');
  const stryker = new Stryker({
    plugins: [
      '@stryker-mutator/jest-runner',
      './tests/mutants/ignored.mjs',
      './tests/mutants/sources.mjs',
      './tests/mutants/unseen.mjs',
    ],
    testRunner: 'jest',
    // tests/mutants/reaching-files.cjs chooses more exactly, from what the first run has seen.
    jest: { configFile: room.jestConfig, enableFindRelatedTests: false },
    coverageAnalysis: 'perTest',
    mutate: files ?? [`${part.source}**/*.ts`],
    mutator: { excludedMutations: room.excludedMutations },
    ignorers: ['grantpot'],
    incremental: true,
    incrementalFile: resultsOf(part),
    force,
    concurrency,
    // A busy machine must not be taken for an endless loop.
    timeoutMS: 120_000,
    tempDirName: path.join(FOLDER, 'copies'),
    cleanTempDir: 'always',
    ignorePatterns: ['/dist', '/dist.*', '/.data', '/coverage'],
    reporters: ['progress-append-only', 'grantpot-sources', 'grantpot-unseen'],
    allowConsoleColors: false,
    logLevel: 'warn',
    warnings: { slow: false },
  });
  try {
    await stryker.runMutationTest();
  } finally {
    await rm(covers, { recursive: true, force: true });
  }
}

/** What is known of a part's mutants, from this run and those before. */
async function known({ room, part, files }) {
  const report = JSON.parse(await readFile(resultsOf(part), 'utf8'));
  return Object.entries(report.files)
    .filter(([file]) => files === undefined || files.includes(file))
    .flatMap(([file, { source, mutants }]) => mutants.map((mutant) => described(file, source, mutant)))
    .map((mutant) => ({ ...mutant, room }));
}

const count = (mutants, statuses) => mutants.filter(({ status }) => statuses.has(status)).length;

function scoreOf(mutants) {
  const seen = count(mutants, SEEN);
  const all = seen + count(mutants, UNSEEN);
  return { seen, all, score: all === 0 ? 100 : (100 * seen) / all };
}

const asText = ({ file, at, mutator, line, was, becomes }) =>
  `${file}:${at} ${mutator}\n    ${line}\n    ${was}  ->  ${becomes}`;

/** Prints what came out for each file and room, keeps it in a file, and answers whether all is as it must be. */
async function report(name, mutants, explained) {
  const lines = [];
  const say = (line) => lines.push(line);
  const files = [...new Set(mutants.map(({ file }) => file))].sort();
  const row = (label, of) => {
    const { seen, all, score } = scoreOf(of);
    say(`${score.toFixed(1).padStart(6)} %  ${String(seen).padStart(5)} of ${String(all).padStart(5)}  ${label}`);
    return score;
  };
  for (const file of files)
    row(
      file,
      mutants.filter((one) => one.file === file),
    );
  let failed = false;
  for (const room of new Set(mutants.map((one) => one.room))) {
    const score = row(
      room.name,
      mutants.filter((one) => one.room === room),
    );
    if (score < room.leastScore) {
      failed = true;
      say(`FAILED ${room.name}: less than ${room.leastScore} %`);
    }
  }
  const untried = mutants.filter(({ status }) => status === 'RuntimeError' || status === 'Pending');
  for (const one of untried) say(`COULD NOT BE TRIED ${asText(one)}`);
  const survivors = mutants.filter(({ status }) => UNSEEN.has(status));
  const { unexplained, outdated } = compare(survivors, explained, new Set(files));
  say(`${survivors.length - unexplained.length} survivors explained, ${unexplained.length} not`);
  for (const one of unexplained) say(`SURVIVED ${asText(one)}`);
  for (const one of outdated)
    say(`EXPLAINED, BUT NOT SO: ${one.file} ${one.mutator}\n    ${one.line}\n    ${one.was}  ->  ${one.becomes}`);
  const text = `${lines.join('\n')}\n`;
  process.stdout.write(text);
  await writeFile(path.join(root, FOLDER, `${name}.txt`), text);
  const explainable = unexplained.map(({ file, mutator, line, was, becomes }) => ({
    file,
    mutator,
    line,
    was,
    becomes,
    why: '',
  }));
  await writeFile(path.join(root, FOLDER, `${name}-unexplained.json`), `${JSON.stringify(explainable, null, 2)}\n`);
  return !failed && untried.length === 0 && unexplained.length === 0 && outdated.length === 0;
}

/** Runs this script again where the servers of the real tests are up, and answers with its exit code. */
async function withServers(words) {
  const child = spawn(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '--config', 'tests/mutants/with-servers.config.cjs', '--runInBand'],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        GRANTPOT_MUTANT_SCRIPT: import.meta.filename,
        GRANTPOT_MUTANT_WORDS: JSON.stringify(words),
      },
    },
  );
  const [code] = await once(child, 'close');
  return code ?? 1;
}

async function main(words) {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false }, concurrency: { type: 'string', default: '1' } },
  });
  const choice = chosen(positionals);
  await ensureDependencies();
  if (choice.some(({ room }) => room.needsServers) && process.env[SERVERS] === undefined) {
    process.exitCode = await withServers(words);
    return;
  }
  const start = performance.now();
  const mutants = [];
  for (const one of choice) {
    await tryMutants(one, { force: values.force, concurrency: Number(values.concurrency) });
    mutants.push(...(await known(one)));
  }
  const name = choice.some(({ files }) => files !== undefined) ? 'files' : positionals.join('-') || 'all';
  const passed = await report(name, mutants, explanations());
  console.log(`In ${((performance.now() - start) / 1000).toFixed(0)} s`);
  if (!passed) process.exitCode = 1;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof NoSuchMutants)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
