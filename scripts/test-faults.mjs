import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { run } from './check.mjs';
import { ensureDependencies } from './dependencies.mjs';

/**
 * `npm run test:faults`: every fault, the long ones too, and a table of what was done and what came of it.
 * With arguments (`npm run test:faults -- tests/faults/disks.faults.ts`) it runs those files alone.
 */
async function main(args) {
  await ensureDependencies();
  await build();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'grantpot-faults-'));
  const table = path.join(folder, 'table.jsonl');
  process.env.GRANTPOT_FAULTS_TABLE = table;
  try {
    const jest = ['node_modules/jest/bin/jest.js', '--ci', '--config', 'tests/faults/jest.config.cjs', ...args];
    const code = await run(jest, { onOutput: (text) => process.stdout.write(text) });
    process.exitCode = Number.isInteger(code) ? code : 1; // a signal's name where it was ended by one: what was done until then is still told
    print(await rowsOf(table));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function rowsOf(file) {
  const lines = await readFile(file, 'utf8').catch(() => '');
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function print(rows) {
  const cells = rows.map((row) => [
    row.fault,
    String(row.times),
    row.lost === 0 ? 'nothing' : String(row.lost),
    `${(row.slowestRecoveryMs / 1000).toFixed(1)} s`,
  ]);
  const table = [['what was done', 'times', 'lost', 'slowest recovery'], ...cells];
  const widths = table[0].map((_, column) => Math.max(...table.map((cell) => cell[column].length)));
  for (const line of table)
    console.log(
      line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
    );
}

await main(process.argv.slice(2));
