import { refusals, type RefusalCode } from '../../../domain/refusals/refusal';
import { doorProblems, statusOfRefusal, type DoorCode } from '../../problems';
import { fieldsOf, type Field, type Named, type Schema } from './docs-fields';

/** The API's document, as far as its pages show it. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Named };
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly 'x-required-roles': readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly 'x-error-codes'?: readonly string[]; readonly content: Content }
    >
  >;
}

type Content = Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;

/** An operation as lists name it. */
interface Listed {
  readonly id: string;
  readonly summary: string;
  readonly method: string;
  readonly path: string;
}

/** Operations about one kind of thing. */
export interface Section {
  readonly name: string;
  readonly operations: readonly Listed[];
}

/** A code that a problem can have. */
export interface CodeTold {
  readonly code: string;
  readonly status: number;
  readonly sentence: string;
}

/** One operation, as its page shows it. */
export interface OperationView extends Listed {
  readonly section: string;
  readonly description: string | undefined;
  readonly roles: readonly string[];
  readonly parameters: readonly (Field & { readonly where: string })[];
  readonly fields: readonly Field[];
  readonly hasBody: boolean;
  readonly request: string;
  readonly answers: readonly {
    readonly status: string;
    readonly description: string;
    readonly type: string;
    readonly fields: readonly Field[];
    readonly example: string | undefined;
  }[];
  readonly problems: readonly CodeTold[];
}

/** The operations of a document by what they are about, which is the first part of their address. */
export function sectionsOf(document: ApiDocument): readonly Section[] {
  const sections = new Map<string, Listed[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    const name = sectionOf(path);
    const listed = Object.entries(methods).map(([method, said]) => listedAs(path, method, said));
    sections.set(name, [...(sections.get(name) ?? []), ...listed]);
  }
  return [...sections]
    .map(([name, operations]) => ({ name, operations }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** One operation of a document, by its id. */
export function operationOf(document: ApiDocument, id: string): OperationView | undefined {
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, said] of Object.entries(methods)) {
      if (said.operationId === id) return viewOf(document, path, method, said);
    }
  }
  return undefined;
}

/** Every code that a problem can have, with what it says. */
export function allCodes(): readonly CodeTold[] {
  return [...Object.keys(doorProblems), ...Object.keys(refusals)]
    .map(told)
    .toSorted((one, other) => one.code.localeCompare(other.code, 'en'));
}

const sectionOf = (path: string): string => {
  const words = (path.split('/')[1] ?? '').replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
};

const listedAs = (path: string, method: string, { operationId, summary }: Operation): Listed => ({
  id: operationId,
  summary,
  method: method.toUpperCase(),
  path,
});

function viewOf(document: ApiDocument, path: string, method: string, said: Operation): OperationView {
  const named = document.components.schemas;
  const [body] = Object.values(said.requestBody?.content ?? {});
  const isForm = said.requestBody?.content['multipart/form-data'] !== undefined;
  const responses = Object.entries(said.responses);
  return {
    ...listedAs(path, method, said),
    section: sectionOf(path),
    // Its roles are said above it.
    description: said.description?.replace(/^Needs one of these roles:[^.]*\. /, ''),
    roles: said['x-required-roles'].map((role) => role.replaceAll('_', ' ')),
    parameters: said.parameters.map(({ name, in: where, required, description, schema }) => {
      const [field] = fieldsOf({ properties: { [name]: schema } }, named);
      return { name, where, required, holds: field?.holds ?? '', description: description ?? field?.description };
    }),
    hasBody: body !== undefined,
    fields: body === undefined ? [] : fieldsOf(body.schema, named),
    request: requestFor(path, method, said, isForm ? { form: body?.example } : { json: body?.example }),
    answers: responses
      .filter(([status]) => status.startsWith('2'))
      .map(([status, { description, content }]) => answerView(status, description, content, named)),
    problems: responses.flatMap(([, response]) => response['x-error-codes'] ?? []).map(told),
  };
}

function answerView(
  status: string,
  description: string,
  content: Content,
  named: Named,
): OperationView['answers'][number] {
  const [type, media] = Object.entries(content)[0] ?? ['', undefined];
  const schema = media?.schema ?? {};
  const name = schema.$ref?.split('/').at(-1);
  const example = media?.example ?? (name === undefined ? undefined : named[name]?.example) ?? schema.example;
  return {
    status,
    description,
    type,
    fields: fieldsOf(schema, named),
    example: example === undefined ? undefined : typeof example === 'string' ? example : pretty(example),
  };
}

/** What one types in a shell; `$API` and `$TOKEN` are those of the first page. */
function requestFor(
  path: string,
  method: string,
  { parameters }: Operation,
  { json, form }: { readonly json?: unknown; readonly form?: unknown },
): string {
  const headers = parameters.filter(({ in: where }) => where === 'header').map(({ name }) => name);
  const flags = [
    `-H "Authorization: Bearer $TOKEN"`,
    ...(json === undefined ? [] : [`-H 'Content-Type: application/json'`]),
    ...(headers.includes('Idempotency-Key') ? [`-H "Idempotency-Key: $(uuidgen)"`] : []),
    ...(headers.includes('If-Match') ? [`-H 'If-Match: "2"'`] : []),
    ...(json === undefined ? [] : [`-d '${pretty(json).replaceAll("'", String.raw`'\''`)}'`]),
    ...Object.entries(form ?? {}).map(
      ([name, value]) => `-F '${name}=${name === 'file' ? '@document.pdf' : String(value)}'`,
    ),
  ];
  const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
  return [
    `curl -s${verb} "$API${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)}"`,
    ...flags,
  ].join(' \\\n  ');
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

function told(code: string): CodeTold {
  if (Object.hasOwn(doorProblems, code)) {
    const [status, , sentence] = doorProblems[code as DoorCode];
    return { code, status, sentence };
  }
  return { code, status: statusOfRefusal(code as RefusalCode), sentence: refusals[code as RefusalCode] };
}
