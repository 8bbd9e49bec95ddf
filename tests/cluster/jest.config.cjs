const real = require('../../jest.config.cjs').projects.find(({ displayName }) => displayName === 'real');

/** The production topology on this machine: `npm run test:cluster`. It brings its own servers, so the set-up of the other tests is left out. */
module.exports = {
  ...real,
  displayName: 'cluster',
  globalSetup: undefined,
  globalTeardown: undefined,
  testMatch: ['<rootDir>/tests/cluster/**/*.cluster.ts'],
  testTimeout: 1_800_000,
};
