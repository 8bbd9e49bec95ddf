import { z } from 'zod';

import { commandRoutes } from '../../src/http/api/command-routes';
import { pathOfCommand } from '../../src/http/api/command-route';
import { draftOperations } from '../../src/http/api/drafts';
import { fileOperations } from '../../src/http/api/files';
import { plainOperations, publicOperations } from '../../src/http/api/plain-operations';
import { createOpenApi } from '../../src/http/api/openapi';
import { readRoutes } from '../../src/http/api/reads';
import { doorProblems } from '../../src/http/problems';
import { lives } from '../../src/domain/lives';
import { roles } from '../../src/domain/lives/roles';
import { refusals } from '../../src/domain/refusals/refusal';
import { ApiDocument, conventionFault, isSum, type Part } from '../support/api-document';

const api = new ApiDocument(JSON.parse(JSON.stringify(createOpenApi('https://grants.example.org'))));
const { document, operations } = api;
const named = operations.map((operation) => [operation.operationId, operation] as const);

/** Every object in a part of the document that has a key, by its value. */
function valuesOf(key: string, part: Part): readonly string[] {
  if (Array.isArray(part)) return part.flatMap((one) => valuesOf(key, one));
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]) =>
    name === key && typeof value === 'string' ? [value] : valuesOf(key, value),
  );
}

describe('the document', () => {
  // OpenAPI 3.1's own structure, as far as this document uses it; a JSON schema may hold anything.
  const schema = z.record(z.string(), z.unknown());
  const media = z.strictObject({ schema, example: z.unknown().optional() });
  const content = z.record(z.string(), media);
  const parameter = z.strictObject({
    name: z.string(),
    in: z.enum(['path', 'query', 'header']),
    required: z.boolean(),
    description: z.string().optional(),
    schema,
  });
  const operation = z.strictObject({
    operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
    tags: z.array(z.string()).length(1),
    summary: z.string().min(1),
    description: z.string().optional(),
    'x-required-roles': z.array(z.enum(roles)),
    security: z.array(z.never()).length(0).optional(),
    parameters: z.array(parameter),
    requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
    responses: z.record(
      z.string().regex(/^[2-5]\d\d$/),
      z.strictObject({
        description: z.string().min(1),
        'x-error-codes': z.array(z.string()).optional(),
        content,
      }),
    ),
  });
  const openApi = z.strictObject({
    openapi: z.literal('3.1.0'),
    info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
    servers: z.array(z.strictObject({ url: z.url() })),
    security: z.array(z.record(z.string(), z.array(z.string()))),
    paths: z.record(
      z.string().startsWith('/'),
      z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operation),
    ),
    components: z.strictObject({
      securitySchemes: z.record(z.string(), z.strictObject({ type: z.literal('http'), scheme: z.string() })),
      schemas: z.record(z.string().regex(/^[A-Za-z0-9._-]+$/), schema),
    }),
  });

  test('is OpenAPI 3.1', () => {
    expect(openApi.safeParse(document).error).toBeUndefined();
    expect(Object.keys(document.security[0])).toEqual(Object.keys(document.components.securitySchemes));
  });

  test('refers to nothing that is not there, and names nothing twice', () => {
    const references = new Set(valuesOf('$ref', document));
    expect(references.size).toBeGreaterThan(40);
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...references].filter((reference) => !known.includes(reference))).toEqual([]);
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.length).toBe(new Set(ids).size);
  });

  test('has every command that a person can give, every read and every draft operation, and nothing else', () => {
    const byPeople = Object.values(lives).flatMap((life) =>
      Object.entries(life)
        .filter(([, { by }]) => by.some((sender: string) => sender !== 'engine'))
        .map(([command]) => command),
    );
    const commands = commandRoutes.map(({ command }) => command);
    expect(commands.toSorted()).toEqual(byPeople.toSorted());
    const expected = [
      ...commandRoutes.map((route) => `post ${pathOfCommand(route)} ${route.command}`),
      ...readRoutes.map((route) => `get ${route.path} ${route.operationId}`),
      ...[...plainOperations, ...publicOperations].map(
        ({ method, path, operationId }) => `${method} ${path} ${operationId}`,
      ),
      ...fileOperations.map(({ method, path, operationId }) => `${method} ${path} ${operationId}`),
      ...draftOperations.map(({ method, path, operationId }) => `${method} ${path} ${operationId}`),
    ];
    const found = operations.map(({ method, path, operationId }) => `${method} ${path} ${operationId}`);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });
});

