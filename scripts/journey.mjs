import { build } from './build.mjs';

// The journey is written beside the command line, in TypeScript; it knows only demo.json and the API's document.
await build({ log: (message) => process.stderr.write(`${message}\n`) });
await import('../dist/src/cli/journey.js');
