import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { takeLock } from '../../src/launcher/exclusive-lock';
import { until } from '../support/launched';
import { testServers } from '../support/test-servers';

const COMPILED = resolve(__dirname, '../../dist/src/launcher/exclusive-lock.js');

/** Tries to take a lock when it is told to go, and holds it until its standard input ends. */
const CONTENDER = `
  const { takeLock } = require(${JSON.stringify(COMPILED)});
  process.stdout.write('here ');
  process.stdin.once('data', () => process.stdout.write(takeLock(process.argv[1]).held ? 'held' : 'refused'));
  process.stdin.on('end', () => process.exit(0));
`;

function contender(file: string) {
  const child = spawn(process.execPath, ['-e', CONTENDER, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise((settle) => child.once('close', settle));
  return {
    pid: child.pid!,
    there: () => until('a contender is there', () => said.startsWith('here ') || undefined),
    go: () => child.stdin.write('go'),
    answer: () => until('a contender answers', () => /held|refused/.exec(said)?.[0]),
    kill: () => child.kill('SIGKILL'),
    leave: () => child.stdin.end(),
    ended,
  };
}

describe('a lock', () => {
  let file: string;

  beforeEach(() => {
    file = join(mkdtempSync(join(testServers().folder, 'lock-')), 'lock');
  });

  test('names its holder and what he says, and can be taken again when he has released it', () => {
    const first = takeLock(file);
    if (!first.held) throw new Error('nobody else has it');
    first.say('here I am');
    expect(takeLock(file)).toMatchObject({ held: false, holder: { pid: process.pid, note: 'here I am' } });
    first.release();
    const second = takeLock(file);
    expect(second.held).toBe(true);
    if (second.held) second.release();
    expect(readdirSync(join(file, '..'))).toEqual([]);
  });

  test('of a process whose id another has now is nobody’s', () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
    expect(takeLock(file).held).toBe(true);
  });

  test('that a killed process left is taken by exactly one of many that come at once', async () => {
    const killed = contender(file);
    await killed.there();
    killed.go();
    expect(await killed.answer()).toBe('held');
    killed.kill();
    await killed.ended;
    expect(existsSync(file)).toBe(true);

    const many = Array.from({ length: 8 }, () => contender(file));
    await Promise.all(many.map((one) => one.there()));
    for (const one of many) one.go();
    const answers = await Promise.all(many.map((one) => one.answer()));
    expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
    for (const one of many) one.leave();
    await Promise.all(many.map((one) => one.ended));
  });
});