describe.each(named)('%s', (_, { method, path, said }) => {
  test('says what its address holds, who may ask, and by what codes it is refused', () => {
    const inPath = said.parameters.filter((one: Part) => one.in === 'path').map((one: Part) => one.name);
    expect([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(inPath);
    for (const [status, response] of Object.entries<Part>(said.responses)) {
      if (Number(status) < 400) continue;
      const codes: string[] = response['x-error-codes'];
      expect(codes.length).toBeGreaterThan(0);
      expect(new Set(codes).size).toBe(codes.length);
      expect(codes.filter((code) => !(code in refusals) && !(code in doorProblems))).toEqual([]);
      expect(response.content).toEqual({
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      });
    }
    const codes = Object.values<Part>(said.responses).flatMap((response) => response['x-error-codes'] ?? []);
    const isPublic = said.security !== undefined;
    expect(codes).toEqual(expect.arrayContaining(['INTERNAL', 'UNAVAILABLE']));
    expect([codes.includes('UNAUTHENTICATED'), codes.includes('NOT_FOUND')]).toEqual([!isPublic, !isPublic]);
    if (method === 'get') return;
    expect(said['x-required-roles'].length > 0).toBe(!isPublic);
    const sent = Object.keys(said.requestBody?.content ?? {});
    const byBody = {
      'application/json': ['MALFORMED_JSON', 'BODY_TOO_LARGE', 'CONTENT_TYPE', 'BODY_INVALID'],
      'multipart/form-data': ['MALFORMED_FORM', 'FILE_TOO_LARGE', 'MULTIPART_WANTED', 'BODY_INVALID'],
    }[sent[0] ?? ''];
    expect(codes.includes('TOKEN_READS_ONLY')).toBe(!isPublic);
    expect(codes).toEqual(expect.arrayContaining(byBody ?? []));
    expect(sent).toHaveLength(method === 'delete' ? 0 : 1);
    if (method === 'post') {
      expect(said.parameters.map((one: Part) => one.name)).toContain('Idempotency-Key');
      expect(codes).toEqual(expect.arrayContaining(['IDEMPOTENCY_KEY_MISSING', 'IDEMPOTENCY_KEY_REUSED']));
    }
  });

  test('has examples that are what it asks for and what it answers', () => {
    const [asked] = Object.values<Part>(said.requestBody?.content ?? {});
    if (method !== 'get' && method !== 'delete') expect(asked.example).toBeDefined();
    if (asked !== undefined)
      expect([api.fault(asked.schema, asked.example), conventionFault(asked.example)]).toEqual([undefined, undefined]);
    const done = Object.entries<Part>(said.responses).filter(([status]) => Number(status) < 300);
    expect(done.length).toBeGreaterThan(0);
    for (const { schema, example } of done.flatMap(([, { content }]) => Object.values<Part>(content))) {
      const shown = example ?? exampleOf(schema);
      expect(shown).toBeDefined();
      expect([api.fault(schema, shown), conventionFault(shown)]).toEqual([undefined, undefined]);
    }
  });

  test('tells sums in whole pence, and names them so', () => {
    const schemas = [
      ...Object.values<Part>(said.requestBody?.content ?? {}).map(({ schema }) => schema),
      ...Object.values<Part>(said.responses).flatMap(({ content }) =>
        Object.values<Part>(content).map(({ schema }) => schema),
      ),
    ];
    for (const schema of schemas) expect(oddlyNamed(schema)).toEqual([]);
  });
});

/** The example of a schema itself. */
function exampleOf(schema: Part): unknown {
  if (schema.example !== undefined) return schema.example;
  return schema.$ref === undefined ? undefined : document.components.schemas[schema.$ref.split('/').at(-1)].example;
}

/** Properties whose type and name do not go together. */
function oddlyNamed(schema: Part, seen = new Set<string>()): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap((one) => oddlyNamed(one, seen));
  if (typeof schema !== 'object' || schema === null) return [];
  if (schema.$ref !== undefined) {
    if (seen.has(schema.$ref)) return [];
    seen.add(schema.$ref);
    return oddlyNamed(document.components.schemas[schema.$ref.split('/').at(-1)], seen);
  }
  const own = Object.entries<Part>(schema.properties ?? {}).flatMap(([name, property]) => {
    const kinds = [property, ...(property.anyOf ?? [])];
    const isNumber = kinds.some(({ type }) => type === 'integer' || type === 'number');
    const odd = name.endsWith('Pence') ? !kinds.some(({ type }) => type === 'integer') : isNumber && isSum(name);
    return odd ? [name] : [];
  });
  return [
    ...own,
    ...Object.entries(schema).flatMap(([key, value]) => (key === 'example' ? [] : oddlyNamed(value, seen))),
  ];
}
