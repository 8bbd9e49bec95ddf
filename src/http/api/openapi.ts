import { z } from 'zod';
import { lifeOf, subjectOfCommand } from '../../domain/lives';
import type { RefusalCode } from '../../domain/refusals/refusal';
import { doorProblems, statusOfRefusal, type DoorCode } from '../problems';
import { ids } from '../schemas/reads/examples';
import { disclosures, results } from '../schemas/results';
import { pathOfCommand, type CommandRoute } from './command-route';
import { commandRoutes } from './command-routes';
import { draftOperations } from './drafts';
import { fileOperations } from './files';
import type { PlainOperation, PublicOperation } from './plain-operation';
import { plainOperations, publicOperations } from './plain-operations';
import type { ReadRoute } from './read-route';
import { readRoutes } from './reads';

type Json = Readonly<Record<string, unknown>>;

/** Named schemas, which many operations share, by their names. */
type Named = Record<string, unknown>;

/** A schema as the document has it; the named ones in it go to the document's own list, where references find them. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', named: Named): unknown {
  const { $schema: _, $defs, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  Object.assign(named, referring($defs ?? {}));
  return referring(rest);
}

function referring(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as unknown;
}

const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional()
      .describe('For each field that is to blame: where it is in the body (RFC 6901), a code and a sentence.'),
    instance: z
      .string()
      .optional()
      .describe('Which command or request it was, to be quoted to whoever runs Grantpot: their log has its id.'),
  })
  .loose()
  .meta({
    description: 'RFC 9457. Besides these it holds the facts of its code, such as sums, dates and states.',
    example: {
      type: 'urn:grantpot:problem:group-cap-exceeded',
      title: 'This was not done',
      status: 409,
      code: 'GROUP_CAP_EXCEEDED',
      detail:
        'A group can receive at most £2,000 in 12 months over all pots, so this group can be awarded at most £1,500 now.',
      awardablePence: 150_000,
      commandId: ids.command,
      instance: `urn:grantpot:command:${ids.command}`,
    },
  });

const subjectSchema = z.strictObject({ type: z.string(), id: z.uuid() });
const exampleSubject = { type: 'grant', id: ids.grant };

const appliedExample = {
  commandId: ids.command,
  subject: exampleSubject,
  status: 'applied',
  version: 7,
  phase: 'offer',
  final: false,
  next: [{ command: 'remindOffer', at: '2026-11-17T17:00:00.000Z' }],
};
const appliedSchema = z.strictObject({
  commandId: z.uuid(),
  subject: subjectSchema,
  status: z.literal('applied'),
  version: z.int(),
  phase: z.string(),
  final: z.boolean().describe('Whether its life is over.'),
  next: z
    .array(z.strictObject({ command: z.string(), at: z.iso.datetime() }))
    .describe('What happens by itself next, and when.'),
});
const storedSchema = z
  .strictObject({ commandId: z.uuid(), subject: subjectSchema, status: z.literal('stored'), address: z.string() })
  .meta({
    example: {
      commandId: ids.command,
      subject: exampleSubject,
      status: 'stored',
      address: `/api/v1/commands/${ids.command}`,
    },
  });

/** What a command that was applied answers with: as all do, or with what it has to say besides. */
function appliedContent({ command }: CommandRoute, named: Named): Json {
  const result = results[command];
  const disclosed = disclosures[command];
  if (result === undefined && disclosed === undefined) return content('CommandApplied');
  const schema = z.strictObject({
    ...appliedSchema.shape,
    ...(result === undefined ? {} : { result: result.schema }),
    ...disclosed?.schema.shape,
  });
  const example = {
    ...appliedExample,
    subject: { ...exampleSubject, type: subjectOfCommand(command) },
    ...(result === undefined ? {} : { result: result.example }),
    ...disclosed?.example,
  };
  return { 'application/json': { schema: schemaOf(schema, 'output', named), example } };
}

const content = (name: string, type = 'application/json'): Json => ({
  [type]: { schema: { $ref: `#/components/schemas/${name}` } },
});

const doorOfEvery: readonly DoorCode[] = ['UNAUTHENTICATED', 'NOT_FOUND', 'INTERNAL', 'UNAVAILABLE'];
const doorOfBodies: readonly DoorCode[] = [
  ...doorOfEvery,
  'TOKEN_READS_ONLY',
  'MALFORMED_JSON',
  'BODY_TOO_LARGE',
  'CONTENT_TYPE',
  'BODY_INVALID',
];
const doorOfKeys: readonly DoorCode[] = ['IDEMPOTENCY_KEY_MISSING', 'IDEMPOTENCY_KEY_REUSED'];

