import { createConnection } from 'node:net';

/** What a virus check says of a file. */
export type ScanResult = 'clean' | 'infected' | 'unavailable';

/** Checks a file for viruses. */
export type Scan = (content: Buffer) => Promise<ScanResult>;

/** How long the daemon may say nothing; it reads everything before it answers. */
const patienceMs = 30_000;

/** As much as is sent at a time; the daemon wants each piece with its length. */
const pieceBytes = 1 << 16;

/**
 * A virus check by a ClamAV daemon over TCP (clamd's INSTREAM, "man clamd"): nothing is written to a disk that both would have to see.
 * Anything but a clear answer, such as a file over the daemon's own limit, is `unavailable`.
 *
 * @param address host:port
 */
export function clamdScan(address: string): Scan {
  const at = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, at).replace(/^\[|\]$/g, ''), Number(address.slice(at + 1))];
  return (content) =>
    new Promise((resolve) => {
      const pieces: Buffer[] = [];
      const socket = createConnection({ host, port });
      const settle = (result: ScanResult) => {
        socket.destroy();
        resolve(result);
      };
      socket.setTimeout(patienceMs, () => {
        settle('unavailable');
      });
      socket.on('error', () => {
        settle('unavailable');
      });
      socket.on('data', (piece: Buffer) => pieces.push(piece));
      socket.on('close', () => {
        settle(resultOf(Buffer.concat(pieces).toString('latin1')));
      });
      socket.on('connect', () => {
        socket.write('zINSTREAM\0');
        for (let from = 0; from < content.length; from += pieceBytes) {
          const piece = content.subarray(from, from + pieceBytes);
          socket.write(lengthOf(piece.length));
          socket.write(piece);
        }
        socket.write(lengthOf(0));
      });
    });
}

/** Four bytes, the first the highest. */
function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

function resultOf(reply: string): ScanResult {
  if (/^stream: OK\0?$/.test(reply)) return 'clean';
  return /^stream: .+ FOUND\0?$/.test(reply) ? 'infected' : 'unavailable';
}
