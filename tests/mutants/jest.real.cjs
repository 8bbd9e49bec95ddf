const { projects } = require('../../jest.config.cjs');
const { inPart } = require('./in-part.cjs');

/** The tests with real servers, as Stryker runs them: on the servers of with-servers.ts, since a run of jest is one mutant's. */
module.exports = inPart({
  ...projects.find(({ displayName }) => displayName === 'real'),
  globalSetup: undefined,
  globalTeardown: undefined,
});
