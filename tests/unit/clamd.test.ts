import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { clamdScan } from '../../src/files/clamd';

/** A daemon of the test's own that speaks clamd's INSTREAM: it gathers the pieces by their lengths, and answers once the last has come. */
async function aDaemon(reply: (content: Buffer, socket: Socket) => void): Promise<{ address: string; server: Server }> {
  const server = createServer((socket) => {
    let bytes = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (piece: Buffer) => {
      bytes = Buffer.concat([bytes, piece]);
      const command = 'zINSTREAM\0';
      if (bytes.subarray(0, command.length).toString() !== command) return;
      const pieces: Buffer[] = [];
      for (let at = command.length; at + 4 <= bytes.length;) {
        const length = bytes.readUInt32BE(at);
        if (length === 0) return reply(Buffer.concat(pieces), socket);
        if (at + 4 + length > bytes.length) return;
        pieces.push(bytes.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`, server };
}

const closed = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve));

test.each([
  ['stream: OK\0', 'clean'],
  ['stream: Eicar-Signature FOUND\0', 'infected'],
  ['INSTREAM size limit exceeded. ERROR\0', 'unavailable'],
  ['', 'unavailable'],
  ['stream: OK\0 and more', 'unavailable'],
])('a daemon that answers %j says %s', async (said, expected) => {
  const content = Buffer.alloc(200_001, 'canary');
  let seen: Buffer = Buffer.alloc(0);
  const { address, server } = await aDaemon((received, socket) => {
    seen = received;
    socket.end(said);
  });
  expect(await clamdScan(address)(content)).toBe(expected);
  expect(seen.equals(content)).toBe(true);
  await closed(server);
});

test('one that hangs up, or is not there, does not answer', async () => {
  const { address, server } = await aDaemon((_, socket) => socket.destroy());
  expect(await clamdScan(address)(Buffer.from('a'))).toBe('unavailable');
  await closed(server);
  expect(await clamdScan(address)(Buffer.from('a'))).toBe('unavailable');
});
