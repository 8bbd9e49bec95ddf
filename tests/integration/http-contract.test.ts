import { createHash, randomUUID } from 'node:crypto';

import { heldTotals } from '../../db/queries/money/ledger';
import type { Person } from '../../src/cli/story/cast';
import { content } from '../builders/application';
import { aTokenHolder } from '../builders/over-http';
import { anOrganisation } from '../builders/organisation';
import type { Operation, Part } from '../support/api-document';
import { bodiesWithIds, changed, idFields } from '../support/bodies-with-ids';
import { contentsOf } from '../support/contents';
import { startEngine, type Engine } from '../support/engine';
import { openFrontDoor, type FrontDoor, type Told } from '../support/front-door';
import { addressAbout, addressed, populate, type Ids, type Populated } from '../support/populated';
import { exampleOf, inside, json, keyed, rawRequests, type Answer, type RawRequests } from '../support/raw-requests';
import { aToken } from '../support/token';

let engine: Engine;
let door: FrontDoor;
let own: Populated;
let other: Populated;
let ask: RawRequests['ask'];
let post: RawRequests['post'];
let sendExample: RawRequests['sendExample'];
beforeAll(async () => {
  engine = await startEngine();
  door = await openFrontDoor(engine);
  ({ ask, post, sendExample } = rawRequests(engine.api, door.document));
  [own, other] = await Promise.all([populate(engine.inbox, door, 'Aspen'), populate(engine.inbox, door, 'Zebra')]);
});
afterAll(() => engine.close());

/** Lists of one thing, of which another has more lines. */
const longer: Readonly<Record<string, keyof Ids>> = {
  getGrantLedger: 'paid',
  getPaymentRunTimeline: 'runSent',
  getPersonTimeline: 'applicant',
};
const pathFor = (operation: Operation, ids: Ids): string => {
  const kind = longer[operation.operationId];
  return kind === undefined ? addressAbout(operation, ids) : operation.path.replace('{id}', ids[kind]);
};
/** Some operations are for people who have no account: tests/integration/http-without-account.test.ts. */
const wantsAccount = ({ said }: Operation): boolean => said.security === undefined;

