const { default: circus } = require('jest-circus/runner');
const { activeMutant, covers, isKilled, kill } = require('./covers.cjs');

/** What jest makes of a file with a single test, which it calls by a name that Stryker knows. */
function single(file, failure) {
  const { tests } = covers().get(file);
  const status = failure === undefined ? 'pending' : 'failed';
  return {
    numFailingTests: failure === undefined ? 0 : 1,
    numPassingTests: 0,
    numPendingTests: failure === undefined ? 1 : 0,
    numTodoTests: 0,
    openHandles: [],
    perfStats: {},
    snapshot: { added: 0, fileDeleted: false, matched: 0, unchecked: 0, uncheckedKeys: [], unmatched: 0, updated: 0 },
    testResults: [
      {
        ancestorTitles: [],
        failureDetails: [],
        failureMessages: failure === undefined ? [] : [failure],
        fullName: tests[0],
        numPassingAsserts: 0,
        status,
        title: tests[0],
      },
    ],
  };
}

/**
 * Runs a test file by jest-circus (Stryker looks for that name in ours). With a mutant on, a file after one that has
 * shown it is not even loaded; and a file that cannot be loaded shows it, which Stryker would count as no answer.
 */
module.exports = async (...run) => {
  if (activeMutant() === undefined) return circus(...run);
  const file = run[4];
  if (isKilled()) return single(file);
  try {
    return await circus(...run);
  } catch (error) {
    kill();
    return single(file, String(error));
  }
};
