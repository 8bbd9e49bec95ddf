import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import type { Asker, Asking, Json } from '../src/cli/story/api';

/**
 * Asks one Grantpot over HTTP, by the API's document: connections are kept, an answer of 202 is followed to its outcome, as long as that
 * takes, and a problem is an error.
 */
export interface HttpClient {
  as(asker: Asker, operationId: string, asking?: Asking): Promise<Json>;
}

interface Operation {
  readonly method: string;
  readonly path: string;
}

type Paths = Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;

/** Opens a client as light as can be, since it shares the machine with what it measures. */
export async function openHttpClient(url: string): Promise<HttpClient> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(url);
  const send = (method: string, path: string, headers: Record<string, string>, body?: string): Promise<Json> =>
    new Promise((resolve, reject) => {
      const asking = request({ agent, hostname, port, method, path: `/api/v1${path}`, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200 || response.statusCode === 201) resolve(JSON.parse(text) as Json);
          else if (response.statusCode === 202) resolve(follow(headers, JSON.parse(text) as Json));
          else reject(new Error(`${method} ${path}: ${String(response.statusCode)} ${text.slice(0, 500)}`));
        });
      });
      asking.on('error', (error: NodeJS.ErrnoException) => {
        // A connection that the server let go of at the very moment that it was used again; the key makes it one command.
        if (asking.reusedSocket && error.code === 'ECONNRESET') resolve(send(method, path, headers, body));
        else reject(error);
      });
      asking.end(body);
    });

  const follow = async (headers: Record<string, string>, stored: Json): Promise<Json> => {
    const reading = { authorization: headers['authorization'] ?? '' };
    for (;;) {
      const { status, outcome } = await send('GET', `/commands/${String(stored['commandId'])}`, reading);
      if (status === 'applied') return { ...stored, ...(outcome as Json), late: true };
      if (status !== 'stored') throw new Error(`a command that was answered late is ${String(status)}`);
      await pause(50);
    }
  };

  const { paths } = (await send('GET', '/openapi.json', {})) as unknown as { readonly paths: Paths };
  const operations = new Map<string, Operation>(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => [operationId, { method: method.toUpperCase(), path }]),
    ),
  );
  return {
    as: (asker, operationId, asking = {}) => {
      const operation = operations.get(operationId);
      if (operation === undefined) throw new Error(`the API document has no operation ${operationId}`);
      const query = asking.query === undefined ? '' : `?${new URLSearchParams(asking.query).toString()}`;
      const path = `${operation.path.replace('{id}', asking.id ?? '')}${query}`;
      const headers = { authorization: `Bearer ${asker.token}` };
      if (operation.method === 'GET') return send('GET', path, headers);
      const body = JSON.stringify(asking.body ?? {});
      return send(
        operation.method,
        path,
        {
          ...headers,
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
          'idempotency-key': randomUUID(),
          ...(asking.ifMatch === undefined ? {} : { 'if-match': asking.ifMatch }),
        },
        body,
      );
    },
  };
}
