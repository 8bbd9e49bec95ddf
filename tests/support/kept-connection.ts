import { Agent, request } from 'node:http';

/** What was answered. */
export interface Answered {
  readonly status: number;
  readonly type: string;
  /** Where it leads, if it leads on. */
  readonly to: string | undefined;
  readonly text: string;
}

/** What is sent. */
export interface Asking {
  /** `GET` unless said. */
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One connection to a web process, on which thousands of questions are asked: `fetch` would take as long as the answer itself. */
export interface KeptConnection {
  /** Asks, and does not follow where it leads. */
  ask(path: string, asking: Asking): Promise<Answered>;
  close(): void;
}

/** Keeps a connection to an address, such as `http://127.0.0.1:1234`. */
export function keepConnection(url: string): KeptConnection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(url);
  return {
    ask: (path, { method = 'GET', headers, body }) =>
      new Promise((resolve, reject) => {
        const asking = request({ agent, hostname, port, path, method, headers }, (answer) => {
          const pieces: Buffer[] = [];
          answer.on('data', (piece: Buffer) => pieces.push(piece));
          answer.on('error', reject);
          answer.on('end', () => {
            const { 'content-type': type = '', location: to } = answer.headers;
            resolve({ status: answer.statusCode ?? 0, type, to, text: Buffer.concat(pieces).toString('latin1') });
          });
        });
        asking.on('error', reject);
        asking.end(body);
      }),
    close: () => {
      agent.destroy();
    },
  };
}