/** The refusals that a command can get by its row of the life-cycle table alone. */
function refusalsByTable({ command, creates }: CommandRoute): readonly RefusalCode[] {
  const step = lifeOf(subjectOfCommand(command))[command];
  return [
    'NOT_YOURS_TO_DO',
    ...(creates === true ? [] : (['TRANSITION_NOT_ALLOWED'] as const)),
    ...(step?.stopsOnHold === true ? (['ON_HOLD'] as const) : []),
  ];
}

/** The responses with which problems come, a status each, with the codes that it can carry. */
function problemResponses(door: readonly DoorCode[], refusals: readonly RefusalCode[]): Json {
  const coded = [
    ...door.map((code) => ({ code, status: doorProblems[code][0] })),
    ...[...new Set(refusals)].map((code) => ({ code, status: statusOfRefusal(code) })),
  ];
  const statuses = [...new Set(coded.map(({ status }) => status))].toSorted((one, other) => one - other);
  return Object.fromEntries(
    statuses.map((status) => {
      const codes = coded.filter((one) => one.status === status).map(({ code }) => code);
      return [
        String(status),
        {
          description: codes.join(', '),
          'x-error-codes': codes,
          content: content('Problem', 'application/problem+json'),
        },
      ];
    }),
  );
}

const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const keyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', maxLength: 200 },
  description:
    'A text of your own, new for each thing that you ask for. Asking again with the same key and body gives the same answer.',
};

function commandOperation(route: CommandRoute, named: Named): Json {
  const subject = subjectOfCommand(route.command);
  const step = lifeOf(subject)[route.command];
  const needs = (step?.by ?? []).filter((sender) => sender !== 'engine');
  return {
    operationId: route.command,
    tags: [subject],
    summary: route.summary,
    description: `Needs one of these roles: ${needs.join(', ')}. Taken in: ${(step?.from ?? []).join(', ')}.${step?.to === undefined ? '' : ` Leads to: ${step.to.join(' or ')}.`}`,
    'x-required-roles': needs,
    parameters: [...(route.creates === true ? [] : [idParameter]), keyParameter],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemaOf(route.body, 'input', named), example: route.example } },
    },
    responses: {
      [route.creates === true ? '201' : '200']: { description: 'It was done.', content: appliedContent(route, named) },
      '202': {
        description: 'We have it, and it will be done; its address tells when.',
        content: content('CommandStored'),
      },
      ...problemResponses(
        [...doorOfBodies, ...doorOfKeys, 'COMMAND_FAILED'],
        [...refusalsByTable(route), ...(route.refusals ?? [])],
      ),
    },
  };
}

function readOperation(route: ReadRoute, named: Named): Json {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ ...idParameter, name }));
  const query =
    route.query === undefined
      ? {}
      : ((schemaOf(route.query, 'input', named) as { properties?: Json }).properties ?? {});
  return {
    operationId: route.operationId,
    tags: [route.path.split('/')[1]],
    summary: route.summary,
    'x-required-roles': route.roles === 'any' ? [] : route.roles,
    parameters: [
      ...names,
      ...Object.entries(query).map(([name, schema]) => ({ name, in: 'query', required: false, schema })),
    ],
    responses: {
      '200': {
        description: 'Found.',
        content: Object.fromEntries(
          [route.contentType ?? 'application/json'].flat().map((type) => [
            type,
            {
              schema: schemaOf(route.response, 'output', named),
              ...(route.example === undefined ? {} : { example: route.example }),
            },
          ]),
        ),
      },
      ...problemResponses(
        [...doorOfEvery, ...(route.query === undefined ? [] : (['QUERY_INVALID'] as const))],
        ['NOT_YOURS_TO_DO', ...(route.refusals ?? [])],
      ),
    },
  };
}

