import { randomUUID } from 'node:crypto';

/** What the API answered. */
export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** Somebody who talks to the API. */
export interface Caller {
  /** Posts a command, under a new key unless one is given. */
  post(path: string, body?: object, key?: string): Promise<Answered>;
  get(path: string): Promise<Answered>;
}

/** Somebody who talks to the API below this address by a bearer token. */
export function callerOf(api: string, token: string): Caller {
  const ask = async (path: string, init: RequestInit): Promise<Answered> => {
    const response = await fetch(`${api}${path}`, init);
    return { status: response.status, body: (await response.json()) as Answered['body'], headers: response.headers };
  };
  const authorization = `Bearer ${token}`;
  return {
    post: (path, body = {}, key = randomUUID()) =>
      ask(path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      }),
    get: (path) => ask(path, { headers: { authorization } }),
  };
}
