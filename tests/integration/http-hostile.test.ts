import { bodiesWithIds } from '../support/bodies-with-ids';
import type { Operation } from '../support/api-document';
import { startEngine, type Engine } from '../support/engine';
import { openFrontDoor, type FrontDoor, type Told } from '../support/front-door';
import { addressed, populate, type Populated } from '../support/populated';
import { exampleOf, keyed, rawRequests, type Answer, type RawRequests } from '../support/raw-requests';

let engine: Engine;
let door: FrontDoor;
let own: Populated;
let ask: RawRequests['ask'];
beforeAll(async () => {
  engine = await startEngine();
  door = await openFrontDoor(engine);
  ({ ask } = rawRequests(engine.api, door.document));
  own = await populate(engine.inbox, door, 'Aspen');
});
afterAll(() => engine.close());

/** Something sent to an operation by somebody who may, about something that is there. */
function send({ operationId, method, path }: Operation, body: unknown): Promise<Answer> {
  const at = bodiesWithIds(own, door.document)[operationId]?.at ?? addressed(own.ids)[path.split('/')[1]!];
  const headers = { ...keyed(), 'If-Match': '"2"' };
  return ask(own.everybody.token, method.toUpperCase(), path.replace('{id}', at ?? ''), {
    headers,
    body: JSON.stringify(body),
  });
}

const bodyOf = (operation: Operation): Told =>
  bodiesWithIds(own, door.document)[operation.operationId]?.body ?? exampleOf(operation);
const writing = () => door.document.takingJson;

/** The same value with every leaf that `change` has something for in its place, one at a time. */
function variants(value: unknown, change: (leaf: unknown) => readonly unknown[]): readonly unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, place) => variants(one, change).map((other) => value.with(place, other)));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, one]) =>
      variants(one, change).map((other) => ({ ...value, [name]: other })),
    );
  }
  return change(value);
}

const isFreeText = (value: unknown): boolean =>
  typeof value === 'string' && (/\s/.test(value) || value === 'Croydon' || value === 'Run');

test('text that no database keeps is refused, and pointed at', async () => {
  let tried = 0;
  for (const operation of writing()) {
    const body = bodyOf(operation);
    for (const nasty of ['a\u0000b', 'half \ud83d'].flatMap((one) =>
      variants(body, (leaf) => (isFreeText(leaf) ? [one] : [])).slice(0, 4),
    )) {
      tried += 1;
      const answer = await send(operation, nasty);
      expect([operation.operationId, answer.status, answer.body.errors]).toEqual([
        operation.operationId,
        422,
        [
          {
            pointer: expect.stringMatching(/^\//),
            code: expect.stringMatching(/^FIELD_(NOT_TEXT|NOT_A_CHOICE)$/),
            detail: expect.any(String),
          },
        ],
      ]);
    }
  }
  expect(tried).toBeGreaterThan(80);
  const answers = { answers: { 'why\u0000': 'so' } };
  expect((await send(door.document.operation('saveApplication'), answers)).body.errors).toMatchObject([
    { code: 'FIELD_NOT_TEXT' },
  ]);
});

/** What nobody means, by the kind of value that it stands in for. */
function unmeant(value: unknown): readonly unknown[] {
  if (typeof value === 'number') return [Number.MAX_SAFE_INTEGER, -1, 0, 0.5];
  if (typeof value !== 'string') return [];
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return ['0000-01-01', '9999-12-31'];
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return ['0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];
  if (/^PT?\d/.test(value)) return ['P0D', '-P1D', 'P9999Y', 'PT999999999S'];
  return [];
}

test('numbers, days, instants and periods that nobody means are answered, and are no mistake of ours', async () => {
  const mistakes: unknown[] = [];
  let tried = 0;
  for (const operation of writing()) {
    for (const body of variants(bodyOf(operation), unmeant)) {
      tried += 1;
      const { status, text } = await send(operation, body);
      if (status >= 500) mistakes.push([operation.operationId, status, body, text]);
    }
  }
  expect(tried).toBeGreaterThan(200);
  expect(mistakes).toEqual([]);
  expect(await engine.inbox.look(`select type from command where status = 'failed'`)).toEqual([]);
});

test('an address or a body that cannot be decoded is answered, and is no mistake of ours', async () => {
  for (const path of ['/grants/%E0%A4%A', '/grants/%00', '/grants/..%2f..%2fetc', '/grants?stage=%E0%A4%A']) {
    const { status } = await ask(own.everybody.token, 'GET', path);
    expect([path, status]).toEqual([path, path.includes('?') ? 400 : 404]);
  }
  const packed = { headers: { ...keyed(), 'Content-Encoding': 'gzip' }, body: 'not packed at all' };
  const answer = await ask(own.everybody.token, 'POST', '/parties', packed);
  expect([answer.status, answer.body.code]).toEqual([400, 'MALFORMED_JSON']);
  const unknown = { headers: { ...keyed(), 'Content-Encoding': 'zebra' }, body: '{}' };
  expect((await ask(own.everybody.token, 'POST', '/parties', unknown)).body.code).toBe('CONTENT_TYPE');
  const page = await fetch(engine.api.replace('/api/v1', '/grants/%E0%A4%A'));
  expect(page.status).toBeLessThan(500);
});
