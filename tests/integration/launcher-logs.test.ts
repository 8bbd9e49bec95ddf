import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

import { killProcess, startDetached } from '../../src/launcher/detached-process';
import { LOG_LIMITS, LogRotation } from '../../src/launcher/log-rotation';
import { isRunning } from '../../src/launcher/process-identity';
import { Launched, newDataDirectory, partsOf, removeDataDirectory, until } from '../support/launched';
import { testServers } from '../support/test-servers';

test('a process that writes meanwhile goes on at the beginning of its log: every line is whole and in order', async () => {
  const folder = mkdtempSync(join(testServers().folder, 'logs-'));
  const logFile = join(folder, 'worker.log');
  const script = `let n = 0; setInterval(() => { for (let i = 0; i < 20; i += 1) require('node:fs').writeSync(1, String((n += 1)).padStart(99) + '\\n'); }, 1);`;
  const writer = await startDetached({
    command: process.execPath,
    args: ['-e', script],
    cwd: folder,
    env: {},
    logFile,
  });
  const rotation = new LogRotation(folder, { largest: 20_000, kept: 3 });
  try {
    const seen: number[] = [];
    for (let times = 0; times < 20; times += 1) {
      await until('it has grown too large', () => statSync(logFile).size > 20_000 || undefined);
      rotation.look();
      const lines = readFileSync(`${logFile}.1`, 'utf8').split('\n');
      expect(lines.pop()).toBe('');
      expect(lines.filter((line) => !/^ *\d+$/.test(line) || line.length !== 99)).toEqual([]);
      seen.push(...lines.map(Number));
    }
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(new Set(seen).size).toBe(seen.length);
    expect(readdirSync(folder).toSorted()).toEqual(['worker.log', 'worker.log.1', 'worker.log.2', 'worker.log.3']);
  } finally {
    rotation.stop();
    await killProcess(writer);
    rmSync(folder, { recursive: true });
  }
});

test('a launcher does so to the logs of all of its parts while they run, and each goes on writing', async () => {
  const directory = newDataDirectory();
  const launched = new Launched(directory, { LOG_LEVEL: 'info' });
  try {
    const address = await launched.ready();
    const parts = Object.keys(partsOf(directory));
    expect(parts.toSorted()).toEqual(['postgres', 'temporal', 'web', 'worker']);
    const logOf = (part: string) => join(directory, 'logs', `${part}.log`);
    // As if each had written that much; they append, wherever its end is.
    for (const part of parts) truncateSync(logOf(part), LOG_LIMITS.largest + 1);
    await until('all are set aside', () => parts.every((part) => statSync(logOf(part)).size < 100_000) || undefined);
    for (const part of parts) expect(statSync(`${logOf(part)}.1`).size).toBeGreaterThan(LOG_LIMITS.largest);
    expect(Object.values(partsOf(directory)).filter((one) => !isRunning(one))).toEqual([]);
    await fetch(address);
    await until(
      'the web server has written a line',
      () => readFileSync(logOf('web'), 'utf8').startsWith('{"level"') || undefined,
    );
  } finally {
    launched.signal('SIGTERM');
    await launched.ended;
    await removeDataDirectory(directory);
  }
});
