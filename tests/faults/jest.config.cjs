const { projects } = require('../../jest.config.cjs');

/** All faults, the long ones too: `npm run test:faults`. */
module.exports = {
  ...projects.find(({ displayName }) => displayName === 'real'),
  displayName: 'faults',
  testMatch: ['<rootDir>/tests/faults/**/*.{test,faults}.ts'],
  maxWorkers: 2,
  testTimeout: 1_800_000,
};
