import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const CLOCK = 'One clock: the instant comes in as an argument, read once from app.now() in Postgres.';
const CHANCE = 'Ids and chance come in as arguments: the same input must give the same answer.';

/** Reading a clock. `new Date(value)` is a conversion and stays allowed. */
const clockReads = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
  { selector: "CallExpression[callee.name='Date']", message: CLOCK },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: CLOCK },
  { selector: "MemberExpression[object.name='Temporal'][property.name='Now']", message: CLOCK },
];

const chance = [
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: CHANCE },
  { selector: 'ImportDeclaration[source.value=/^(node:)?crypto$/]', message: CHANCE },
];

const focusedTests = [
  {
    selector: 'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(only|skip|todo)$/]',
    message: 'A test is written and runs, or is deleted.',
  },
  {
    selector: 'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
    message: 'A test runs, or is deleted.',
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'dist.*/', '.data/', 'coverage/', 'node_modules/', 'db/types.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // A type-only import that leaves a bare `import './x'` behind would still load the module.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // A promise nobody waits for leaves a grant silently "running".
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `return sendProblem(…)` answers and leaves in one line; nobody uses what it gives.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // An adapter is async because its port is, whether or not this one waits for anything.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          name: 'temporal-polyfill/global',
          message: 'Import { Temporal }: a patched global hides who uses a calendar.',
        },
      ],
    },
  },

  {
    files: ['src/**/*.ts', 'workflows/**/*.ts', 'activities/**/*.ts', 'db/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The environment is read once, by zod, in src/config.' },
      ],
      'no-restricted-syntax': ['error', ...clockReads],
    },
  },
  { files: ['src/config/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  // These speak to a terminal, and measure how long a process took to start.
  {
    files: ['src/cli/**/*.ts', 'src/launcher/**/*.ts'],
    rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' },
  },

  {
    files: ['src/domain/**/*.ts', 'workflows/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...clockReads, ...chance],
      'no-restricted-globals': [
        'error',
        { name: 'crypto', message: CHANCE },
        { name: 'performance', message: CLOCK },
        { name: 'process', message: 'Pure code knows no process.' },
      ],
    },
  },
  {
    // A reader sees the whole life in one screenful; decisions belong in the domain's tables.
    files: ['workflows/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 150, skipBlankLines: true, skipComments: true }] },
  },

  {
    files: ['tests/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...focusedTests],
      'no-console': 'off',
      // Response bodies of supertest are `any`: what they hold is what the test asserts.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['src/http/pages/assets/*.js', 'tests/support/access/in-page.js'],
    languageOptions: { globals: globals.browser },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
);
