const { projects } = require('../../jest.config.cjs');

/** Runs what records histories, which is no test: by hand, as record.ts says. */
module.exports = {
  ...projects.find(({ displayName }) => displayName === 'real'),
  displayName: 'record',
  testMatch: ['<rootDir>/tests/replay/record.ts'],
};
