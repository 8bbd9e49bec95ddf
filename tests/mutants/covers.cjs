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

/** Where sources.mjs writes down which file each mutant is in. */
const SOURCES = 'sources';

let sources;

/** The file that a mutant is in, below the root. */
const sourceOf = (mutant) => (sources ??= JSON.parse(readFileSync(path.join(folder(), SOURCES), 'utf8')))[mutant];

/**
 * Keeps what one test file reaches.
 *
 * @param {{ file: string, milliseconds: number, loaded: string[], tests: [name: string, mutants: string[]][] }} cover
 * how long it took, the mutants that it reaches when it is loaded, and those that each of its tests reaches
 */
const keepCover = (cover) => {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(path.join(folder(), `${path.basename(cover.file)}.json`), JSON.stringify(cover));
};

let read;

/** What the first run wrote down, for the runs with mutants, by test file. */
const covers = () =>
  (read ??= new Map(
    readdirSync(folder())
      .filter((name) => name !== SOURCES)
      .map((name) => {
        const { file, milliseconds, loaded, tests } = JSON.parse(readFileSync(path.join(folder(), name), 'utf8'));
        const byMutant = new Map();
        for (const [test, mutants] of tests) {
          for (const mutant of mutants) byMutant.set(mutant, (byMutant.get(mutant) ?? new Set()).add(test));
        }
        return [file, { milliseconds, loaded: new Set(loaded), tests: tests.map(([test]) => test), byMutant }];
      }),
  ));

/** The tests of a file that reach a mutant: all, where loading the file does; none is undefined. */
const testsReaching = (file, mutant) => {
  const { loaded, tests, byMutant } = covers().get(file);
  return loaded.has(mutant) ? new Set(tests) : byMutant.get(mutant);
};

/** The mutant that a test was last seen to fail with, in this process of Stryker's. */
let killed;
const isKilled = () => killed !== undefined && killed === activeMutant();
const kill = () => {
  killed = activeMutant();
};

module.exports = { SOURCES, activeMutant, folder, keepCover, covers, testsReaching, sourceOf, isKilled, kill };
