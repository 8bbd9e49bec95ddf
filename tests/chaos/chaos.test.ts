import { randomRun } from './random-run';
import { tableOf } from './table';

// As `npm run test:chaos` does for longer; the seed is one whose five kills are of all processes.
test('twenty clients live while processes are killed at any moment: every command has its one outcome, and all adds up', async () => {
  const findings = await randomRun({ seed: '1', kills: 5, minutes: 0.4, clients: 20, say: () => undefined });
  expect({ violations: findings.violations, lost: findings.front.underWay.size }).toEqual({ violations: [], lost: 0 });
  expect(findings.faults.map(({ recoveredMs }) => recoveredMs)).not.toContain(undefined);
  expect(tableOf(findings).join('\n')).toContain('without an outcome: 0');
}, 300_000);
