import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';

/** A mail as an SMTP server got it. */
export interface Received {
  readonly to: readonly string[];
  /** Headers and body as they came. */
  readonly source: string;
}

/** An SMTP server of a test's own, really listening. */
export interface Smtp {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** Starts an SMTP server. `refuse` says which addresses it refuses for ever; `onMail` is waited for before it says that it has a mail. */
export async function startSmtp(
  options: { port?: number; refuse?: (address: string) => boolean; onMail?: (mail: Received) => Promise<void> } = {},
): Promise<Smtp> {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, answer) => {
      if (options.refuse?.(address) === true)
        answer(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      else answer();
    },
    onData: (stream, session, answer) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const mail = {
          to: session.envelope.rcptTo.map(({ address }) => address),
          source: Buffer.concat(parts).toString('utf8'),
        };
        received.push(mail);
        void (options.onMail?.(mail) ?? Promise.resolve()).then(
          () => {
            answer();
          },
          (error: unknown) => {
            answer(error as Error);
          },
        );
      });
    },
  });
  server.on('error', () => undefined); // a client that goes away
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    port,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
