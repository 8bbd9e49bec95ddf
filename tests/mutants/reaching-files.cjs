const { activeMutant, testsReaching } = require('./covers.cjs');

/**
 * A filter for jest: with a mutant on, only the files that reach it are loaded. Stryker chooses tests by their names
 * only, so that jest would load every file to look for them.
 */
module.exports = async (files) => {
  const mutant = activeMutant();
  if (mutant === undefined) return { filtered: files };
  const filtered = files.filter((file) => testsReaching(file, mutant) !== undefined);
  // Without a test a mutant would survive. Stryker only tries those that it has seen reached.
  if (filtered.length === 0) throw new Error(`No test file is known to reach mutant ${mutant}.`);
  return { filtered };
};
