const { projects } = require('../../jest.config.cjs');

/** What is run by hand over every page in each of its states: `npm run gallery` takes its picture, `npm run access` uses it in every way. */
module.exports = {
  ...projects.find(({ displayName }) => displayName === 'real'),
  displayName: 'gallery',
  testMatch: ['<rootDir>/tests/gallery/{pictures,access}.ts'],
};
