import path from 'node:path';
import { run, runBuild } from './check.mjs';
import { ensureDependencies } from './dependencies.mjs';

/** `npm run gallery`: a picture of each page in each main state, at the width of a phone and of a desk, in .data/gallery with an index page. */
async function main() {
  await ensureDependencies();
  if ((await runBuild()).failed > 0) return 1;
  const jest = [
    'node_modules/jest/bin/jest.js',
    ...['--config', 'tests/gallery/jest.config.cjs', '--runInBand', '--testTimeout', '1800000'],
  ];
  const code = await run(jest, { onOutput: (text) => process.stdout.write(text) });
  if (code === 0) console.log(`Open ${path.resolve(import.meta.dirname, '../.data/gallery/index.html')}`);
  return code === 0 ? 0 : 1;
}

process.exitCode = await main();
