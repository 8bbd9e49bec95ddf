import { createServer } from 'node:net';

/** A TCP port of 127.0.0.1 that nothing listened on a moment ago. Another program may still be quicker: whoever binds it tries again with another. */
export async function freePort(): Promise<number> {
  const port = await listenOnce(0);
  if (port === undefined) throw new Error('The system gives out no free port on 127.0.0.1.');
  return port;
}

/** Whether a TCP port can be listened on now, on every address of this machine. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== undefined && (await listenOnce(port, '0.0.0.0')) !== undefined;
}

/** The wished port if it is free, else another free one. */
export async function portNear(wished: number | undefined): Promise<number> {
  return wished !== undefined && (await isPortFree(wished)) ? wished : freePort();
}

function listenOnce(port: number, host = '127.0.0.1'): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : undefined);
      });
    });
  });
}
