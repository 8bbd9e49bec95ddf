import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Client } from 'pg';

import { ROLES } from '../../db/setup';
import { testDatabase } from '../support/database';
import { startPrivatePostgres } from '../support/postgres';
import { startPrivateTemporal, testNamespace } from '../support/temporal';

async function ask<Row extends object>(url: string, sql: string): Promise<Row> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows[0]!;
  } finally {
    await client.end();
  }
}

describe('the database of a test', () => {
  test('is its own, and its logins are what they should be', async () => {
    const [one, two] = await Promise.all([testDatabase(), testDatabase()]);
    try {
      expect(one.name).not.toBe(two.name);
      const who = `select current_user as name, pg_get_userbyid(datdba) as owner, rolsuper or rolbypassrls as mighty
        from pg_database, pg_roles where datname = current_database() and rolname = current_user`;
      expect(await ask(one.url, who)).toEqual({ name: ROLES.app, owner: ROLES.migrator, mighty: false });
      expect(await ask(one.migrationUrl, who)).toEqual({ name: ROLES.migrator, owner: ROLES.migrator, mighty: false });
      await expect(ask(one.url, 'create table mine ()')).rejects.toThrow('permission denied');
      await ask(one.migrationUrl, 'create table only_here ()');
      await expect(ask(two.migrationUrl, 'select from only_here')).rejects.toThrow('does not exist');
      expect(await ask(one.superuserUrl, 'show fsync')).toEqual({ fsync: 'on' });
    } finally {
      await Promise.all([one.drop(), two.drop()]);
    }
    await expect(ask(one.superuserUrl, 'select')).rejects.toThrow('does not exist');
  });
});

describe('the namespace of a test', () => {
  test('is its own and has the search attributes', async () => {
    const [one, two] = [testNamespace(), testNamespace()];
    expect(one.namespace).not.toBe(two.namespace);
    const connection = await Connection.connect({ address: one.address });
    try {
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: one.namespace });
      expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['GrantpotStatus']));
    } finally {
      await connection.close();
    }
  });
});

describe('a Postgres of a test’s own', () => {
  test('keeps what was committed through a kill, on the same address', async () => {
    const postgres = await startPrivatePostgres();
    try {
      await ask(postgres.migrationUrl, 'create table kept as select 42 as answer');
      await postgres.kill();
      await expect(ask(postgres.migrationUrl, 'select answer from kept')).rejects.toThrow();
      await postgres.start();
      expect(await ask(postgres.migrationUrl, 'select answer from kept')).toEqual({ answer: 42 });
    } finally {
      await postgres.remove();
    }
  });
});

describe('a Temporal server of a test’s own', () => {
  test('keeps its runs through a kill and forgets them with its store, on the same address', async () => {
    const temporal = await startPrivateTemporal();
    const client = async <T>(use: (client: TemporalClient) => Promise<T>): Promise<T> => {
      const connection = await Connection.connect({ address: temporal.address });
      try {
        return await use(new TemporalClient({ connection }));
      } finally {
        await connection.close();
      }
    };
    const status = () => client(async (asked) => (await asked.workflow.getHandle('kept').describe()).status.name);
    try {
      await client((asked) => asked.workflow.start('nobody-runs-it', { workflowId: 'kept', taskQueue: 'nobody' }));
      await temporal.kill();
      await temporal.start();
      expect(await status()).toBe('RUNNING');
      await temporal.kill();
      await temporal.deleteStore();
      await temporal.start();
      await expect(status()).rejects.toThrow();
    } finally {
      await temporal.remove();
    }
  });
});
