import { spawn } from 'node:child_process';
import path from 'node:path';
import { build } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';

/**
 * `npm run test:cluster`: grants live through the production topology on this machine while its parts are killed. Apart from `npm test`, since it
 * builds the Temporal server the first time.
 */
const root = path.resolve(import.meta.dirname, '..');
await ensureDependencies();
await build();
const jest = spawn(
  process.execPath,
  ['node_modules/jest/bin/jest.js', '--config', 'tests/cluster/jest.config.cjs', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
jest.once('close', (code) => {
  process.exitCode = code ?? 1;
});
