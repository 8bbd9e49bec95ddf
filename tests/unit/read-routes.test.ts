import { z } from 'zod';

import { readRoutes } from '../../src/http/api/reads';

test.each(readRoutes.map((route) => [route.operationId, route] as const))(
  '%s says what it answers, and its example is that',
  (_, route) => {
    expect(route.example).toBeDefined();
    expect(route.response.parse(route.example)).toEqual(route.example);
    // What a document cannot say, nobody can rely on.
    expect(() => z.toJSONSchema(route.response, { io: 'output' })).not.toThrow();
    expect(() => (route.query === undefined ? undefined : z.toJSONSchema(route.query, { io: 'input' }))).not.toThrow();
  },
);

test('each read has a name and an address of its own', () => {
  expect(new Set(readRoutes.map(({ operationId }) => operationId)).size).toBe(readRoutes.length);
  expect(new Set(readRoutes.map(({ path }) => path)).size).toBe(readRoutes.length);
});

test('a page is asked for by a cursor that a page gave, a number from 1 to 200, and nothing else', () => {
  const query = readRoutes.find(({ operationId }) => operationId === 'listGrants')!.query!;
  const place = Buffer.from(
    JSON.stringify(['2026-11-03T19:20:00.000Z', '0199d3a0-5c1e-7000-8000-00000000a042']),
  ).toString('base64url');
  expect(query.parse({})).toEqual({ limit: 50, sort: 'newest' });
  expect(query.parse({ limit: '200', cursor: place })).toEqual({ limit: 200, sort: 'newest', cursor: place });
  for (const wrong of [
    { limit: '0' },
    { limit: '201' },
    { limit: 'many' },
    { cursor: 'made-up' },
    { cursor: '' },
    { sort: 'best' },
    { unknown: '1' },
    { potId: 'x' },
  ]) {
    expect(query.safeParse(wrong).success).toBe(false);
  }
});
