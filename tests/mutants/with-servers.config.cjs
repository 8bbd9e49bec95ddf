const { projects } = require('../../jest.config.cjs');

/** Runs what is no test: see with-servers.ts, which says itself what is to be said. */
module.exports = {
  ...projects.find(({ displayName }) => displayName === 'real'),
  displayName: 'servers',
  testMatch: ['<rootDir>/tests/mutants/with-servers.ts'],
  reporters: [],
};
