import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LogRotation } from '../../src/launcher/log-rotation';

let folder: string;
const rotations: LogRotation[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grantpot-logs-'));
});
afterEach(() => {
  for (const rotation of rotations.splice(0)) rotation.stop();
  rmSync(folder, { recursive: true, force: true });
});

const rotating = (limits: { readonly largest: number; readonly kept: number }) => {
  const rotation = new LogRotation(folder, limits);
  rotations.push(rotation);
  return rotation;
};
const inFolder = () => readdirSync(folder).toSorted();
const text = (name: string) => readFileSync(join(folder, name), 'utf8');

test('a log that has grown too large is set aside, the newest as 1, and so many are kept; a small one is left', () => {
  const rotation = rotating({ largest: 10, kept: 2 });
  writeFileSync(join(folder, 'small.log'), 'ten bytes\n');
  for (const line of ['the first line\n', 'the second line\n', 'the third line\n']) {
    appendFileSync(join(folder, 'web.log'), line);
    rotation.look();
    rotation.look();
  }
  expect(inFolder()).toEqual(['small.log', 'web.log', 'web.log.1', 'web.log.2']);
  expect(['web.log', 'web.log.1', 'web.log.2', 'small.log'].map(text)).toEqual([
    '',
    'the third line\n',
    'the second line\n',
    'ten bytes\n',
  ]);
  expect(statSync(join(folder, 'web.log.1')).mode & 0o777).toBe(0o600);
});

test('what cannot be set aside is left as it is, and the others are still looked at', () => {
  const rotation = rotating({ largest: 10, kept: 2 });
  for (const name of ['a.log', 'b.log']) writeFileSync(join(folder, name), 'more than ten bytes\n');
  mkdirSync(join(folder, 'a.log.unfinished')); // where its copy is to be made
  rotation.look();
  expect([text('a.log'), text('b.log'), text('b.log.1')]).toEqual([
    'more than ten bytes\n',
    '',
    'more than ten bytes\n',
  ]);
  rmSync(folder, { recursive: true });
  expect(() => rotation.look()).not.toThrow();
});
