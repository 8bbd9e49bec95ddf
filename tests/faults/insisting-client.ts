import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { Refused, type Asker, type Asking, type Json, type StoryClient } from '../../src/cli/story/api';
import type { ApiDocument } from '../support/api-document';
import { waitFor } from '../support/wait-for';

/** What is told of each command that a client gives. */
export interface Listening {
  /** Waits here before it gives the command for the first time. */
  readonly before: (command: string, key: string) => Promise<void>;
  /** It has its outcome. */
  readonly after: (command: string) => void;
}

const patienceMs = 8_000;
const pauseMs = 50;

/**
 * Somebody who repeats each request under the same key until it has an outcome, whatever happens meanwhile: no answer, no connection,
 * 503, and 202, after which the very same request is sent again.
 */
export class InsistingClient implements StoryClient {
  /** How often a request had to be repeated. */
  repeated = 0;

  constructor(
    private readonly api: string,
    private readonly document: ApiDocument,
    private readonly listening: Listening,
  ) {}

  as(asker: Asker, operationId: string, asking: Asking = {}): Promise<Json> {
    return this.give(asker, operationId, asking, this.listening);
  }

  private async give(asker: Asker, operationId: string, asking: Asking, listening?: Listening): Promise<Json> {
    const { method, path, said } = this.document.operation(operationId);
    const isCommand = said.responses['202'] !== undefined;
    const key = randomUUID();
    const query = asking.query === undefined ? '' : `?${new URLSearchParams(asking.query).toString()}`;
    const request: RequestInit = {
      method: method.toUpperCase(),
      headers: {
        authorization: `Bearer ${asker.token}`,
        ...(method === 'get' ? {} : { 'content-type': 'application/json' }),
        ...(method === 'post' ? { 'idempotency-key': key } : {}),
        ...(asking.ifMatch === undefined ? {} : { 'if-match': asking.ifMatch }),
      },
      ...(method === 'get' ? {} : { body: JSON.stringify(asking.body ?? {}) }),
    };
    if (isCommand) await listening?.before(operationId, key);
    const { status, body } = await this.insist(`${this.api}${path.replace('{id}', asking.id ?? '')}${query}`, request);
    if (isCommand) listening?.after(operationId);
    if (status >= 400) throw new Refused(operationId, status, body);
    // A token is told once, to whoever hears it: who has not asks for another.
    return operationId === 'issueToken' && body['token'] === undefined ? this.give(asker, operationId, asking) : body;
  }

  until<Found extends Json>(
    asker: Asker,
    operationId: string,
    asking: Asking,
    wished: (found: Found) => boolean,
    what: string,
  ): Promise<Found> {
    return waitFor(what, async () => {
      const found = (await this.as(asker, operationId, asking)) as Found;
      return wished(found) ? found : undefined;
    });
  }

  private async insist(address: string, request: RequestInit): Promise<{ status: number; body: Json }> {
    for (;;) {
      const answer = await this.ask(address, request);
      if (answer !== undefined && ![202, 502, 503].includes(answer.status)) return answer;
      this.repeated += 1;
      await sleep(pauseMs);
    }
  }

  private async ask(address: string, request: RequestInit): Promise<{ status: number; body: Json } | undefined> {
    try {
      const response = await fetch(address, { ...request, signal: AbortSignal.timeout(patienceMs) });
      return { status: response.status, body: (await response.json()) as Json };
    } catch {
      return undefined; // nobody there, a connection that was cut, or no answer in time
    }
  }
}
