import { randomBytes } from 'node:crypto';

import { Connection } from '@temporalio/client';
import { Client } from 'pg';

import { grantpot } from '../support/command-line';
import { testDatabase } from '../support/database';
import { testNamespace } from '../support/temporal';

test('upgrade makes roles, database, tables and namespace, and later does without an administrator', async () => {
  const run = await testDatabase();
  const { address } = testNamespace();
  const name = `upgrade_${randomBytes(4).toString('hex')}`;
  const on = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const told = {
    DATABASE_URL: on(run.url),
    DATABASE_MIGRATION_URL: on(run.migrationUrl),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: name,
  };
  const superuser = new Client({ connectionString: run.superuserUrl });
  await superuser.connect();
  try {
    const tooEarly = await grantpot(told, 'upgrade');
    expect(tooEarly).toMatchObject({ code: 1, complaint: expect.stringContaining('DATABASE_ADMINISTRATOR_URL') });

    const first = await grantpot({ ...told, DATABASE_ADMINISTRATOR_URL: run.superuserUrl }, 'upgrade');
    expect(first).toMatchObject({ code: 0, complaint: '' });
    expect(first.output).toMatch(/migrations that ran: [1-9]\d*\.\nTemporal serves the namespace upgrade_/);

    const again = await grantpot(told, 'upgrade');
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('migrations that ran: 0.') });

    const connection = await Connection.connect({ address });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: name });
    await connection.close();
    expect(Object.keys(customAttributes)).toContain('GrantpotStatus');
  } finally {
    await superuser.query(`drop database if exists ${name} with (force)`);
    await superuser.end();
    await run.drop();
  }
});

test('upgrade names what it was not told', async () => {
  const said = await grantpot({ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }, 'upgrade');
  expect(said).toMatchObject({ code: 1, output: '' });
  expect(said.complaint).toContain('DATABASE_MIGRATION_URL is not set; TEMPORAL_ADDRESS is not set');
});

test.each(['Croydon', 'c', '9lives', 'croydon voluntary'])('setup says that %s is no slug', async (slug) => {
  const asked = [
    '--organisation',
    'CVA',
    '--slug',
    slug,
    '--administrator',
    'Kofi Adjei',
    '--email',
    'kofi@cva.example',
  ];
  const said = await grantpot({ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }, 'setup', ...asked);
  expect(said).toMatchObject({
    code: 1,
    output: '',
    complaint: expect.stringMatching(`^${slug} is no slug: take .*\\.\n$`),
  });
});
