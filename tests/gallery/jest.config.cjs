const { projects } = require('../../jest.config.cjs');

/** Takes the pictures of `npm run gallery`. */
module.exports = {
  ...projects.find(({ displayName }) => displayName === 'real'),
  displayName: 'gallery',
  testMatch: ['<rootDir>/tests/gallery/pictures.ts'],
};
