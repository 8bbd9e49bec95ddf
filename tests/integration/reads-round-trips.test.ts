import { documentReads } from '../../src/http/api/reads/documents';
import { noteRoundTrips, type RoundTrip } from '../support/asked-of-postgres';
import type { Operation } from '../support/api-document';
import { startEngine, type Engine } from '../support/engine';
import { openFrontDoor, type FrontDoor } from '../support/front-door';
import { addressed, populate, type Populated } from '../support/populated';
import { rawRequests, type RawRequests } from '../support/raw-requests';
import { aToken } from '../support/token';

let engine: Engine;
let door: FrontDoor;
let own: Populated;
let ask: RawRequests['ask'];
let post: RawRequests['post'];
let roundTrips: RoundTrip[];
beforeAll(async () => {
  engine = await startEngine();
  door = await openFrontDoor(engine);
  ({ ask, post } = rawRequests(engine.api, door.document));
  own = await populate(engine.inbox, door, 'Birch');
  await engine.stopWorker(); // it asks Postgres by itself
  roundTrips = noteRoundTrips(engine.relaying.db);
});
afterAll(() => engine.close());

const readTogether = [
  'getApplication',
  'exportPaymentRun',
  'getFile',
  ...documentReads.map(({ operationId }) => operationId),
];
const readsByQuery = (): readonly Operation[] =>
  door.document.operations.filter(
    // A draft is read by the command's own code, a run's file by a second statement, a document by several.
    ({ method, operationId }) => method === 'get' && !readTogether.includes(operationId),
  );
const pathOf = ({ path }: Operation): string => path.replace('{id}', addressed(own.ids)[path.split('/')[1]!]!);

/** How many round trips to Postgres one request takes. */
async function taken(token: string, path: string): Promise<number> {
  roundTrips.length = 0;
  expect((await ask(token, 'GET', path)).status).toBe(200);
  return roundTrips.length;
}

test('a read takes one round trip, in which its token is checked too, however many lines it has', async () => {
  const { token } = own.everybody;
  expect(readsByQuery().length).toBeGreaterThan(30);
  await ask(token, 'GET', '/me');
  for (const operation of readsByQuery()) {
    expect([operation.operationId, await taken(token, pathOf(operation))]).toEqual([operation.operationId, 1]);
    const [first] = roundTrips;
    expect(first!.map(({ text }) => text)).toEqual([
      // Finds whose token it is, and fences what is read after it to their organisation.
      expect.stringMatching(/set_config\('app\.tenant'.*from app\.bearer/s),
      expect.stringContaining('select'),
    ]);
  }
});

test('whoever asks for the first time takes two, and three to note that the token was used', async () => {
  const { tenantId } = own.staff;
  const token = await aToken(engine.inbox, { tenantId, personId: own.everybody.id }, ['read']);
  expect(await taken(token, '/grants')).toBe(2 + 3);
  expect(await taken(token, '/grants')).toBe(1);
});

describe('what has changed since somebody asked is seen at once', () => {
  const grantedTo = async (personId: string, role: string): Promise<string> => {
    const granted = await post(own.staff.administrator, `/people/${personId}/grant-role`, { role });
    return granted.body.result.roleId;
  };
  const status = async (token: string, path: string): Promise<number> => (await ask(token, 'GET', path)).status;

  test('a role that was granted, and one that was taken away', async () => {
    const { id, token } = own.nobody;
    expect(await status(token, '/payments')).toBe(403);
    expect((await ask(token, 'GET', '/grants')).body.items).toEqual([]);
    const roleId = await grantedTo(id, 'grants_officer');
    expect(await status(token, '/payments')).toBe(200);
    expect((await ask(token, 'GET', '/grants')).body.items).not.toEqual([]);
    await post(own.staff.administrator, `/people/${id}/end-role`, { roleId });
    expect((await ask(token, 'GET', '/grants')).body.items).toEqual([]);
    expect(await status(token, '/payments')).toBe(403);
  });

  test('a token that was revoked, whatever it asks', async () => {
    const { administrator, officer, tenantId } = own.staff;
    for (const path of ['/grants', '/payments', '/grants/none', '/grants?stage=none']) {
      const token = await aToken(engine.inbox, { tenantId, personId: officer.id });
      expect(await status(token, '/grants')).toBe(200);
      expect(await status(token, '/grants')).toBe(200);
      const { tokens } = await door.as(administrator, 'getPerson', { id: officer.id });
      await post(administrator, `/people/${officer.id}/revoke-token`, { tokenId: tokens.at(-1).id });
      expect(await status(token, path)).toBe(401);
    }
  });

  test('a person who has left', async () => {
    const { id, token } = own.nobody;
    expect(await status(token, '/me')).toBe(200);
    await engine.inbox.look('update person set left_at = app.now() where id = $1', [id]);
    expect(await status(token, '/me')).toBe(401);
  });
});
