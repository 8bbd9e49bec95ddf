import { randomUUID } from 'node:crypto';

import type { Person } from '../../src/cli/story/cast';
import type { ApiDocument, Operation } from './api-document';
import type { Told } from './front-door';
import { aPdf } from './zip';

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Told;
}

/** What is sent besides a token. */
export interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
}

/** Requests as they are, with nothing added but a token. */
export interface RawRequests {
  /** Fails where a problem is no problem document, or shows anything of what is inside. */
  ask(token: string | undefined, method: string, path: string, sending?: Sending): Promise<Answer>;
  /** Posts JSON, with a key of its own unless it has headers. */
  post(by: Person, path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends an operation's own example, with all headers that it wants. */
  sendExample(by: Person | undefined, operation: Operation, path: string): Promise<Answer>;
}

/** What no answer may show of what is inside. */
export const inside =
  /select |insert into|update .* set|kysely|node_modules|\.ts:|\.js:|at async|stack|postgres|temporal|sqlstate|constraint|violates|relation "/i;

/** The header of JSON. */
export const json = { 'Content-Type': 'application/json' };

/** The headers of a command, with a new key. */
export const keyed = (): Readonly<Record<string, string>> => ({ ...json, 'Idempotency-Key': randomUUID() });

/** The example of what an operation is sent. */
export const exampleOf = ({ said }: Operation): unknown => said.requestBody?.content['application/json']?.example;

/** Requests to an API at an address, which is described by a document. */
export function rawRequests(api: string, document: ApiDocument): RawRequests {
  const requests: RawRequests = {
    ask: async (token, method, path, { headers = {}, body } = {}) => {
      const response = await fetch(`${api}${path}`, {
        method,
        headers: { ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }), ...headers },
        ...(body === undefined ? {} : { body }),
      });
      const answer = await answerOf(response);
      if (answer.status >= 400) expectProblem(answer, document);
      return answer;
    },
    post: (by, path, body, headers = keyed()) =>
      requests.ask(by.token, 'POST', path, { headers, body: JSON.stringify(body) }),
    sendExample: (by, operation, path) =>
      operation.method === 'get'
        ? requests.ask(by?.token, 'GET', path)
        : requests.ask(by?.token, operation.method.toUpperCase(), path, sendingExample(operation)),
  };
  return requests;
}

function sendingExample(operation: Operation): Sending {
  const form = operation.said.requestBody?.content['multipart/form-data'];
  if (form !== undefined) return { headers: { 'Idempotency-Key': randomUUID() }, body: formOf(form.example) };
  const example = exampleOf(operation);
  const headers = { ...keyed(), 'If-Match': '"1"' };
  return example === undefined ? { headers } : { headers, body: JSON.stringify(example) };
}

/** A form with a file, and what is said of it. */
export function formOf(
  { file: _, ...fields }: Readonly<Record<string, string>>,
  content = aPdf(),
  name = 'a.pdf',
): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new Blob([new Uint8Array(content)]), name);
  return form;
}

/** A response, read. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, text, body: text.startsWith('{') ? JSON.parse(text) : undefined };
}

/** Fails unless an answer is a problem document that shows nothing of what is inside. */
export function expectProblem({ status, headers, text, body }: Answer, document: ApiDocument): void {
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(document.fault(document.document.components.schemas.Problem, body)).toBeUndefined();
  expect(body.status).toBe(status);
  expect(body.code).toMatch(/^[A-Z][A-Z_]+$/);
  expect(body.detail).toMatch(/^[A-Z].*\.$/);
  expect(text).not.toMatch(inside);
}
