import { randomUUID } from 'node:crypto';

import { anOrganisation } from '../builders/organisation';
import { startEngine, type Engine } from '../support/engine';
import { keyed } from '../support/raw-requests';
import { aToken } from '../support/token';

let engine: Engine;
let token: string;
beforeAll(async () => {
  engine = await startEngine();
  token = await aToken(engine.inbox, (await anOrganisation(engine.inbox)).manager);
});
afterAll(() => engine.close());

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${engine.api}${path}`, { headers: { Authorization: `Bearer ${token}`, ...headers } });

test.each([
  ['a UUID', randomUUID()],
  ['a trace id', '4bf92f3577b34da6a3ce929d0e0e4736'],
])('a request keeps the id that it came with when that is %s, in its answer and in a problem', async (_, id) => {
  const answer = await get(`/grants/${randomUUID()}`, { 'X-Request-Id': id });
  expect(answer.headers.get('x-request-id')).toBe(id);
  expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND', instance: `urn:grantpot:request:${id}` });
});

test.each(['Mary Smith', '07700 900123', '20-29-59 63748472', 'x'.repeat(5_000), '<script>', ''])(
  'any other is left out, and the request gets one of its own: %.20s',
  async (id) => {
    const [answer, other] = [await get('/me', { 'X-Request-Id': id }), await get('/me', { 'X-Request-Id': id })];
    const given = answer.headers.get('x-request-id');
    expect(given).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(other.headers.get('x-request-id')).not.toBe(given);
  },
);

test('a refused command’s problem names the command, however often it is asked for', async () => {
  const headers = { ...keyed(), Authorization: `Bearer ${token}` };
  const ask = (body: unknown) => fetch(`${engine.api}/funds`, { method: 'POST', headers, body: JSON.stringify(body) });
  const unknown = { name: 'Home Office', funderId: randomUUID(), ownerId: randomUUID() };
  const [first, second] = [await (await ask(unknown)).text(), await (await ask(unknown)).text()];
  expect(second).toBe(first);
  const { code, commandId, instance } = JSON.parse(first) as Readonly<Record<string, string>>;
  expect([code, instance]).toEqual(['PARTY_UNKNOWN', `urn:grantpot:command:${String(commandId)}`]);

  const outside = await ask({});
  expect(await outside.json()).toMatchObject({
    code: 'BODY_INVALID',
    instance: `urn:grantpot:request:${String(outside.headers.get('x-request-id'))}`,
  });
});
