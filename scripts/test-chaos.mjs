import { parseArgs } from 'node:util';
import { run, runBuild } from './check.mjs';
import { ensureDependencies } from './dependencies.mjs';

/**
 * `npm run test:chaos -- --seed 7 --kills 200 --minutes 20`: processes are killed at any moment under load, then everything is looked at.
 * The same seed, with the same numbers, kills the same processes at the same moments, and each client does the same.
 */
async function main() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
      kills: { type: 'string', default: '10' },
      minutes: { type: 'string', default: '1' },
      clients: { type: 'string', default: '20' },
    },
  });
  const [kills, minutes, clients] = ['kills', 'minutes', 'clients'].map((name) => Number(values[name]));
  if (![kills, minutes, clients].every((number) => number > 0)) {
    console.error(
      'kills, minutes and clients are numbers over 0: npm run test:chaos -- --seed 7 --kills 200 --minutes 20',
    );
    return 2;
  }
  console.log(`seed ${values.seed}, ${kills} kills in ${minutes} minutes, ${clients} clients`);
  await ensureDependencies();
  if ((await runBuild()).failed > 0) return 1;
  const chaos = { seed: values.seed, kills, minutes, clients };
  const jest = [
    'node_modules/jest/bin/jest.js',
    ...['--config', 'tests/chaos/jest.config.cjs', '--runInBand', '--verbose=false'],
    ...['--testTimeout', String(Math.ceil((minutes + 15) * 60_000)), '--globals', JSON.stringify({ chaos })],
  ];
  const code = await run(jest, { onOutput: (text) => process.stdout.write(text) });
  return code === 0 ? 0 : 1;
}

process.exitCode = await main();
