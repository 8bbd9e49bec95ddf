import { build } from './build.mjs';
import { run } from './check.mjs';
import { ensureDependencies } from './dependencies.mjs';

/** `npm run test:small`: an organisation with one small server loses it, and has it back. The first time it builds Temporal's server with Go. */
await ensureDependencies();
await build();
const jest = ['node_modules/jest/bin/jest.js', '--ci', '--config', 'tests/small/jest.config.cjs'];
process.exitCode = await run(jest, { onOutput: (text) => process.stdout.write(text) });
