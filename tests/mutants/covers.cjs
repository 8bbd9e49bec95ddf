const { mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

/** The mutant that is on in this run of jest; none in Stryker's first run. */
const activeMutant = () => process.env.__STRYKER_ACTIVE_MUTANT__;

/** Where the first run writes down what each test file reaches. It is the same folder for all of Stryker's processes. */
const folder = () => {
  const { GRANTPOT_MUTANT_COVERS: covers } = process.env;
  if (covers === undefined) throw new Error('Mutants are tried by npm run test:mutants.');
  return covers;
};

/** Keeps what one test file reaches, its tests' names, and how long it took. */
const keepCover = (cover) => {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(path.join(folder(), `${path.basename(cover.file)}.json`), JSON.stringify(cover));
};

/** Where sources.mjs writes down which file each mutant is in. */
const SOURCES = 'sources';

let sources;

/** The file that a mutant is in, below the root. */
const sourceOf = (mutant) => (sources ??= JSON.parse(readFileSync(path.join(folder(), SOURCES), 'utf8')))[mutant];

let read;

/**
 * What the first run wrote down, for the runs with mutants.
 *
 * @returns {readonly { file: string, milliseconds: number, tests: readonly string[], mutants: ReadonlySet<string> }[]}
 */
const covers = () =>
  (read ??= readdirSync(folder()).flatMap((name) => {
    if (name === SOURCES) return [];
    const { mutants, ...cover } = JSON.parse(readFileSync(path.join(folder(), name), 'utf8'));
    return [{ ...cover, mutants: new Set(mutants) }];
  }));

/** The mutant that a test was last seen to fail with, in this process of Stryker's. */
let killed;
const isKilled = () => killed !== undefined && killed === activeMutant();
const kill = () => {
  killed = activeMutant();
};

module.exports = { SOURCES, activeMutant, folder, keepCover, covers, sourceOf, isKilled, kill };
