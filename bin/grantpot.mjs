#!/usr/bin/env node
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** The operator's commands. In a checkout they are built first; an image ships dist without sources. */
const root = path.resolve(import.meta.dirname, '..');

if (existsSync(path.join(root, 'tsconfig.build.json'))) {
  const { build } = await import('../scripts/build.mjs');
  // Standard output belongs to the command: its answer may be piped into a file.
  await build({ log: (message) => process.stderr.write(`${message}\n`) });
}

await import(pathToFileURL(path.join(root, 'dist/src/cli/main.js')).href);
