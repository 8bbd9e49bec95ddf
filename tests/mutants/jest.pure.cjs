const { projects } = require('../../jest.config.cjs');
const { inPart } = require('./in-part.cjs');

/** The rules' own unit tests, as Stryker runs them. */
module.exports = inPart({
  ...projects.find(({ displayName }) => displayName === 'pure'),
  testPathIgnorePatterns: [
    '/node_modules/',
    // These are about what is built on the rules: they load much, and see a rule only in what is written down of it.
    '<rootDir>/tests/unit/(.*-routes|commands-of-lives|bank-details-sealing|mail-templates|openapi|docs-pages).test.ts',
    // These read the sources of src/, which Stryker has rewritten.
    '<rootDir>/tests/unit/(declared-refusals|mutants).test.ts',
  ],
});