describe('tokens', () => {
  test('who is unknown is let into nothing but the document', async () => {
    expect((await ask(undefined, 'GET', '/openapi.json')).status).toBe(200);
    for (const operation of door.document.operations.filter(wantsAccount)) {
      const answer = await sendExample(undefined, operation, pathFor(operation, own.ids));
      expect([operation.operationId, answer.status, answer.body.code]).toEqual([
        operation.operationId,
        401,
        'UNAUTHENTICATED',
      ]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    const lowerCase = { headers: { Authorization: `bearer ${own.everybody.token}` } };
    expect((await ask(undefined, 'GET', '/me', lowerCase)).status).toBe(200);
    for (const token of ['gp_unknown0000000000000000000000000', '', own.everybody.token.toUpperCase()])
      expect((await ask(token, 'GET', '/me')).body.code).toBe('UNAUTHENTICATED');
  });

  test('of a token only a digest is kept; its use is noted; revoked it lets nobody in', async () => {
    const { administrator, officer } = own.staff;
    const issued = await post(administrator, `/people/${officer.id}/issue-token`, {
      label: 'Script',
      scopes: ['write'],
    });
    const { token, result } = issued.body;
    const digest = createHash('sha256').update(token).digest('hex');
    const kept = JSON.stringify(await contentsOf(engine.inbox));
    expect([kept.includes(token), kept.includes(digest)]).toEqual([false, true]);

    const seen = async () =>
      (await door.as(administrator, 'getPerson', { id: officer.id })).tokens.find(
        ({ id }: { id: string }) => id === result.tokenId,
      );
    expect(await seen()).toMatchObject({ label: 'Script', scopes: ['write'], lastUsedAt: null });
    expect((await ask(token, 'GET', '/me')).body).toMatchObject({ id: officer.id });
    expect((await seen()).lastUsedAt).toMatch(/Z$/);
    await post(administrator, `/people/${officer.id}/revoke-token`, { tokenId: result.tokenId });
    expect((await ask(token, 'GET', '/me')).body.code).toBe('UNAUTHENTICATED');
    expect(await seen()).toBeUndefined();
  });

  test('one that only reads changes nothing', async () => {
    const { tenantId } = own.staff;
    const reading = await aToken(engine.inbox, { tenantId, personId: own.everybody.id }, ['read']);
    expect((await ask(reading, 'GET', '/grants')).status).toBe(200);
    expect((await ask(reading, 'HEAD', '/grants')).status).toBe(200);
    for (const operation of door.document.operations.filter((one) => one.method !== 'get' && wantsAccount(one))) {
      const asker = { ...own.everybody, token: reading };
      const answer = await sendExample(asker, operation, pathFor(operation, own.ids));
      expect([operation.operationId, answer.status, answer.body.code]).toEqual([
        operation.operationId,
        403,
        'TOKEN_READS_ONLY',
      ]);
    }
  });

  test('who has no role is refused by the route itself, and told which is needed', async () => {
    for (const operation of door.document.operations) {
      const roles: readonly string[] = operation.said['x-required-roles'];
      const isDraft = operation.path.startsWith('/applications');
      if (roles.length === 0 || isDraft) continue;
      const answer = await sendExample(own.nobody, operation, pathFor(operation, own.ids));
      expect([operation.operationId, answer.status, answer.body.code, answer.body.needs]).toEqual([
        operation.operationId,
        403,
        'NOT_YOURS_TO_DO',
        roles,
      ]);
    }
  });
});

describe('what is read', () => {
  test.each(['own', 'other'] as const)(
    'each read of a full organisation is as the document says (%s)',
    async (whose) => {
      const { everybody, ids } = whose === 'own' ? own : other;
      for (const operation of door.document.operations.filter(({ method }) => method === 'get')) {
        // Nothing is exported of a run that was not authorised.
        if (operation.operationId === 'exportPaymentRun') continue;
        const answer = await ask(everybody.token, 'GET', pathFor(operation, ids));
        const type = answer.headers.get('content-type') ?? '';
        const { status, body } = answer;
        expect([
          operation.operationId,
          door.document.answerFault(operation.operationId, { status, type, body: body ?? answer.text }),
        ]).toEqual([operation.operationId, undefined]);
        expect(status).toBe(200);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        expect(answer.text).not.toContain(whose === 'own' ? 'Zebra' : 'Aspen');
      }
    },
  );

  const lists = () =>
    door.document.operations.filter(({ said }) =>
      said.parameters.some((one: Part) => one.name === 'cursor' && one.in === 'query'),
    );

  test('every list is {items, next}, and is read page by page, each line once, both ways', async () => {
    expect(lists().length).toBeGreaterThan(20);
    for (const operation of lists()) {
      const path = pathFor(operation, own.ids);
      const page = async (query: string): Promise<Told> =>
        (await ask(own.everybody.token, 'GET', `${path}?${query}`)).body;
      const whole = await page('limit=200');
      expect(Object.keys(whole).toSorted()).toEqual(['items', 'next']);
      expect([operation.operationId, whole.items.length > 1, whole.next]).toEqual([operation.operationId, true, null]);
      const paged: Told[] = [];
      for (let cursor: string | null = null; ;) {
        const { items, next }: Told = await page(
          `limit=2${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
        );
        expect(items.length).toBeLessThanOrEqual(2);
        paged.push(...items);
        if (next === null) break;
        expect(next).toEqual(expect.any(String));
        cursor = next;
      }
      expect([operation.operationId, paged]).toEqual([operation.operationId, whole.items]);
      if (!operation.said.parameters.some((one: Part) => one.name === 'sort')) continue;
      const [newest, oldest] = [await page('sort=newest&limit=200'), await page('sort=oldest&limit=200')];
      expect(newest.items).toEqual(whole.items);
      expect([operation.operationId, oldest.items]).toEqual([operation.operationId, whole.items.toReversed()]);
    }
  });

  /** How each filter shows in a line of the list that it narrows, and a value of it that is there. */
  const filters: Readonly<Record<string, (line: Told) => unknown>> = {
    stage: (line) => line.stage,
    state: (line) => line.state,
    kind: (line) => line.kind,
    potId: (line) => line.pot.id,
    fundId: (line) => line.fund.id,
    ownerId: (line) => line.owner?.id,
    partyId: (line) => line.party?.id ?? line.roles.map((role: Told) => role.party?.id),
    providerId: (line) => line.provider.id,
    grantId: (line) => line.grantId ?? line.grant?.id,
    roundId: (line) => line.roundId,
    role: (line) => line.roles.map((role: Told) => role.role),
    need: (line) => line.need,
    area: (line) => line.area,
    account: (line) => [line.from.kind, line.to.kind],
    of: (line) =>
      Object.entries(heldTotals).flatMap(([total, kinds]) =>
        (kinds as readonly string[]).includes(line.kind) ? [total] : [],
      ),
  };

  test('each filter narrows its list to what it names, and a value that nothing has to nothing', async () => {
    // One of all grants belongs to a round.
    await engine.inbox.look('update application set round_id = $2 where id = $1', [own.ids.notYet, own.ids.round]);
    for (const operation of lists()) {
      const path = pathFor(operation, own.ids);
      const narrowing = operation.said.parameters.filter(
        (one: Part) => one.in === 'query' && !['cursor', 'limit', 'sort', 'owner'].includes(one.name),
      );
      const { items } = (await ask(own.everybody.token, 'GET', `${path}?limit=200`)).body;
      for (const { name, schema } of narrowing) {
        const shown = filters[name]!;
        const isValue = (value: unknown): value is string =>
          typeof value === 'string' && (schema.enum?.includes(value) ?? true);
        const valuesOf = (line: Told) => [shown(line)].flat().filter(isValue);
        const value = items.flatMap(valuesOf)[0]!;
        const narrowed = (await ask(own.everybody.token, 'GET', `${path}?limit=200&${name}=${value}`)).body.items;
        const expected = items.filter((line: Told) => valuesOf(line).includes(value));
        expect([operation.operationId, name, narrowed]).toEqual([operation.operationId, name, expected]);
        expect(narrowed.length).toBeGreaterThan(0);
        if (!name.endsWith('Id')) continue;
        const nothing = (await ask(own.everybody.token, 'GET', `${path}?${name}=${randomUUID()}`)).body;
        expect([operation.operationId, name, nothing]).toEqual([
          operation.operationId,
          name,
          { items: [], next: null },
        ]);
      }
    }
  });

  test('a query that is not as the document has it is refused, part by part', async () => {
    for (const operation of lists()) {
      const path = pathFor(operation, own.ids);
      for (const [query, pointer] of [
        ['limit=0', '/limit'],
        ['limit=201', '/limit'],
        ['cursor=made-up', '/cursor'],
        ['cursor=W10', '/cursor'],
        ['colour=red', '/colour'],
      ] as const) {
        const { status, body } = await ask(own.everybody.token, 'GET', `${path}?${query}`);
        expect([operation.operationId, status, body.code, body.errors[0].pointer]).toEqual([
          operation.operationId,
          400,
          'QUERY_INVALID',
          pointer,
        ]);
      }
    }
  });
});

describe('what is sent', () => {
  const writing = () => door.document.takingJson;

  test('malformed JSON, another content type and a body over 1 MB are refused at every address', async () => {
    const big = JSON.stringify({ reason: 'x'.repeat(1_048_577) });
    for (const operation of writing()) {
      const path = pathFor(operation, own.ids);
      const send = (headers: Readonly<Record<string, string>>, body: string) =>
        ask(own.everybody.token, operation.method.toUpperCase(), path, { headers: { ...keyed(), ...headers }, body });
      const answers = [
        await send({}, '{"reason": "x",}'),
        await send({}, '"just words"'),
        await send({ 'Content-Type': 'text/plain' }, '{}'),
        await send({ 'Content-Type': 'application/x-www-form-urlencoded' }, 'a=1'),
        await send({ 'Content-Type': 'application/json; charset=klingon' }, '{}'),
        await send({}, big),
      ];
      expect([operation.operationId, ...answers.map(({ status, body }) => [status, body.code])]).toEqual([
        operation.operationId,
        [400, 'MALFORMED_JSON'],
        [400, 'MALFORMED_JSON'],
        [415, 'CONTENT_TYPE'],
        [415, 'CONTENT_TYPE'],
        [415, 'CONTENT_TYPE'],
        [413, 'BODY_TOO_LARGE'],
      ]);
    }
  });

  test('an unknown field is refused at every address, and named; so is a body that is a list', async () => {
    for (const operation of writing()) {
      const path = pathFor(operation, own.ids);
      const headers = { ...keyed(), 'If-Match': '"1"' };
      const send = (body: unknown) =>
        ask(own.everybody.token, operation.method.toUpperCase(), path, { headers, body: JSON.stringify(body) });
      const { status, body } = await send({ ...(exampleOf(operation) as object), 'a/b~c': 1 });
      expect([operation.operationId, status, body.code, body.errors]).toEqual([
        operation.operationId,
        422,
        'BODY_INVALID',
        [{ pointer: '/a~1b~0c', code: 'FIELD_UNKNOWN', detail: expect.any(String) }],
      ]);
      expect((await send([])).body.code).toBe('BODY_INVALID');
    }
  });

  test('each field that is wrong is pointed at, however deep, with a code', async () => {
    const { fund, officer } = own.ids;
    const policy = { ...(exampleOf(door.document.operation('openPot')) as Told).policy };
    const { status, body } = await post(own.staff.manager, '/pots', {
      fundId: fund,
      name: '',
      ownerId: officer,
      budgetPence: 10.5,
      referencePrefix: 'poo1',
      policy: { ...policy, intake: 'sometimes', offer: { ...policy.offer, more: 1 }, checks: [{ kind: 'accounts' }] },
    });
    expect([status, body.code]).toEqual([422, 'BODY_INVALID']);
    const found = body.errors.map(({ pointer, code }: Told) => [pointer, code]).toSorted();
    expect(found).toEqual([
      ['/budgetPence', 'FIELD_WRONG_TYPE'],
      ['/name', 'FIELD_TOO_SMALL'],
      ['/policy/checks/0/validFor', 'FIELD_MISSING'],
      ['/policy/intake', 'FIELD_NOT_A_CHOICE'],
      ['/policy/offer/more', 'FIELD_UNKNOWN'],
      ['/referencePrefix', 'REFERENCE_PREFIX_MALFORMED'],
    ]);
  });

  test('every POST wants an Idempotency-Key of at most 200 characters', async () => {
    for (const operation of writing().filter(({ method }) => method === 'post')) {
      const path = pathFor(operation, own.ids);
      for (const key of [undefined, ' ', 'k'.repeat(201)]) {
        const headers = { ...json, ...(key === undefined ? {} : { 'Idempotency-Key': key }) };
        const { status, body } = await post(own.everybody, path, exampleOf(operation), headers);
        expect([operation.operationId, status, body.code]).toEqual([
          operation.operationId,
          400,
          'IDEMPOTENCY_KEY_MISSING',
        ]);
      }
    }
  });

  test('the same key and body get the same answer, another body is refused; a key belongs to a person and an operation', async () => {
    const { manager, officer } = own.staff;
    const headers = keyed();
    const body = { kind: 'group', name: 'Bournemouth Volunteers' };
    const first = await post(manager, '/parties', body, headers);
    const again = await post(manager, '/parties', { name: body.name, kind: body.kind }, headers);
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    expect(first.headers.get('location')).toBe(`/api/v1/parties/${String(first.body.subject.id)}`);
    const reused = await post(manager, '/parties', { ...body, name: 'Poole Volunteers' }, headers);
    expect([reused.status, reused.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    const another = await post(officer, '/parties', body, headers);
    expect([another.status, another.body.subject.id === first.body.subject.id]).toEqual([201, false]);
    const elsewhere = await post(manager, '/people', { name: 'Ann', email: 'ann@poole.example' }, headers);
    expect(elsewhere.status).toBe(201);

    // A refusal is an answer too, and is given again.
    const refused = keyed();
    const wrong = { fundId: randomUUID(), ...(exampleOf(door.document.operation('openPot')) as object) };
    const [one, two] = [await post(manager, '/pots', wrong, refused), await post(manager, '/pots', wrong, refused)];
    expect([one.status, two.text]).toEqual([422, one.text]);
    // So it is for a draft.
    const draft = keyed();
    const [chair] = own.group.people;
    const begun = { potId: own.ids.pot, partyId: own.ids.party };
    const [begin, beginAgain] = [
      await post(chair, '/applications', begun, draft),
      await post(chair, '/applications', begun, draft),
    ];
    expect([begin.status, beginAgain.status, beginAgain.body.id]).toEqual([201, 201, begin.body.id]);
    for (const differs of [
      { potId: own.ids.windowPot },
      { followsId: own.ids.notYet },
      { helpedBy: own.ids.officer },
    ]) {
      const { status, body: problem } = await post(chair, '/applications', { ...begun, ...differs }, draft);
      expect([differs, status, problem.code]).toEqual([differs, 422, 'IDEMPOTENCY_KEY_REUSED']);
    }
    await post(chair, `/grants/${String(begin.body.id)}/withdraw`, {});
  });

  test('a method that an address does not take is refused, and told which it takes', async () => {
    const paths = [...new Set(door.document.operations.map(({ path }) => path))];
    for (const path of paths) {
      const taken = door.document.operations
        .filter((one) => one.path === path)
        .map(({ method }) => method.toUpperCase());
      const at = pathFor(
        door.document.operations.find((one) => one.path === path)!,
        own.ids,
      );
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !taken.includes(one))) {
        const { status, body, headers } = await ask(own.everybody.token, method, at);
        expect([path, method, status, body.code]).toEqual([path, method, 405, 'METHOD_NOT_ALLOWED']);
        expect((headers.get('allow') ?? '').split(', ').toSorted()).toEqual(
          [...taken, ...(taken.includes('GET') ? ['HEAD'] : [])].toSorted(),
        );
      }
    }
    expect((await ask(own.everybody.token, 'GET', '/nothing/here')).body.code).toBe('NOT_FOUND');
    expect((await ask(own.everybody.token, 'PATCH', '/nothing')).body.code).toBe('NOT_FOUND');
  });
});

/** A problem's text without what names this one occurrence of it. */
const withoutOccurrence = (text: string): string =>
  text.replace(/"commandId":"[^"]+",/, '').replace(/,"instance":"[^"]+"/, '');

describe('what is not there', () => {
  test('another organisation’s id, an unknown id and a malformed one are the same 404 at every address, and nothing is stored', async () => {
    const commandsOf = async () =>
      (
        await engine.inbox.look<{ count: number }>('select count(*)::int from command where tenant_id = $1', [
          other.staff.tenantId,
        ])
      )[0]!.count;
    const before = await commandsOf();
    const operations = door.document.operations.filter(({ path }) => path.includes('{id}'));
    expect(operations.length).toBeGreaterThan(80);
    for (const operation of operations) {
      const list = operation.path.split('/')[1]!;
      const at = (id: string) => operation.path.replace('{id}', id);
      const answers = [
        await sendExample(other.everybody, operation, at(addressed(own.ids)[list]!)),
        await sendExample(other.everybody, operation, at(randomUUID())),
        await sendExample(other.everybody, operation, at('not-an-id')),
      ];
      const problem = { status: 404, code: 'NOT_FOUND' };
      expect([operation.operationId, ...answers.map(({ body }) => body)]).toMatchObject([
        operation.operationId,
        problem,
        problem,
        problem,
      ]);
      expect(new Set(answers.map(({ text }) => withoutOccurrence(text))).size).toBe(1);
    }
    expect(await commandsOf()).toBe(before);
  });

  test('an id of another organisation in any field of a body is refused as one that nothing has', async () => {
    const withIds = door.document.operations.filter(
      (one) => wantsAccount(one) && idFields(one.said.requestBody?.content['application/json']?.schema).length > 0,
    );
    const known = bodiesWithIds(own, door.document);
    expect(Object.keys(known).toSorted()).toEqual(withIds.map(({ operationId }) => operationId).toSorted());
    for (const operation of withIds) {
      const { at, by, body, kinds, besides = {} } = known[operation.operationId]!;
      const fields = idFields(operation.said.requestBody.content['application/json'].schema);
      expect([
        operation.operationId,
        Object.keys(kinds)
          .map((one) => one.replaceAll('/0', ''))
          .toSorted(),
      ]).toEqual([operation.operationId, fields.toSorted()]);
      const path = operation.path.replace('{id}', at ?? '');
      for (const [field, kind] of Object.entries(kinds)) {
        const sendWith = (id: string) =>
          ask(by.token, operation.method.toUpperCase(), path, {
            headers: keyed(),
            body: JSON.stringify(changed({ ...body, ...besides[field] }, field, id)),
          });
        const [theirs, nobodys] = [other.ids[kind], randomUUID()];
        const [answer, unknown] = [await sendWith(theirs), await sendWith(nobodys)];
        const told = ({ status, text }: Answer, id: string) => [status, withoutOccurrence(text.replaceAll(id, 'ID'))];
        expect([operation.operationId, field, ...told(answer, theirs)]).toEqual([
          operation.operationId,
          field,
          ...told(unknown, nobodys),
        ]);
        const { status, body: problem } = answer;
        expect({ operation: operation.operationId, status, problem }).toMatchObject({
          operation: operation.operationId,
          // A purchase is of its grant: without one there is no place to ask for it.
          status: operation.operationId === 'requestPurchase' && field === 'grantId' ? 404 : 422,
          problem: { errors: [{ pointer: expect.stringMatching(new RegExp(`^/${field.split('/')[0]!}`)) }] },
        });
        const said = { status, type: 'application/problem+json', body: problem };
        expect(door.document.answerFault(operation.operationId, said)).toBeUndefined();
        expect(answer.text).not.toContain('Zebra');
      }
    }
  });
});

describe('versions', () => {
  const begin = async (): Promise<{ path: string; etag: string }> => {
    const [chair] = own.group.people;
    const draft = await post(chair, '/applications', { potId: own.ids.pot, partyId: own.ids.party });
    return { path: `/applications/${String(draft.body.id)}`, etag: draft.headers.get('etag') ?? '' };
  };
  const save = (by: Person, path: string, ifMatch: string | undefined, area: string) =>
    ask(by.token, 'PUT', path, {
      headers: { ...json, ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }) },
      body: JSON.stringify({ ...content(100_000), area }),
    });

  test('a draft is saved by the version that was seen; without one, or by an old one, it is not', async () => {
    const [chair] = own.group.people;
    const { path, etag } = await begin();
    expect(etag).toBe('"1"');
    const missing = await save(chair, path, undefined, 'Nowhere');
    expect([missing.status, missing.body.code]).toEqual([428, 'IF_MATCH_MISSING']);
    const saved = await save(chair, path, etag, 'Croydon');
    expect([saved.status, saved.headers.get('etag')]).toEqual([200, '"2"']);
    for (const old of [etag, '"7"', 'nonsense']) {
      const stale = await save(chair, path, old, 'Nowhere');
      expect([stale.status, stale.body.code]).toEqual([412, 'STALE_VERSION']);
    }
    const read = await ask(chair.token, 'GET', path);
    expect([read.headers.get('etag'), read.body.content.area]).toEqual(['"2"', 'Croydon']);
  });

  test('of two people with the same ETag one saves, and the other is told', async () => {
    const [chair, secretary] = own.group.people;
    const { path, etag } = await begin();
    const answers = await Promise.all([save(chair, path, etag, 'Croydon'), save(secretary, path, etag, 'Sutton')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    const winner = answers.find(({ status }) => status === 200)!;
    const loser = answers.find(({ status }) => status === 412)!;
    expect([loser.body.code, loser.headers.get('etag')]).toEqual(['STALE_VERSION', '"2"']);
    expect((await ask(chair.token, 'GET', path)).body).toEqual(winner.body);
  });

  test('what is not a draft any more is not saved', async () => {
    const [chair] = own.group.people;
    const { status, body } = await save(chair, `/applications/${own.ids.checking}`, '"2"', 'Croydon');
    expect([status, body.code, body.state]).toEqual([409, 'TRANSITION_NOT_ALLOWED', 'checking']);
  });
});

describe('what may not be done', () => {
  test('a transition that is not allowed is told with the state and what is allowed to whoever asks', async () => {
    const { ids, group, staff } = own;
    const early = await post(group.people[0], `/grants/${ids.assessing}/accept-offer`, {
      agreementHash: '0'.repeat(64),
      signature: 'Chair',
    });
    expect(early).toMatchObject({
      status: 409,
      body: {
        code: 'TRANSITION_NOT_ALLOWED',
        subject: 'grant',
        state: 'assessing',
        command: 'acceptOffer',
        allowed: [
          'answerQuestion',
          'withdraw',
          'askConfirmationAgain',
          'replaceSecondContact',
          'nameHost',
          'removeHost',
          'sendMessage',
        ],
      },
    });
    const { allowed } = (await ask(group.people[0].token, 'GET', `/grants/${ids.assessing}`)).body;
    expect(early.body.allowed).toEqual(allowed);
    const sent = await post(staff.paymentMaker, `/payment-runs/${ids.runBuilding}/mark-sent`, {});
    expect([sent.status, sent.body.state, sent.body.allowed]).toEqual([
      409,
      'building',
      ['dropPayment', 'requestAuthorisation', 'cancelRun'],
    ]);
  });

  test('a role that does not reach what it is about is no role', async () => {
    const stranger = await anOrganisation(engine.inbox);
    const person = await aTokenHolder(engine.inbox, 'Officer elsewhere', stranger.officer);
    expect((await post(person, `/grants/${own.ids.assessing}/ask-question`, { question: 'Who?' })).status).toBe(404);
    // An applicant, but of no group that has to do with it.
    const [employee] = other.group.people;
    const outside = await post(employee, `/grants/${other.ids.budget}/withdraw`, {});
    expect([outside.status, outside.body.code, outside.body.needs]).toEqual([403, 'NOT_YOURS_TO_DO', ['applicant']]);
  });
});

describe('what went wrong inside', () => {
  test('a read that fails says nothing of why', async () => {
    await engine.inbox.look('alter table payment rename to payment_gone');
    try {
      const answer = await ask(own.everybody.token, 'GET', `/grants/${own.ids.assessing}`);
      expect([answer.status, answer.body.code]).toEqual([500, 'INTERNAL']);
      expect(Object.keys(answer.body).toSorted()).toEqual(['code', 'detail', 'instance', 'status', 'title', 'type']);
    } finally {
      await engine.inbox.look('alter table payment_gone rename to payment');
    }
  });

  test('a command that fails for good is told with its address, and listed for those who run it', async () => {
    await engine.inbox.look('alter table score rename to score_gone');
    try {
      const [member] = own.staff.panel;
      const answer = await post(member, `/grants/${own.ids.assessing}/score`, { criterion: 'need', score: 4 });
      expect([answer.status, answer.body.code]).toEqual([500, 'COMMAND_FAILED']);
      const { commandId, address } = answer.body;
      expect(address).toBe(`/api/v1/commands/${String(commandId)}`);
      const command = await ask(member.token, 'GET', `/commands/${String(commandId)}`);
      expect(command.body).toMatchObject({ type: 'score', status: 'failed', attempts: 3 });
      expect(command.text).not.toMatch(inside);
      const { failedCommands } = (await ask(own.staff.manager.token, 'GET', '/operations')).body;
      expect(failedCommands).toMatchObject([{ id: commandId, type: 'score', subjectId: own.ids.assessing }]);
      expect((await ask(other.staff.manager.token, 'GET', '/operations')).body.failedCommands).toEqual([]);
    } finally {
      await engine.inbox.look('alter table score_gone rename to score');
    }
  });
});

test('what a command answers besides where its subject stands is as the document says', async () => {
  const { staff, ids } = own;
  const somebody = { name: 'Aspen Somebody', email: 'aspen-somebody@example.org' };
  const added = await door.as(staff.administrator, 'addPerson', { body: somebody });
  const left = await door.as(staff.administrator, 'leave', { id: added.subject.id });
  expect(left.result).toEqual({ paymentRuns: 0, grants: 0, purchases: 0, rounds: 0, pots: 0, funds: 0 });
  const body = exampleOf(door.document.operation('rewordLetter')) as { readonly letter: string };
  const reworded = await door.as(staff.manager, 'rewordLetter', { id: ids.windowPot, body });
  const restored = await door.as(staff.manager, 'restoreLetter', { id: ids.windowPot, body: { letter: body.letter } });
  expect([reworded.result, restored.result]).toEqual([{ wordingVersion: 1 }, { wordingVersion: 2 }]);
});
