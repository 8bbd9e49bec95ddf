import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { DataDirectory } from '../../src/launcher/data-directory';
import { databaseHome, type DatabaseHome } from '../../src/launcher/database-home';
import { weAreRoot } from '../../src/launcher/postgres-place';
import { silence } from '../../src/launcher/progress';
import { testServers } from '../support/test-servers';

/** Finds the database of a data directory as a start does, and leaves the directory again. */
async function home(path: string, said: string[] = []): Promise<DatabaseHome> {
  const data = DataDirectory.open(path);
  try {
    return await databaseHome(data, { ...silence, say: (line) => void said.push(line) });
  } finally {
    data.close();
  }
}

describe('the database of a data directory', () => {
  let path: string;
  let made: string[];

  beforeEach(() => {
    path = join(mkdtempSync(join(testServers().folder, 'home-')), 'data');
    made = [];
  });

  afterEach(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });

  test('is found again, with passwords that only its owner can read', async () => {
    const first = await home(path);
    made.push(first.folder);
    first.keepPort(23_456);
    const { keepPort: _, ...again } = await home(path);
    expect(again).toEqual({ ...again, folder: first.folder, superuserPassword: first.superuserPassword, port: 23_456 });
    expect(statSync(join(path, 'postgres.json')).mode & 0o777).toBe(0o600);
    expect(first.outside).toBe(weAreRoot());
  });

  test('is found again when the data directory was moved', async () => {
    const first = await home(path);
    made.push(first.folder);
    renameSync(path, `${path}-moved`);
    const moved = await home(`${path}-moved`);
    made.push(moved.folder);
    expect(moved.superuserPassword).toBe(first.superuserPassword);
    expect(existsSync(moved.folder)).toBe(true);
  });

  test('is not mistaken for the one of a deleted data directory of the same name, which is set aside', async () => {
    const first = await home(path);
    mkdirSync(join(first.folder, 'cluster'));
    writeFileSync(join(first.folder, 'cluster/wanted'), 'still');
    const inside = join(path, 'postgres');
    rmSync(join(path, 'postgres.json'));
    if (weAreRoot()) rmSync(path, { recursive: true });
    const said: string[] = [];
    const second = await home(path, said);
    expect(second.folder).toBe(weAreRoot() ? first.folder : inside);
    expect(existsSync(join(second.folder, 'cluster'))).toBe(false);
    const aside = /set aside in (\S+):/.exec(said.join())![1]!;
    made.push(second.folder, aside);
    expect(readFileSync(join(aside, 'cluster/wanted'), 'utf8')).toBe('still');
  });

  test('that is missing is not replaced by an empty one', async () => {
    const first = await home(path);
    rmSync(first.folder, { recursive: true });
    await expect(home(path)).rejects.toThrow(/^The database of .* is missing: it was in .*bring it back from a backup/);
  });

  test('outside is not shared by a copy of the data directory', async () => {
    const first = await home(path);
    made.push(first.folder);
    cpSync(path, `${path}-copy`, { recursive: true });
    if (weAreRoot()) await expect(home(`${path}-copy`)).rejects.toThrow(/is a copy of/);
    else expect((await home(`${path}-copy`)).folder).toBe(join(`${path}-copy`, 'postgres'));
  });
});
