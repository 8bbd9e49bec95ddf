const { projects } = require('../../jest.config.cjs');

/** Runs the random run at the length that scripts/test-chaos.mjs is told. */
module.exports = {
  ...projects.find(({ displayName }) => displayName === 'real'),
  displayName: 'chaos',
  testMatch: ['<rootDir>/tests/chaos/random-run.chaos.ts'],
};
