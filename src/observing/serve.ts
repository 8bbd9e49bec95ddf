import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the listener for those who run Grantpot is made of. */
export interface Served {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** All figures, in Prometheus's text. */
  readonly scrape: () => Promise<string>;
  /** Whether the process does its work. */
  readonly isWell: () => boolean;
}

/** A listener that answers. */
export interface Serving {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `/metrics` and `/healthz` on a port of their own, which those who run Grantpot reach and nobody else does: what is asked of
 * the web server from outside never gets here, so nothing has to be kept secret for it. @throws what Node says when it cannot listen.
 */
export async function serveFigures({ host, port, scrape, isWell }: Served): Promise<Serving> {
  const answers: Readonly<Record<string, () => Promise<Answer>>> = {
    '/metrics': async () => ({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: await scrape() }),
    '/healthz': () => {
      const well = isWell();
      const body = JSON.stringify({ status: well ? 'alive' : 'not working' });
      return Promise.resolve({ status: well ? 200 : 503, type: 'application/json', body });
    },
  };
  const server = createServer((request, response) => {
    const answer = request.method === 'GET' ? answers[request.url?.split('?')[0] ?? ''] : undefined;
    void (answer?.() ?? Promise.resolve(nothing)).catch(() => ({ ...nothing, status: 500 })).then(send(response));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const nothing: Answer = { status: 404, type: 'text/plain; charset=utf-8', body: '' };

const send =
  (response: ServerResponse) =>
  ({ status, type, body }: Answer): void => {
    response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
  };
