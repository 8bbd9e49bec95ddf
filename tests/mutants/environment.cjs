const ProjectEnvironment = require('../../jest.environment.cjs');
const { activeMutant, isKilled, keepCover, kill, testsReaching } = require('./covers.cjs');

/** Every test below a block of jest-circus. */
const testsOf = (block) => block.children.flatMap((child) => (child.type === 'test' ? [child] : testsOf(child)));

/** A test's name as Stryker has it: with the names of its blocks before it. */
const nameOf = (test) => {
  const names = [test.name];
  for (let block = test.parent; block?.parent; block = block.parent) names.unshift(block.name);
  return names.join(' ');
};

/** Stryker's counts of how often each mutant's place was reached, in its first run, by all files until now. */
const reached = ({ __stryker__: stryker }) => stryker?.mutantCoverage ?? { static: {}, perTest: {} };

/**
 * The project's environment, and what spares time: in Stryker's first run it writes down which mutants a test file
 * reaches, and with a mutant on it runs no test more once one has failed. jest itself can bail only between files.
 */
module.exports = class MutantEnvironment extends ProjectEnvironment {
  constructor(config, context) {
    super(config, context);
    this.file = context.testPath;
    this.tests = [];
  }

  async setup() {
    await super.setup();
    this.start = performance.now();
    this.loadedBefore = { ...reached(this.global).static };
  }

  handleTestEvent({ name, test }, state) {
    if (name === 'run_start') this.tests = testsOf(state.rootDescribeBlock).map(nameOf);
    if (activeMutant() === undefined) return;
    if (name === 'run_start') this.keepReaching(state);
    if (name === 'test_done' && test.errors.length > 0) kill();
    if (name === 'test_start' && isKilled()) test.mode = 'skip';
  }

  /** Leaves only the tests that reach the mutant; Stryker's pattern of thousands of names takes seconds to ask. */
  keepReaching(state) {
    const reaching = testsReaching(this.file, activeMutant());
    state.testNamePattern = null;
    for (const test of testsOf(state.rootDescribeBlock)) if (!reaching.has(nameOf(test))) test.mode = 'skip';
  }

  async teardown() {
    if (activeMutant() === undefined) this.keepCover();
    await super.teardown();
  }

  keepCover() {
    const { static: loaded, perTest } = reached(this.global);
    keepCover({
      file: this.file,
      milliseconds: performance.now() - this.start,
      loaded: Object.keys(loaded).filter((mutant) => loaded[mutant] > (this.loadedBefore[mutant] ?? 0)),
      tests: this.tests.map((test) => [test, Object.keys(perTest[test] ?? {})]),
    });
  }
};