function draftOperation(operation: (typeof draftOperations)[number], named: Named): Json {
  const { operationId, method, path, summary, roles, body, example, response, refusals } = operation;
  const door: Readonly<Record<typeof method, readonly DoorCode[]>> = {
    get: doorOfEvery,
    post: [...doorOfBodies, ...doorOfKeys],
    put: [...doorOfBodies, 'IF_MATCH_MISSING', 'STALE_VERSION'],
  };
  return {
    operationId,
    tags: ['applications'],
    summary,
    'x-required-roles': roles,
    parameters: [
      ...(path.includes('{id}') ? [idParameter] : []),
      ...(method === 'post' ? [keyParameter] : []),
      ...(method === 'put' ? [ifMatchParameter] : []),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body, 'input', named), example } },
          },
        }),
    responses: {
      [method === 'post' ? '201' : '200']: {
        description: 'The draft as it is.',
        content: { 'application/json': { schema: schemaOf(response, 'output', named) } },
      },
      ...problemResponses(door[method], refusals),
    },
  };
}

function plainOperationOf(operation: PlainOperation | PublicOperation, named: Named): Json {
  const { operationId, path, tag, summary, body, example, response, refusals } = operation;
  const isPublic = !('roles' in operation);
  return {
    operationId,
    tags: [tag],
    summary,
    'x-required-roles': isPublic ? [] : operation.roles,
    ...(isPublic ? { security: [] } : {}),
    parameters: path.includes('{id}') ? [idParameter] : [],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemaOf(body, 'input', named), example } },
    },
    responses: {
      '200': {
        description: 'It was done.',
        content: { 'application/json': { schema: schemaOf(response, 'output', named) } },
      },
      ...problemResponses(isPublic ? doorOfAnybody : doorOfBodies, refusals),
    },
  };
}

/** What whoever has no account can be refused by. */
const doorOfAnybody = doorOfBodies.filter(
  (code) => !['UNAUTHENTICATED', 'TOKEN_READS_ONLY', 'NOT_FOUND'].includes(code),
);
const doorOfForms: readonly DoorCode[] = ['MULTIPART_WANTED', 'MALFORMED_FORM', 'BODY_INVALID', 'UPLOADS_TOO_MANY'];

function fileOperation(operation: (typeof fileOperations)[number], named: Named): Json {
  const { operationId, path, summary, roles, form, example, response, refusals } = operation;
  return {
    operationId,
    tags: [path.split('/')[1]],
    summary,
    'x-required-roles': roles,
    parameters: [idParameter, ...(form === undefined ? [] : [keyParameter])],
    ...(form === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'multipart/form-data': { schema: schemaOf(form, 'input', named), example } },
          },
        }),
    responses: {
      ...(response === undefined
        ? { '204': { description: 'It is gone.', content: {} } }
        : {
            '201': {
              description: 'It is kept.',
              content: { 'application/json': { schema: schemaOf(response, 'output', named) } },
            },
          }),
      ...problemResponses(
        [...doorOfEvery, 'TOKEN_READS_ONLY', ...(form === undefined ? [] : [...doorOfForms, ...doorOfKeys])],
        refusals,
      ),
    },
  };
}

/** The API as an OpenAPI 3.1 document, from the very declarations and schemas that serve and validate. */
export function createOpenApi(publicUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  const named: Named = {};
  const add = (path: string, method: string, operation: Json) => {
    paths[path] = { ...paths[path], [method]: operation };
  };
  for (const route of readRoutes) add(route.path, 'get', readOperation(route, named));
  for (const route of commandRoutes) add(pathOfCommand(route), 'post', commandOperation(route, named));
  for (const operation of [...plainOperations, ...publicOperations])
    add(operation.path, operation.method, plainOperationOf(operation, named));
  for (const operation of fileOperations) add(operation.path, operation.method, fileOperation(operation, named));
  for (const operation of draftOperations) add(operation.path, operation.method, draftOperation(operation, named));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Grantpot',
      version: '1',
      description:
        'Small grants from application to end-of-grant report. Sums are whole pence in fields that end in Pence; instants are ISO 8601 in UTC; days are YYYY-MM-DD. Every list is {items, next}.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: {
        ...named,
        Problem: schemaOf(problemSchema, 'output', named),
        CommandApplied: schemaOf(appliedSchema.meta({ example: appliedExample }), 'output', named),
        CommandStored: schemaOf(storedSchema, 'output', named),
      },
    },
  };
}

const ifMatchParameter = {
  name: 'If-Match',
  in: 'header',
  required: true,
  schema: { type: 'string' },
  description: 'The ETag that you read.',
};
