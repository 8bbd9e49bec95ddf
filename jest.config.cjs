/** @type {import('jest').Config} */

/** Packages that ship only ES modules: jest's CommonJS loader needs them transpiled. */
const ESM_ONLY = [
  'email-reply-parser',
  'syllable',
  'temporal-polyfill',
  'temporal-utils',
  'temporal-spec',
  '@scure/base',
  '@noble/hashes',
  '@otplib/.*',
  'openid-client',
  'oauth4webapi',
  'jose',
];

const shared = {
  rootDir: __dirname,
  testEnvironment: '<rootDir>/jest.environment.cjs',
  transform: {
    '^.+\\.(ts|js|mjs)$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY.join('|')})/)`, '<rootDir>/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data/'],
  restoreMocks: true,
};

module.exports = {
  // One more than the cores of a small machine: tests of a real engine wait for it, about a fifth of their time.
  maxWorkers: 3,
  testSequencer: require.resolve('./jest.sequencer.cjs'),
  // How long after the last test the process may take to end by itself; scripts/test.mjs fails a longer one.
  openHandlesTimeout: 5_000,
  // For the real suites; jest does not honour it per project.
  testTimeout: 120_000,
  projects: [
    {
      ...shared,
      displayName: 'pure',
      roots: ['<rootDir>/tests'],
      testMatch: ['<rootDir>/tests/unit/**/*.test.ts'],
    },
    {
      ...shared,
      displayName: 'real',
      roots: ['<rootDir>/tests'],
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/unit/'],
      globalSetup: '<rootDir>/tests/support/global-setup.ts',
      globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
    },
  ],
};
