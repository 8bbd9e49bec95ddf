import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Explained {
  readonly file: string;
  readonly line: string;
  readonly was: string;
}

test('each explanation of a change that no test sees is about a line that is there', () => {
  const explained = JSON.parse(read('tests/mutants/survivors.json')) as readonly Explained[];
  expect(explained.length).toBeGreaterThan(0);
  const lost = explained.filter(({ file, line }) => {
    if (!existsSync(join(root, file))) return true;
    return !read(file)
      .split('\n')
      .some((one) => one.replace(/\s+/g, ' ').trim() === line);
  });
  expect(lost).toEqual([]);
});

test('each folder of commands is an area whose guards can be changed, and has tests that must see it', () => {
  const areas = [...read('tests/mutants/rooms.mjs').matchAll(/^ {4}area\('([\w-]+)', (.+)\),$/gm)];
  const folders = readdirSync(join(root, 'src/commands'), { withFileTypes: true }).filter((one) => one.isDirectory());
  expect(areas.map(([, area]) => area).toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
  const tests = readdirSync(join(root, 'tests/activity'));
  for (const [, area, named = ''] of areas)
    for (const [, beginning = ''] of named.matchAll(/'([^']+)'/g))
      expect([area, beginning, tests.some((file) => file.startsWith(beginning))]).toEqual([area, beginning, true]);
});

test('what is not changed at all is in files that are there', () => {
  const patterns = [...read('tests/mutants/ignored.mjs').matchAll(/^ {4}files: \/(.+)\/,$/gm)];
  expect(patterns.length).toBeGreaterThan(2);
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((file) => `src/${file}`);
  for (const [, pattern = ''] of patterns)
    expect([pattern, files.some((file) => new RegExp(pattern).test(file))]).toEqual([pattern, true]);
});
