import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before several web servers, as a reverse proxy does in production. */
export interface Balancer {
  /** Its address, without a slash at its end. */
  readonly address: string;
  /** How many commands were answered with an outcome or with 202. */
  readonly answered: number;
  /** The ids of these commands. */
  readonly acknowledged: ReadonlySet<string>;
  /** How many requests each web server answered. */
  readonly shares: readonly number[];
  close(): Promise<void>;
}

/** Passes each request to the next web server in turn. What one does not answer is 502, and the client asks again with the same key. */
export async function openBalancer(addresses: readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const acknowledged = new Set<string>();
  const shares = addresses.map(() => 0);
  const state = { next: 0, answered: 0 };

  const pass = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const place = (state.next += 1) % addresses.length;
    const failed = () => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502, { 'Content-Type': 'text/plain' }).end('nobody answered');
    };
    const url = new URL(incoming.url ?? '/', addresses[place]);
    const passed = request(url, { agent, method: incoming.method, headers: incoming.headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', failed);
      answer.once('end', () => {
        const body = Buffer.concat(chunks);
        const { statusCode = 502, headers } = answer;
        shares[place]! += 1;
        if (incoming.method === 'POST' && statusCode < 300) note(body);
        outgoing.writeHead(statusCode, headers).end(body);
      });
    });
    passed.once('error', failed);
    incoming.pipe(passed);
  };
  const note = (body: Buffer) => {
    state.answered += 1;
    const { commandId } = JSON.parse(body.toString()) as { commandId?: string };
    if (commandId !== undefined) acknowledged.add(commandId);
  };

  const server = createServer(pass);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    get answered() {
      return state.answered;
    },
    acknowledged,
    shares,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      agent.destroy();
    },
  };
}
