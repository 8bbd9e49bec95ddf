import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

import { killProcess } from '../../src/launcher/detached-process';
import { Launched, newDataDirectory, partsOf, removeDataDirectory } from '../support/launched';

const compiled = (file: string): string => resolve(__dirname, '../../dist/src', file);

/** Runs one of our programs against a data directory; `onLine` sees each line as it comes. */
function run(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void = () => undefined,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [compiled(file), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    chunk.toString().split('\n').forEach(onLine);
  });
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done) => child.once('close', (code) => done({ code, said })));
}

// Each process is killed as the journey says one of these lines: in the middle of deciding, of accepting, of paying, of reporting.
const moments: readonly (readonly [RegExp, string])[] = [
  [/Heathfield Ecology Centre is checked/, 'worker'],
  [/Croydon Black Boys Can is checked/, 'temporal'],
  [/paid in the first run/, 'postgres'],
  [/Kreative Education Solution has reported/, 'web'],
  [/F\.W\.P\. Hibiscus has reported/, 'worker'],
];

test('the six awards go to closed while each process is killed once, and the ledger adds up', async () => {
  const directory = newDataDirectory();
  const launched = new Launched(directory, { GRANTPOT_DEMO: 'true' });
  try {
    const url = await launched.ready();
    const kills: Promise<void>[] = [];
    const killed: string[] = [];
    const onLine = (line: string) => {
      for (const [said, part] of moments) {
        const identity = partsOf(directory)[part];
        if (!said.test(line) || identity === undefined) continue;
        killed.push(part);
        kills.push(killProcess(identity));
      }
    };
    const journey = await run('cli/journey.js', [], { GRANTPOT_URL: url, GRANTPOT_DATA_DIR: directory }, onLine);
    await Promise.all(kills);
    expect(journey).toMatchObject({ code: 0, said: expect.stringContaining('all six are closed') });
    expect(killed).toEqual(moments.map(([, part]) => part));

    const verified = await run('cli/main.js', ['ledger', 'verify'], { GRANTPOT_DATA_DIR: directory });
    expect(verified).toMatchObject({ code: 0, said: expect.stringMatching(/ 0 differences$/m) });
  } finally {
    launched.signal('SIGTERM');
    await launched.ended;
    await removeDataDirectory(directory);
  }
}, 240_000);
