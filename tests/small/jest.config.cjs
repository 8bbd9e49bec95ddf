const { projects, ...rest } = require('../../jest.config.cjs');

/** `npm run test:small`: apart from `npm test`, since the first time it builds Temporal's server. */
const real = projects.find(({ displayName }) => displayName === 'real');

module.exports = {
  ...rest,
  projects: [{ ...real, displayName: 'small', testMatch: ['<rootDir>/tests/small/*.small.ts'] }],
};
