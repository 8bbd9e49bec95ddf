import type { ApiDocument, Operation, Part } from './api-document';

/** A text that nobody else writes, and where it was typed. */
export interface Canary {
  readonly text: string;
  /** The operation, and the place in its body. */
  readonly place: string;
}

/** What is typed wherever a postcode goes, which has a form of its own. */
export const canaryPostcode = 'ZE3 9QK';

/** Finds any canary, in whatever case. */
const anyCanary = /qk\d{5}zx/gi;

/**
 * Puts a canary of its own into every field that people type into, by the API's document: texts without a form of their own and email
 * addresses, those too that a body leaves out. It does so on the way out, so that what sends the requests need not know.
 */
export class Canaries {
  readonly all: Canary[] = [];
  /** What stands for the name of each person who was added: they sign with it. */
  private readonly names = new Map<string, string>();
  private fillsLeftOut = false;
  private readonly addresses: readonly { readonly pattern: RegExp; readonly operation: Operation }[];

  constructor(
    private readonly document: ApiDocument,
    private readonly api: string,
  ) {
    this.addresses = document.operations.map((operation) => ({
      operation,
      pattern: new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    }));
  }

  /** A new canary. */
  at(place: string): string {
    const text = `Qk${String(this.all.length + 1).padStart(5, '0')}Zx`;
    this.all.push({ text, place });
    return text;
  }

  /** A body with canaries, as an operation describes it. */
  private fill(operation: Operation, body: unknown, { leftOut }: { leftOut: boolean }): unknown {
    const schema: Part = operation.said.requestBody?.content['application/json']?.schema;
    this.fillsLeftOut = leftOut;
    return schema === undefined ? body : this.filled(schema, body, operation.operationId);
  }

  /** A fetch that puts canaries into every body for the API, its keys and its headers. */
  filling(plain: typeof fetch): typeof fetch {
    return async (input, init) => {
      const url = new URL(addressOf(input));
      const path = url.href.startsWith(`${this.api}/`) ? url.pathname.replace('/api/v1', '') : undefined;
      const operation = this.addresses.find(
        (one) =>
          path !== undefined &&
          one.operation.method.toUpperCase() === (init?.method ?? 'GET') &&
          one.pattern.test(path),
      )?.operation;
      if (operation === undefined) return plain(input, init);
      const headers = new Headers(init?.headers);
      headers.set('User-Agent', this.at(`${operation.operationId} User-Agent`));
      headers.set('X-Request-Id', this.at(`${operation.operationId} X-Request-Id`));
      if (headers.has('Idempotency-Key'))
        headers.set(
          'Idempotency-Key',
          `${headers.get('Idempotency-Key')!} ${this.at(`${operation.operationId} Idempotency-Key`)}`,
        );
      const sent = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
      const send = (body: unknown) =>
        plain(input, { ...init, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const whole = this.fill(operation, sent, { leftOut: true });
      const response = await send(whole);
      // What may be left out has forms of its own sometimes, or does not go with the rest.
      if (response.status !== 422 || sent === undefined) return response;
      if (headers.has('Idempotency-Key'))
        headers.set('Idempotency-Key', this.at(`${operation.operationId} Idempotency-Key`));
      return send(this.fill(operation, sent, { leftOut: false }));
    };
  }

  private filled(given: Part, value: Part, place: string): unknown {
    const schema = this.resolved(given);
    const choices: Part[] | undefined = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) {
      const choice = choices
        .map((one) => this.resolved(one))
        .find((one) => this.document.fault(one, value) === undefined);
      return choice === undefined ? value : this.filled(choice, value, place);
    }
    if (Array.isArray(value))
      return value.map((one, index) => this.filled(schema.items ?? {}, one, `${place}/${String(index)}`));
    if (typeof value === 'object' && value !== null) return this.filledObject(schema, value, place);
    // Numbers and references have a form that the document does not say; they are canaries by themselves.
    if (typeof value !== 'string' || !/[a-z]/.test(value)) return value;
    if (place.endsWith('/signature')) return this.names.get(value) ?? value;
    const canary = this.instead(schema, place) ?? value;
    if (place === 'addPerson/name') this.names.set(value, canary);
    return canary;
  }

  private filledObject(schema: Part, value: Part, place: string): unknown {
    const properties: Record<string, Part> = schema.properties ?? {};
    const given = Object.entries<Part>(value).map(([name, one]) => [
      name,
      this.filled(
        properties[name] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {}),
        one,
        `${place}/${name}`,
      ),
    ]);
    const leftOut = Object.entries(properties).flatMap(([name, one]) => {
      const text =
        name in value || !this.fillsLeftOut ? undefined : this.instead(this.resolved(one), `${place}/${name}`);
      return text === undefined ? [] : [[name, text]];
    });
    return Object.fromEntries([...given, ...leftOut]) as unknown;
  }

  /** A canary for a field that people type into. */
  private instead(schema: Part, place: string): string | undefined {
    if (schema.type !== 'string' || schema.enum !== undefined || schema.const !== undefined) return undefined;
    // A policy's own names, and what refers to them.
    if (/\/key$|\/declarations\/\d+$/.test(place)) return undefined;
    if (place.endsWith('/postcode')) return canaryPostcode;
    if (schema.format === 'email' || place.endsWith('/email')) return `${this.at(place).toLowerCase()}@example.org`;
    return schema.format === undefined && schema.pattern === undefined ? this.at(place) : undefined;
  }

  private resolved(schema: Part): Part {
    const name: string | undefined = schema.$ref?.replace('#/components/schemas/', '');
    return name === undefined ? schema : this.resolved(this.document.document.components.schemas[name]);
  }
}

/** Where a request goes. */
export function addressOf(input: Parameters<typeof fetch>[0]): string {
  if (typeof input === 'string') return input;
  return input instanceof URL ? input.href : input.url;
}

/** What may be nowhere that is looked at: every canary, and texts besides, such as bank numbers. */
export class Forbidden {
  constructor(
    private readonly canaries: readonly Canary[],
    private readonly besides: readonly string[],
  ) {}

  /** Which of them a text holds, as it is or in base64, each with where it was typed. */
  in(text: string): readonly string[] {
    const found = new Set<string>();
    for (const layer of [text, decoded(text)]) {
      for (const [hit] of layer.matchAll(anyCanary)) {
        const canary = this.canaries.find((one) => one.text.toLowerCase() === hit.toLowerCase());
        found.add(`${hit} typed at ${canary?.place ?? 'nowhere'}`);
      }
      for (const one of this.besides) if (standsIn(layer, one)) found.add(one);
    }
    return [...found];
  }
}

/** Digits among other digits or letters are another number, part of an id or a fraction. */
const standsIn = (text: string, word: string): boolean =>
  /^\d+$/.test(word) ? new RegExp(`(?<![\\w.])${word}(?![\\w])`).test(text) : text.includes(word);

/** What a text holds in base64, whichever of its letters a group begins with. */
function decoded(text: string): string {
  return [...text.matchAll(/[A-Za-z0-9+/_-]{12,}/g)]
    .map(([word]) => Buffer.from(word, 'base64').toString('latin1'))
    .join('\n');
}
