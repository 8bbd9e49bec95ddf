import { createRequire } from 'node:module';
import { build } from './build.mjs';

/** `npm run bench`, or `npm run bench -- lives approve`: what is measured is the build; what measures is read as it stands. */
const require = createRequire(import.meta.url);

await build();
process.setSourceMapsEnabled(true);
require('./typescript.cjs');
require('../bench/main.ts');
