import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Somebody with a token. */
export interface Asker {
  readonly name: string;
  readonly token: string;
}

/** Any JSON that comes back. */
export type Json = Readonly<Record<string, unknown>>;

/** An operation of the API document. */
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
}

/** What an operation is asked with: ids for its address, a query, a body, an ETag. */
export interface Asking {
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
}

/** An answer that is a problem document. */
export class Refused extends Error {
  constructor(
    readonly operation: string,
    readonly status: number,
    readonly problem: Json,
  ) {
    super(
      `${operation}: ${String(status)} ${String(problem['code'])}: ${String(problem['detail'])} ${JSON.stringify(problem['errors'] ?? '')}`,
    );
  }
}

const patienceMs = 120_000;
const pauseMs = 100;

/**
 * A client that knows nothing but the API's own document: it finds each operation by its id. It asks again, with the same key, when
 * nobody answers or the answer is 503, and follows a 202 to its outcome, so that processes may end and come back while it works.
 */
export class Api {
  private constructor(
    private readonly base: string,
    private readonly operations: ReadonlyMap<string, Operation>,
  ) {}

  /** Reads the document of a running Grantpot. */
  static async of(url: string): Promise<Api> {
    const base = `${url}/api/v1`;
    const { json } = await ask(`${base}/openapi.json`, {});
    const paths = json['paths'] as Readonly<
      Record<string, Readonly<Record<string, { operationId: string; parameters?: Operation['parameters'] }>>>
    >;
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId, parameters = [] }]) =>
          [operationId, { method: method.toUpperCase(), path, parameters }] as const,
      ),
    );
    return new Api(base, new Map(operations));
  }

  /** Asks for an operation as somebody, and gives the answer back. @throws Refused for a problem document. */
  async as(asker: Asker, operationId: string, asking: Asking = {}): Promise<Json> {
    const operation = this.operations.get(operationId);
    if (operation === undefined) throw new Error(`the API document has no operation ${operationId}`);
    const { method, path, parameters } = operation;
    const address = path.replace('{id}', asking.id ?? '');
    const query = asking.query === undefined ? '' : `?${new URLSearchParams(asking.query).toString()}`;
    const headers: Record<string, string> = { Authorization: `Bearer ${asker.token}` };
    if (parameters.some(({ name }) => name === 'Idempotency-Key')) headers['Idempotency-Key'] = randomUUID();
    if (asking.ifMatch !== undefined) headers['If-Match'] = asking.ifMatch;
    if (method !== 'GET') headers['Content-Type'] = 'application/json';
    const answer = await ask(`${this.base}${address}${query}`, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: JSON.stringify(asking.body ?? {}) }),
    });
    if (answer.status === 202) return this.follow(asker, operationId, String(answer.json['commandId']), answer.json);
    if (answer.status >= 400) throw new Refused(operationId, answer.status, answer.json);
    return answer.json;
  }

  /** Waits until what somebody reads is as wished. @throws Error when it is not so for two minutes. */
  async until<Found extends Json>(
    asker: Asker,
    operationId: string,
    asking: Asking,
    wished: (found: Found) => boolean,
    what: string,
  ): Promise<Found> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const found = (await this.as(asker, operationId, asking)) as Found;
      if (wished(found)) return found;
      if (Date.now() > deadline)
        throw new Error(`waited two minutes in vain: ${what}; it is ${JSON.stringify(found).slice(0, 2_000)}`);
      await sleep(pauseMs);
    }
  }

  /** Every entry of a list, page by page. */
  async all(asker: Asker, operationId: string, query: Readonly<Record<string, string>> = {}): Promise<readonly Json[]> {
    const items: Json[] = [];
    for (let next: string | null = null; ;) {
      const page: Json = await this.as(asker, operationId, {
        query: next === null ? query : { ...query, cursor: next },
      });
      items.push(...(page['items'] as readonly Json[]));
      next = page['next'] as string | null;
      if (next === null) return items;
    }
  }

  private async follow(asker: Asker, operationId: string, commandId: string, stored: Json): Promise<Json> {
    const command = await this.until(
      asker,
      'getCommand',
      { id: commandId },
      (found) => found['status'] !== 'stored',
      `the outcome of ${operationId}`,
    );
    const outcome = (command['outcome'] ?? {}) as Json;
    if (command['status'] === 'applied') return { ...stored, status: 'applied', ...outcome };
    throw new Refused(operationId, 409, (outcome['refusal'] ?? { code: command['status'], detail: '' }) as Json);
  }
}

/** What the story's steps need of a client. */
export type StoryClient = Pick<Api, 'as' | 'until'>;

/** One request, asked again while nobody answers. */
async function ask(url: string, init: RequestInit): Promise<{ status: number; json: Json }> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) });
      const text = await response.text();
      if (response.status !== 503 && response.status !== 502) {
        return { status: response.status, json: (text.startsWith('{') ? JSON.parse(text) : { text }) as Json };
      }
    } catch (error) {
      if (!(error instanceof TypeError) && !(error instanceof DOMException)) throw error;
    }
    if (Date.now() > deadline) throw new Error(`nobody answered for two minutes: ${url}`);
    await sleep(pauseMs);
  }
}
