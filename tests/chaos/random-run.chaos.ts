import { writeSync } from 'node:fs';

import { randomRun } from './random-run';
import { tableOf } from './table';

/** Handed over by scripts/test-chaos.mjs. */
declare const chaos: {
  readonly seed: string;
  readonly kills: number;
  readonly minutes: number;
  readonly clients: number;
};

/** Past jest, which would keep it until the end. */
const say = (line: string) => void writeSync(2, `${line}\n`);

test('a random run', async () => {
  const findings = await randomRun({ ...chaos, say });
  for (const line of tableOf(findings)) say(line);
  expect(findings.violations).toEqual([]);
});
