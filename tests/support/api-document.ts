import { z } from 'zod';

/** Any part of the document. */
export type Part = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- a document is read as it is

/** One operation of the API's document. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  /** The operation as it stands in the document. */
  readonly said: Part;
}

/** The API's document, as somebody who knows nothing else reads it. */
export class ApiDocument {
  readonly operations: readonly Operation[];
  private readonly schemas = new Map<unknown, z.ZodType>();

  constructor(readonly document: Part) {
    this.operations = Object.entries<Part>(document.paths).flatMap(([path, methods]) =>
      Object.entries<Part>(methods).map(([method, said]) => ({ operationId: said.operationId, method, path, said })),
    );
  }

  /** The operation of an id. @throws Error when there is none */
  operation(operationId: string): Operation {
    const found = this.operations.find((one) => one.operationId === operationId);
    if (found === undefined) throw new Error(`the API's document has no operation ${operationId}`);
    return found;
  }

  /** The operations that are sent a body of JSON. */
  get takingJson(): readonly Operation[] {
    return this.operations.filter(({ said }) => said.requestBody?.content['application/json'] !== undefined);
  }

  /** What a schema of the document finds wrong with a value; undefined where nothing is. */
  fault(schema: Part, value: unknown): string | undefined {
    const parsed = this.parserOf(schema).safeParse(value);
    return parsed.success ? undefined : JSON.stringify(parsed.error.issues).slice(0, 1_000);
  }

  /** What is wrong with an answer to an operation, by the document: its status, its type, its body, and the code of a problem. */
  answerFault(operationId: string, answer: { status: number; type: string; body: unknown }): string | undefined {
    const { said } = this.operation(operationId);
    const { status, body } = answer;
    const response = said.responses[String(status)];
    if (response === undefined) return `${operationId} answers ${String(status)}, which it does not say`;
    const type = answer.type.split(';')[0]?.trim() ?? '';
    const content = response.content[type];
    if (content === undefined) return `${operationId} answers ${String(status)} as ${type}, which it does not say`;
    const fault = this.fault(content.schema, body) ?? conventionFault(body);
    if (fault !== undefined) return `${operationId} answers ${String(status)} otherwise than it says: ${fault}`;
    const code = (body as Part).code;
    return status >= 400 && !response['x-error-codes'].includes(code)
      ? `${operationId} answers ${String(status)} with ${String(code)}, which it does not say`
      : undefined;
  }

  private parserOf(schema: Part): z.ZodType {
    const known = this.schemas.get(schema);
    if (known !== undefined) return known;
    const own = withDefs(schema);
    const parser = z.fromJSONSchema({ ...JSON.parse(own), $defs: this.namedIn(own) });
    this.schemas.set(schema, parser);
    return parser;
  }

  /** The document's schemas that one names, itself or through others: all of them, with each of hundreds, take a good part of a test's time. */
  private namedIn(schema: string, found: Record<string, Part> = {}): Readonly<Record<string, Part>> {
    for (const [, name = ''] of schema.matchAll(/"#\/\$defs\/([^"]+)"/g)) {
      if (name in found) continue;
      const named = withDefs(this.document.components.schemas[name]);
      found[name] = JSON.parse(named);
      this.namedIn(named, found);
    }
    return found;
  }
}

/** A schema as JSON, whose references are as JSON Schema has them, not as OpenAPI does. */
const withDefs = (schema: Part): string => JSON.stringify(schema).replaceAll('"#/components/schemas/', '"#/$defs/');

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const instantOfAnyKind = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/** What in an answer breaks the API's habits: sums are whole pence in fields that end in `Pence`, instants are in UTC. */
export function conventionFault(value: unknown, name = ''): string | undefined {
  if (Array.isArray(value)) return value.map((one) => conventionFault(one, name)).find((fault) => fault !== undefined);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, inner]) => conventionFault(inner, key))
      .find((fault) => fault !== undefined);
  }
  if (value === null || value === undefined) return undefined;
  if (name.endsWith('Pence') && !Number.isSafeInteger(value)) return `${name} is no whole number of pence`;
  if (typeof value === 'number' && isSum(name) && !name.endsWith('Pence'))
    return `${name} is a sum, and does not say so`;
  if (typeof value === 'string' && instantOfAnyKind.test(value) && !instant.test(value))
    return `${name} is no instant in UTC: ${value}`;
  return undefined;
}

/** Whether a field is a sum of money by its name. */
export const isSum = (name: string): boolean => /amount|price|balance|budget|paid|total/i.test(name);
