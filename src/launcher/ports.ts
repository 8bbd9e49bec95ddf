import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { takeLock } from './exclusive-lock';

/** Below what systems hand out to outgoing connections: a server that restarts on its port must not find one of those there. */
const RANGE = { from: 20_000, to: 32_767 } as const;

/** A TCP port that nothing listened on a moment ago. Another program may still be quicker: whoever binds it tries again with another. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const port = randomInt(RANGE.from, RANGE.to);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`No TCP port between ${String(RANGE.from)} and ${String(RANGE.to)} is free.`);
}

/** A port that no other launcher takes until it is released. */
export interface ReservedPort {
  readonly port: number;
  release(): void;
}

/**
 * The first free port from this one upwards. Its listener starts only later, and another launcher that looks meanwhile would find the same port free:
 * so each reserves what it chose.
 */
export async function reservePortFrom(first: number): Promise<ReservedPort> {
  for (let port = first; port < 65_536; port += 1) {
    const release = reserve(port);
    if (release === undefined) continue;
    if (await isPortFree(port)) return { port, release };
    release();
  }
  throw new Error(`No TCP port from ${String(first)} upwards is free.`);
}

function reserve(port: number): (() => void) | undefined {
  try {
    const lock = takeLock(join(tmpdir(), `grantpot-port-${String(port)}.lock`));
    return lock.held ? lock.release : undefined;
  } catch {
    return undefined; // another user's, left by a kill
  }
}

/** The wished port if it is free, or becomes so within ten seconds (what a killed server had may take a moment on a busy machine); else another free one. */
export async function portNear(wished: number | undefined): Promise<number> {
  for (let tries = 0; wished !== undefined && tries < 200; tries += 1) {
    if (await isPortFree(wished)) return wished;
    await pause(50);
  }
  return freePort();
}

/**
 * Whether a TCP port can be listened on now, on every address of this machine. Also on that of IPv6, where there is one: browsers try it first for
 * `localhost`, and would find whoever listens there.
 */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '0.0.0.0')) && (await canListen(port, '::1'));
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT');
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
