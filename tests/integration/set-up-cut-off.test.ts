import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

import { migrateToLatest } from '../../db/migrate';
import { setupDatabase } from '../../db/setup';
import { testDatabase } from '../support/database';

// Whoever starts Postgres may have to stop it again while the database is being set up: that must be an error to catch, not the end of the process.
test('a server that ends every connection while it is set up breaks the set-up, and nothing else', async () => {
  const database = await testDatabase();
  const ender = new Client({ connectionString: database.superuserUrl });
  await ender.connect();
  let cutOff = 0;
  try {
    for (let round = 0; round < 10; round += 1) {
      const working = Promise.allSettled([
        migrateToLatest(database.migrationUrl),
        setupDatabase({
          administratorUrl: database.superuserUrl,
          database: `cut_off_${randomBytes(4).toString('hex')}`,
          migratorPassword: new URL(database.migrationUrl).password,
          appPassword: new URL(database.url).password,
        }),
      ]);
      const over = new AbortController();
      void working.then(() => over.abort());
      while (!over.signal.aborted) {
        await ender.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where pid <> pg_backend_pid() and (datname = $1 or datname like 'cut_off_%')`,
          [database.name],
        );
      }
      cutOff += (await working).filter(({ status }) => status === 'rejected').length;
    }
    expect(cutOff).toBeGreaterThan(0);
  } finally {
    const made = await ender.query<{ datname: string }>(
      "select datname from pg_database where datname like 'cut_off_%'",
    );
    for (const { datname } of made.rows) await ender.query(`drop database ${datname} with (force)`);
    await ender.end();
    await database.drop();
  }
});
