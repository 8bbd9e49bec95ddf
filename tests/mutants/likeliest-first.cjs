const path = require('node:path');
const { activeMutant, covers, sourceOf } = require('./covers.cjs');

/** Whether a test file is named after a source file, or after its folder: these see most of what is changed there. */
const isNamedAfter = (test, source) =>
  [path.basename(source, '.ts'), path.basename(path.dirname(source))].some((name) =>
    path.basename(test).startsWith(name),
  );

/** Orders test files for jest: the first that fails spares the others, so the likeliest come first, and of these the quickest. */
module.exports = class LikeliestFirst {
  sort(tests) {
    const mutant = activeMutant();
    if (mutant === undefined) return tests;
    const source = sourceOf(mutant);
    const milliseconds = ({ path: file }) => covers().get(file).milliseconds;
    const rank = ({ path: file }) => (isNamedAfter(file, source) ? 0 : 1);
    return tests.toSorted((one, other) => rank(one) - rank(other) || milliseconds(one) - milliseconds(other));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};
