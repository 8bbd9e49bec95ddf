import path from 'node:path';
import { run, runBuild } from './check.mjs';
import { ensureDependencies } from './dependencies.mjs';

/**
 * What is run by hand over every page in each of its states. `npm run gallery` takes a picture of each at the width of a phone and of a desk, in
 * .data/gallery with an index page. `npm run access` uses each in every way that people do, and says what stood in their way.
 */
async function main(what = 'pictures') {
  await ensureDependencies();
  if ((await runBuild()).failed > 0) return 1;
  const jest = [
    'node_modules/jest/bin/jest.js',
    ...['--config', 'tests/gallery/jest.config.cjs', '--runInBand', '--testTimeout', '3600000', `${what}.ts`],
  ];
  const code = await run(jest, { onOutput: (text) => process.stdout.write(text) });
  if (code === 0 && what === 'pictures')
    console.log(`Open ${path.resolve(import.meta.dirname, '../.data/gallery/index.html')}`);
  return code === 0 ? 0 : 1;
}

process.exitCode = await main(...process.argv.slice(2));
