import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { knownMigrations } from '../../db/migrate';

test('no migration comes before one that was released: a database that has run that one could not be upgraded', () => {
  const file = join(__dirname, '../deployments/released-migrations.json');
  const released = JSON.parse(readFileSync(file, 'utf8')) as readonly string[];
  expect(knownMigrations().slice(0, released.length)).toEqual(released);
});
