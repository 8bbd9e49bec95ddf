/**
 * Keeps the servers of the real tests up while scripts/test-mutants.mjs, which has started this, tries mutants with them: hundreds of runs
 * of jest on one Postgres and one Temporal server.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

test(
  'mutants are tried',
  async () => {
    const script = process.env['GRANTPOT_MUTANT_SCRIPT'];
    if (script === undefined) throw new Error('Started by npm run test:mutants.');
    const words = JSON.parse(process.env['GRANTPOT_MUTANT_WORDS'] ?? '[]') as string[];
    const child = spawn(process.execPath, [script, ...words], { stdio: 'inherit' });
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
  },
  2 ** 31 - 1,
);
