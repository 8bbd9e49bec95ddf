const { projects } = require('../../jest.config.cjs');

/** Runs what is no test: see with-servers.ts. */
module.exports = {
  ...projects.find(({ displayName }) => displayName === 'real'),
  displayName: 'servers',
  testMatch: ['<rootDir>/tests/mutants/with-servers.ts'],
};
