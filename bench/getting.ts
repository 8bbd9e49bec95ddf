import { Agent, request } from 'node:http';

/** Gets JSON over kept connections, and nothing else: what it costs is the same for whatever it asks. */
export interface Getter {
  /** The answer's text. @throws Error for any answer but 200 */
  get(path: string): Promise<string>;
  close(): void;
}

/** A getter for one server, with a token where it wants one. */
export function openGetter(url: string, token?: string): Getter {
  return openGetterWith(url, token === undefined ? {} : { authorization: `Bearer ${token}` });
}

/** A getter that asks with headers of its own, such as a session's cookie. */
export function openGetterWith(url: string, headers: Readonly<Record<string, string>>): Getter {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(url);
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        const asking = request({ agent, hostname, port, path, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if (response.statusCode === 200) resolve(text);
            else reject(new Error(`${path}: ${String(response.statusCode)} ${text.slice(0, 300)}`));
          });
        });
        asking.on('error', reject);
        asking.end();
      }),
    close: () => {
      agent.destroy();
    },
  };
}
