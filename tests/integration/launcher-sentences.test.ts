import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';

import { Client } from 'pg';

import { testDatabase } from '../support/database';
import { Launched, newDataDirectory, removeDataDirectory } from '../support/launched';
import { testServers } from '../support/test-servers';

/** Nothing listens there: the port of discard, which only root could take. */
const NOBODY = '127.0.0.1:9';

let directory: string;

beforeEach(() => {
  directory = newDataDirectory();
});

afterEach(() => removeDataDirectory(directory));

/** Starts, expects that it refuses with exit code 1, and answers its one sentence. */
async function refusal(env: NodeJS.ProcessEnv, command?: readonly string[]): Promise<string> {
  const one = new Launched(directory, env, command);
  expect(await one.ended).toBe(1);
  const lines = one.complaint.trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[A-Z].*\.$/);
  return lines[0]!;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function close(server: Server, sockets: Iterable<Socket> = []): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise((settle) => server.close(settle));
}

describe('what cannot be used is said in one sentence that tells what to do', () => {
  test('a port in use', async () => {
    const other = createServer();
    const port = await listening(other);
    try {
      expect(await refusal({ PORT: String(port) })).toBe(
        `Port ${port} is in use by another program: stop that, or set PORT to another port.`,
      );
    } finally {
      await close(other);
    }
  });

  test('variables that are no such thing, each by name', async () => {
    const said = await refusal({
      PORT: 'door',
      DATABASE_URL: 'somewhere',
      GRANTPOT_DEMO: 'perhaps',
      GRANTPOT_FIELD_KEY: 'short',
    });
    for (const name of ['PORT', 'DATABASE_URL', 'GRANTPOT_DEMO', 'GRANTPOT_FIELD_KEY'])
      expect(said).toContain(`${name} must be`);
    expect(said).toContain('correct the environment');
  });

  test('a data directory that cannot be written', async () => {
    const file = join(mkdtempSync(join(testServers().folder, 'plain-')), 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'below'), '/proc/grantpot/data']) {
      expect(await refusal({ GRANTPOT_DATA_DIR: path })).toMatch(
        /^The data directory .* cannot be written \(E[A-Z]+\): make it writable, or set GRANTPOT_DATA_DIR to another folder\.$/,
      );
    }
  });

  test('neither Temporal nor Go', async () => {
    const said = await refusal({
      PATH: '/nonexistent',
      XDG_CACHE_HOME: mkdtempSync(join(testServers().folder, 'cache-')),
      TEMPORAL_CLI_PATH: '',
    });
    expect(said).toContain('install Go');
    expect(said).toContain('TEMPORAL_ADDRESS');
  });

  test('a Temporal program that is none', async () => {
    expect(await refusal({ TEMPORAL_CLI_PATH: '/dev/null' })).toBe(
      'TEMPORAL_CLI_PATH names /dev/null, which is no program that may be run: correct it or unset it.',
    );
    expect(await refusal({ TEMPORAL_CLI_PATH: '/bin/true' })).toContain('does not say which Temporal server it holds');
  });

  test('a Temporal server that does not answer', async () => {
    expect(await refusal({ TEMPORAL_ADDRESS: NOBODY })).toMatch(
      /^The Temporal server at 127\.0\.0\.1:9 cannot be reached .*TEMPORAL_ADDRESS/,
    );
  });

  test('a Temporal namespace that is not there', async () => {
    expect(
      await refusal({ TEMPORAL_ADDRESS: testServers().temporal.address, TEMPORAL_NAMESPACE: 'nowhere' }),
    ).toContain('has no namespace nowhere');
  });

  test('an old Node', async () => {
    const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } });";
    const start = resolve(__dirname, '../../scripts/start.mjs');
    const said = await refusal({}, ['--import', `data:text/javascript,${encodeURIComponent(old)}`, start]);
    expect(said).toMatch(/^Grantpot needs Node 20\.19 or later and this is 18\.20\.4: install a newer one/);
  });
});

describe('a database of one’s own', () => {
  const nobody = `postgres://app:secret@${NOBODY}/grantpot`;

  test('needs both logins', async () => {
    expect(await refusal({ DATABASE_URL: nobody })).toContain('set DATABASE_MIGRATION_URL too');
    expect(await refusal({ DATABASE_MIGRATION_URL: nobody })).toContain('set both (owner and application), or neither');
  });

  test('never gets the demonstration', async () => {
    const said = await refusal({ DATABASE_URL: nobody, DATABASE_MIGRATION_URL: nobody, GRANTPOT_DEMO: 'true' });
    expect(said).toContain('unset GRANTPOT_DEMO');
  });

  test('that does not answer is named, without its password', async () => {
    const said = await refusal({ DATABASE_URL: nobody, DATABASE_MIGRATION_URL: nobody, GRANTPOT_DEMO: '' });
    expect(said).toMatch(/^The database 127\.0\.0\.1:9\/grantpot cannot be reached \(connect ECONNREFUSED/);
    expect(said).not.toContain('secret');
    expect(existsSync(join(directory, 'postgres.json'))).toBe(false);
  });

  test('that is too old is named with what is needed', async () => {
    const sockets = new Set<Socket>();
    const old = createServer((socket) => {
      sockets.add(socket);
      answerAsPostgres14(socket);
    });
    const url = `postgres://app@127.0.0.1:${await listening(old)}/grantpot`;
    try {
      expect(await refusal({ DATABASE_URL: url, DATABASE_MIGRATION_URL: url })).toMatch(
        /^The database of DATABASE_MIGRATION_URL is Postgres 14, and 15 or later is needed/,
      );
    } finally {
      await close(old, sockets);
    }
  });

  test('whose login is a stranger is told what to grant', async () => {
    const database = await testDatabase();
    const name = `stranger_${randomBytes(4).toString('hex')}`;
    const client = new Client({ connectionString: database.superuserUrl });
    await client.connect();
    try {
      await client.query(`create role ${name} login password 'stranger'`);
      await client.query(`grant connect on database ${database.name} to ${name}`);
      const stranger = new URL(database.url);
      [stranger.username, stranger.password] = [name, 'stranger'];
      const said = await refusal({ DATABASE_URL: stranger.href, DATABASE_MIGRATION_URL: database.migrationUrl });
      expect(said).toContain(`The login ${name} of DATABASE_URL is neither grantpot_app nor a member of it`);
    } finally {
      await client.query(`drop owned by ${name}`);
      await client.query(`drop role ${name}`);
      await client.end();
      await database.drop();
    }
  });
});

/** As much of Postgres's protocol as a login without password and one query for the version take. */
function answerAsPostgres14(socket: Socket): void {
  const message = (type: string, body: Buffer) => {
    const head = Buffer.alloc(5);
    head.write(type);
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const ready = message('Z', Buffer.from('I'));
  const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
  const int32 = (value: number) => Buffer.concat([int16(value >> 16), int16(value & 65_535)]);
  const column = Buffer.concat([
    Buffer.from('version\0'),
    int32(0),
    int16(0),
    int32(23),
    int16(4),
    int32(-1),
    int16(0),
  ]);
  const row = Buffer.concat([int16(1), int32(2), Buffer.from('14')]);
  let greeted = false;
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    if (!greeted) socket.write(Buffer.concat([message('R', int32(0)), ready]));
    else if (chunk.toString('latin1').startsWith('Q')) {
      socket.write(
        Buffer.concat([
          message('T', Buffer.concat([int16(1), column])),
          message('D', row),
          message('C', Buffer.from('SELECT 1\0')),
          ready,
        ]),
      );
    }
    greeted = true;
  });
}
