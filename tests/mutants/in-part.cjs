/** A project of jest's for Stryker: only the tests of one part, and of these only what a mutant needs. */
exports.inPart = (project) => ({
  ...project,
  testMatch: (process.env.GRANTPOT_MUTANT_TESTS ?? '').split(',').map((tests) => `<rootDir>/${tests}*.ts`),
  testEnvironment: require.resolve('./environment.cjs'),
  testRunner: require.resolve('./until-killed.jest-circus.cjs'),
  testSequencer: require.resolve('./likeliest-first.cjs'),
  // A busy machine must not be taken for a test that hangs.
  testTimeout: 60_000,
  filter: require.resolve('./reaching-files.cjs'),
});
